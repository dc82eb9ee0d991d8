"""Memory of the host."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Memory:
    """`available_bytes` is the kernel's estimate of what can be had without swapping (proc(5), MemAvailable)."""

    total_bytes: int
    available_bytes: int


def parse_meminfo(text: str) -> Memory:
    """Of /proc/meminfo. Raises KeyError where a line is missing (kernels before 3.14)."""
    found = {name: int(kib) * 1024 for name, kib in re.findall(r"^(\w+):\s+(\d+) kB$", text, re.MULTILINE)}
    return Memory(total_bytes=found["MemTotal"], available_bytes=found["MemAvailable"])
