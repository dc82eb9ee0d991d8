"""Kills for want of memory, as the kernel's log tells them."""

import re
from dataclasses import dataclass, replace
from typing import Final

CHOSEN: Final = re.compile(
    r"oom-kill:constraint=\w+,.*?(?:oom_memcg=(?P<limited>[^,]*),)?"
    r"task_memcg=(?P<cgroup>[^,]*),task=(?P<process>.*),pid=(?P<pid>\d+),uid=-?\d+"
)
"""Who is to be killed (Linux 4.19 and later). A process may be called anything: "npm ci", "next-server (v1"."""
KILLED: Final = re.compile(
    r"Killed process (?P<pid>\d+) \((?P<process>.*)\),? (?:UID \d+,? )?total-vm:\d+kB, anon-rss:(?P<anon>\d+)kB"
    r"(?:, file-rss:\d+kB)?(?:, shmem-rss:(?P<shmem>\d+)kB)?"
)
SPARED: Final = re.compile(r"OOM victim (?P<pid>\d+) \(.*\) is already exiting")


@dataclass(frozen=True, kw_only=True)
class Kill:
    """A process that the kernel killed.

    pid: as the host numbers it, whatever container it was in
    process: its name, cut to 15 letters by the kernel
    cgroup: where its memory was counted, as seen from the host; "" where the kernel does not say
    limited: the cgroup that had reached its limit; "" where the host itself was out of memory
    held_bytes: anonymous and shared memory it had; 0 where that line is missing
    """

    pid: int
    process: str
    cgroup: str
    limited: str
    held_bytes: int

    def is_below(self, path: str) -> bool:
        """Whether it was in the cgroup `path` or below. In a container we see only the end of the path that the kernel prints."""
        return f"{path.rstrip('/')}/" in f"{self.cgroup}/"


def parse_kills(text: str) -> tuple[Kill, ...]:
    """Of the kernel's log, in any of its forms (/dev/kmsg, dmesg, journal). Only victims: not who asked for memory, nor who was considered.

    The kernel prints "oom-kill:", then "Killed process"; the first not more than ten times in five seconds. The second may bear the number
    and name of another thread of who was chosen, where the first thread has ended; or it says that nobody needed to be killed.
    """
    kills: list[Kill] = []
    chosen: Kill | None = None  # whose second line is still to come
    told: set[Kill] = set()  # with memory.oom.group the first is told again among the others
    for line in text.splitlines():
        if match := CHOSEN.search(line):
            chosen = _chosen(match)
            kills.append(chosen)
        elif match := KILLED.search(line):
            kill = _killed(match)
            if chosen:
                kills[-1] = replace(kill, cgroup=chosen.cgroup, limited=chosen.limited)
            elif kill not in told:
                kills.append(kill)
            told.add(kill)
            chosen = None
        elif (match := SPARED.search(line)) and chosen and chosen.pid == int(match["pid"]):
            kills.pop()
            chosen = None
    return tuple(kills)


def _chosen(match: re.Match[str]) -> Kill:
    return Kill(pid=int(match["pid"]), process=match["process"], cgroup=match["cgroup"], limited=match["limited"] or "", held_bytes=0)


def _killed(match: re.Match[str]) -> Kill:
    return Kill(pid=int(match["pid"]), process=match["process"], cgroup="", limited="", held_bytes=_held_bytes(match))


def _held_bytes(match: re.Match[str]) -> int:
    return 1024 * (int(match["anon"]) + int(match["shmem"] or 0))
