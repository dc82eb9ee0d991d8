"""The journal: the kernel's lines of the last day and of the boot before, and what programs say that kill or see others killed."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from hubyard.diagnosis.facts.work import KernelFacts
from hubyard.diagnosis.heard import Heard, Part, Unread, Why, parts_in
from hubyard.diagnosis.probes.log_lines import BYTES, CHOOSE, KERNEL, PROGRAMS, is_whole, moment_of_entry, split_first
from hubyard.diagnosis.probes.reading import never_raising, text_of, why_missing
from hubyard.diagnosis.probes.scripts import MAY_BECOME_ROOT

FIELDS: Final = "MESSAGE,SYSLOG_IDENTIFIER,_COMM,_TRANSPORT,_HOSTNAME,_SYSTEMD_UNIT,UNIT,_BOOT_ID,_SOURCE_REALTIME_TIMESTAMP"
SYSTEM_JOURNAL: Final = "/var/log/journal/*/system.journal"
SCRIPT: Final = (
    CHOOSE
    + MAY_BECOME_ROOT
    + f"""
files() {{
  for folder in /var/log/journal/* /run/log/journal/*; do
    [ -d "$folder" ] || continue
    if [ -r "$folder/system.journal" ]; then echo readable; else echo closed; fi
  done
}}
ask() {{ $as_root journalctl --no-pager --output=json --output-fields={FIELDS} "$@"; }}
part files files
as_root=
case $part_text in
  *readable*) ;;
  *closed*) may_become_root && sudo -n true 2>/dev/null && as_root='sudo -n' && part rights echo root ;;
esac
part kernel choose '{KERNEL}|{BYTES}' ask --since=-24h _TRANSPORT=kernel
whole && part programs choose '{PROGRAMS}|{BYTES}' ask --since=-24h _PID=1 + _SYSTEMD_UNIT=docker.service \\
  + _SYSTEMD_UNIT=containerd.service + _SYSTEMD_UNIT=systemd-oomd.service + _SYSTEMD_UNIT=earlyoom.service + _SYSTEMD_UNIT=nohang.service
whole && part before choose '{KERNEL}|{BYTES}' ask --dmesg --boot=-1 --lines=5000
:
"""
)
"""`_TRANSPORT=kernel` is of every boot, `--dmesg` of one alone: a host that fell over is diagnosed after it was booted again.

As JSON, journalctl says neither that there is no journal nor that we may read no entries but our own: hence the look at its files.
"""
CURSOR: Final = re.compile(r'"__CURSOR" ?: ?"([^"]{1,300})"')
PARTS: Final = ("before", "kernel", "programs")


@never_raising
def parse(heard: Heard) -> KernelFacts | Unread:
    """`since` is of the last day's oldest entry; lines of the boot before may be older, with a gap between."""
    parts = parts_in(heard)
    kernel, files = parts.get("kernel"), text_of(parts, "files").split()
    if kernel is None or not is_whole(kernel):
        return why_missing(heard, kernel)
    if "files" in parts and "readable" not in files and "rights" not in parts:
        return Unread(why=Why.NO_RIGHTS if files else Why.ABSENT, detail=SYSTEM_JOURNAL)
    firsts = [moment_of_entry(split_first(parts[name])[1]) for name in ("kernel", "programs") if name in parts]
    entries = {_cursor(line): line for line in _lines(parts) if line.startswith("{")}
    return KernelFacts(text="\n".join(entries.values()), since=min((first for first in firsts if first is not None), default=None))


def _lines(parts: Mapping[str, Part]) -> Iterator[str]:
    """An entry of a boot that began within the day is in two answers."""
    for name in PARTS:
        if name in parts and is_whole(parts[name]):
            yield from split_first(parts[name])[0].splitlines()


def _cursor(line: str) -> str:
    """What names an entry: the same one is printed with its fields in another order the next time."""
    found = CURSOR.search(line)
    return found[1] if found else line
