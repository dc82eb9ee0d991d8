"""The line that proves it, as it was read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hubyard.host.oom.records import KERNEL
from hubyard.host.oom.values import KillEvent, Victim

LONGEST: Final = 400
OF_PID: Final = re.compile(r"(?:(?P<best>[Kk]illed process )|\bpid=|\bprocess )(?P<pid>\d{1,10})\b")
REPORT: Final = "invoked oom-killer|[Oo]ut of memory|oom-kill|oom_kill|OOM"


@dataclass(frozen=True, kw_only=True)
class Quotes:
    """by_pid: lines that name a process by its number, those of the kill itself first."""

    lines: tuple[str, ...]
    by_pid: Mapping[int, tuple[str, ...]]

    @staticmethod
    def of(messages: Iterable[str]) -> "Quotes":
        lines = tuple(messages)
        found: dict[int, list[tuple[bool, str]]] = {}
        for line in lines:
            for match in OF_PID.finditer(line):
                found.setdefault(int(match["pid"]), []).append((not match["best"], line))
        ranked = {pid: sorted(named, key=lambda one: one[0]) for pid, named in found.items()}
        return Quotes(lines=lines, by_pid={pid: tuple(line for _, line in named) for pid, named in ranked.items()})

    def of_event(self, event: KillEvent) -> str:
        """The kill's own line, else one with the group, else the program's, else the report's first."""
        victim = event.victims[0] if event.victims else Victim()
        named = self.by_pid.get(victim.pid or 0, ())
        if named:
            return shortened(next((line for line in named if (victim.comm or "") in line), named[0]))
        groups = [re.escape(one) for one in (event.limited, victim.cgroup, victim.container_id) if one and len(one) > 1]
        program = REPORT if event.killer == KERNEL else re.escape(event.killer)
        return next((found for words in (*groups, program) if (found := self.first(words))), "")

    def first(self, words: str) -> str:
        pattern = re.compile(words)
        return shortened(next((line for line in self.lines if pattern.search(line)), ""))


def shortened(line: str) -> str:
    return line.strip()[:LONGEST]
