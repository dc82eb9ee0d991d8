"""Processors: load, and what they did for half a second."""

import re
from collections.abc import Sequence
from typing import Final

from hubyard.diagnosis.facts.host import CpuFacts
from hubyard.diagnosis.heard import Heard, Unread, parts_in
from hubyard.diagnosis.probes.reading import never_raising, real, text_of, why_missing
from hubyard.diagnosis.probes.scripts import HALF_A_SECOND

SCRIPT: Final = f"""
part load cat /proc/loadavg
part stat_1 grep '^cpu' /proc/stat
{HALF_A_SECOND}
part stat_2 grep '^cpu ' /proc/stat
"""
ALL: Final = re.compile(r"^cpu +((?:[0-9]{1,18} ?){7,10})$", re.MULTILINE)
IDLE, IOWAIT, STEAL, WITHOUT_GUESTS = 3, 4, 7, 8
"""Columns of /proc/stat (proc(5)); time of guests is in `user` and `nice` already."""


@never_raising
def parse(heard: Heard) -> CpuFacts | Unread:
    parts = parts_in(heard)
    first = text_of(parts, "stat_1")
    loads = [real(word) for word in text_of(parts, "load").split()[:3]]
    cpus = len(re.findall(r"^cpu[0-9]", first, re.MULTILINE))
    if not cpus or len(loads) < 3 or None in loads:  # noqa: PLR2004  three averages
        return why_missing(heard, parts.get("stat_1" if loads else "load"))
    load_1, load_5, load_15 = (load or 0.0 for load in loads)
    busy, iowait, steal = _shares(_ticks(first), _ticks(text_of(parts, "stat_2")))
    return CpuFacts(cpus=cpus, load_1=load_1, load_5=load_5, load_15=load_15, busy_share=busy, iowait_share=iowait, steal_share=steal)


def _ticks(text: str) -> Sequence[int]:
    found = ALL.search(text)
    return [int(word) for word in found[1].split()][:WITHOUT_GUESTS] if found else []


def _shares(before: Sequence[int], after: Sequence[int]) -> tuple[float | None, float | None, float | None]:
    """Busy, waiting for disks, taken by the host of a virtual machine. iowait may go backwards (proc(5))."""
    spent = [max(0, later - sooner) for sooner, later in zip(before, after, strict=False)]
    total = sum(spent)
    if len(spent) < WITHOUT_GUESTS - 1 or not total:
        return None, None, None
    spent.append(0)
    idle, iowait, steal = spent[IDLE], spent[IOWAIT], spent[STEAL]
    return (total - idle - iowait - steal) / total, iowait / total, steal / total
