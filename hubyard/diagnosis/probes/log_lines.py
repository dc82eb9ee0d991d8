"""Lines of logs that can matter, chosen on the host so that little is sent. For the probes that read logs."""

import json
import re
from datetime import UTC, datetime
from typing import Final

from hubyard.diagnosis.heard import Part
from hubyard.diagnosis.probes.reading import number

FIRST: Final = "=first="
"""Begins the last line of an answer that is whole: behind it stands the oldest line that there was, whether it matters or not."""

KERNEL: Final = (
    r"oom-kill|oom_reaper|oom_score_adj=|OOM|oomd|[Oo]ut of memory|[Kk]illed process|[Mm]emory cgroup|"
    r"(memory|swap|kmem|memsw|kmem-tcp): usage|Task in \/|allocation failure|[Ss]ys[Rr]q|blocked for more than|lockup|I\/O error|"
    r"EXT4-fs (error|warning)|XFS.*([Cc]orrupt|[Ee]rror)|[Nn]o space left|Comm: |Remounting filesystem|segfault"
)
"""Call traces, the table of tasks and the state of the zones are left out: most of a report, and neither victim nor asker is in them."""
PROGRAMS: Final = (
    r"oom-kill|oom_kill|[Oo][Oo][Mm] kill|OOMKill|TaskOOM|\/oom|oomd|earlyoom|[Oo]ut of memory|[Kk]illed|[Kk]illing|SIGKILL|"
    r"using the force|failed to exit within|[Nn]o space left|memory pressure|status=9|code=killed|mem avail"
)
"""Not every "oom": containerd logs its whole configuration when it starts, which may name logins, and has such keys."""
BYTES: Final = r"\"MESSAGE\" ?: ?(\[|null)"
"""The journal prints a message that is no clean UTF-8 as numbers, and one that is too long as null: what stands in it shows later."""

CHOOSE: Final = rf"""
choose() {{
  pattern=$1; shift
  {{ "$@" && echo '=end='; }} |
    awk '$0 == "=end=" {{ whole = 1; next }} NR == 1 {{ first = $0 }} /'"$pattern"'/ {{ print substr($0, 1, 8000) }}
      END {{ if (whole) print "{FIRST}" substr(first, 1, 8000) }}' |
    tail -n 2000
}}
whole() {{ case $part_text in *{FIRST}*) return 0 ;; esac; return 1; }}
"""
"""`choose PATTERN COMMAND ...`, and after a part of it `whole`: whether the command ended well."""
ISO: Final = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<time>[0-9:]{8})[,.](?P<fraction>[0-9]{6})(?P<zone>[+-][0-9]{2}:?[0-9]{2}|Z)?"
)
AFTER_BOOT: Final = re.compile(r"(?:<[0-9]+>)?\[ *(?P<s>[0-9]{1,9}\.[0-9]{1,6})\]")
MICRO: Final = 10**6


def is_whole(part: Part) -> bool:
    return f"\n{FIRST}" in f"\n{part.text}"


def split_first(part: Part) -> tuple[str, str]:
    """The lines that matter, and the oldest line."""
    text, _mark, first = f"\n{part.text}".rpartition(f"\n{FIRST}")
    return text.removeprefix("\n"), first


def moment_of(line: str, *, booted: datetime | None) -> datetime | None:
    """Of a line of the kernel's log, by `dmesg --time-format=iso`, or in seconds after the boot."""
    if found := ISO.match(line):
        zone = found["zone"] or "Z"
        return datetime.fromisoformat(f"{found['day']}T{found['time']}.{found['fraction']}{zone}")
    if booted and (found := AFTER_BOOT.match(line)):
        return datetime.fromtimestamp(booted.timestamp() + float(found["s"]), tz=UTC)
    return None


def moment_of_entry(line: str) -> datetime | None:
    """Of an entry of the journal as JSON."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    at = number(entry.get("__REALTIME_TIMESTAMP")) if isinstance(entry, dict) else None
    return datetime.fromtimestamp(at / MICRO, tz=UTC) if at is not None else None
