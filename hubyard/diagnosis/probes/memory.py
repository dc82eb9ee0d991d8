"""Memory of the host and of what we are in, pressure, and how many the kernel has killed since boot."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from hubyard.diagnosis.facts.host import MemoryFacts, Pressure
from hubyard.diagnosis.heard import Heard, Unread, parts_in
from hubyard.diagnosis.probes.cgroup_memory import HELD_LINES, memory_of
from hubyard.diagnosis.probes.reading import files_of, never_raising, text_of, why_missing
from hubyard.host.cgroups import CgroupMemory, parse_kills

SCRIPT: Final = (
    r"""
mount=$(awk '/ - cgroup / && $NF ~ /(^|,)memory(,|$)/ {print $4, $5; exit}' /proc/self/mountinfo)
path=$(sed -n 's/^[0-9]*:\([^:]*,\)\{0,1\}memory\(,[^:]*\)\{0,1\}://p' /proc/self/cgroup)
[ "$mount" ] || mount=$(awk '/ - cgroup2 / {print $4, $5; exit}' /proc/self/mountinfo)
[ "$path" ] || path=$(sed -n 's/^0:://p' /proc/self/cgroup)
above() {
  top=${mount#* }; below=${path#"${mount%% *}"}; below=${below#/}; set --
  while :; do
    here=$top${below:+/$below}
    set -- "$@" "$here/memory.max" "$here/memory.limit_in_bytes" "$here/memory.kmem.usage_in_bytes" "$here/memory.stat"
    case $below in '') break ;; */*) below=${below%/*} ;; *) below= ;; esac
  done
  grep -sE '"""
    + HELD_LINES
    + r"""' /dev/null "$@"
  return 0
}
part meminfo cat /proc/meminfo
part vmstat grep '^oom_kill ' /proc/vmstat
part memory cat /proc/pressure/memory
part io cat /proc/pressure/io
part cpu cat /proc/pressure/cpu
part above above
"""
)
KIB: Final = 1024
AVERAGE: Final = re.compile(r"^(?P<kind>some|full) avg10=(?P<ten>[0-9.]{1,9}) avg60=\S+ avg300=(?P<long>[0-9.]{1,9}) ", re.MULTILINE)


@never_raising
def parse(heard: Heard) -> MemoryFacts | Unread:
    parts = parts_in(heard)
    counted = _meminfo(text_of(parts, "meminfo"))
    if "MemTotal" not in counted:
        return why_missing(heard, parts.get("meminfo"))
    limited = _least(files_of(text_of(parts, "above")), total_bytes=counted["MemTotal"])
    cache_bytes = counted.get("Cached", 0) + counted.get("Buffers", 0)
    return MemoryFacts(
        total_bytes=counted["MemTotal"],
        available_bytes=counted.get("MemAvailable", counted.get("MemFree", 0) + cache_bytes),
        swap_total_bytes=counted.get("SwapTotal", 0),
        swap_free_bytes=counted.get("SwapFree", 0),
        committed_bytes=counted.get("Committed_AS", 0),
        shared_bytes=counted.get("Shmem", 0),
        cache_bytes=cache_bytes,
        limit_bytes=limited.limit_bytes if limited else None,
        limit_held_bytes=limited.held_bytes if limited else 0,
        kernel_kills=parse_kills(text_of(parts, "vmstat")),
        pressure=_pressure(text_of(parts, "memory")),
        io_pressure=_pressure(text_of(parts, "io")),
        cpu_pressure=_pressure(text_of(parts, "cpu")),
    )


def _meminfo(text: str) -> Mapping[str, int]:
    return {name: int(kib) * KIB for name, kib in re.findall(r"^(\w+):\s+([0-9]{1,15}) kB$", text, re.MULTILINE)}


def _least(files: Mapping[str, str], *, total_bytes: int) -> CgroupMemory | None:
    """A limit at or above what the host has limits nothing."""
    read = (memory_of(files, folder) for folder in {str(PurePosixPath(name).parent) for name in files})
    limits = [(one.limit_bytes, one) for one in read if one and one.limit_bytes is not None and one.limit_bytes < total_bytes]
    return min(limits, key=lambda limit: limit[0])[1] if limits else None


def _pressure(text: str) -> Pressure | None:
    """None without PSI: the file is missing, or cannot be read ("Operation not supported") where it is switched off."""
    found = {line["kind"]: (float(line["ten"]) / 100, float(line["long"]) / 100) for line in AVERAGE.finditer(text)}
    if "some" not in found:
        return None
    some, full = found["some"], found.get("full", (0.0, 0.0))
    return Pressure(some_10_share=some[0], some_300_share=some[1], full_10_share=full[0], full_300_share=full[1])
