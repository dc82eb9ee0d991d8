"""Pressure stall information: how long tasks waited for memory."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Pressure:
    """Of the host or of a cgroup.

    some_share, full_share: of the last ten seconds, how long at least one task, or all of them at once, waited for memory
    some_total_s, full_total_s: the same since the beginning
    """

    some_share: float = 0.0
    full_share: float = 0.0
    some_total_s: float = 0.0
    full_total_s: float = 0.0


def parse_pressure(text: str) -> Pressure:
    """Of /proc/pressure/memory or a cgroup's memory.pressure. The kernel prints percent and microseconds."""
    found = {
        kind: (float(avg10) / 100, int(total) / 1e6)
        for kind, avg10, total in re.findall(r"^(some|full) avg10=([\d.]+) .*total=(\d+)$", text, re.MULTILINE)
    }
    some, full = found.get("some", (0.0, 0.0)), found.get("full", (0.0, 0.0))
    return Pressure(some_share=some[0], some_total_s=some[1], full_share=full[0], full_total_s=full[1])
