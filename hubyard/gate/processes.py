"""What /proc says of a process, as far as people need it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hubyard.host.build_steps import SLICE

SHOWN_WORDS = 3
SHOWN_LETTERS = 60


@dataclass(frozen=True, kw_only=True)
class ProcessState:
    """`start_ticks` after boot, in clock ticks."""

    letter: str
    parent: int
    start_ticks: int

    @property
    def stopped(self) -> bool:
        """SIGSTOP, a shell's Ctrl-Z, or a debugger."""
        return self.letter in "Tt"


def parse_stat(text: str) -> ProcessState:
    """Of /proc/<pid>/stat. The name may hold spaces and brackets ("next-server (v1"), so the fields are counted from the last bracket."""
    fields = text.rpartition(")")[2].split()
    return ProcessState(letter=fields[0], parent=int(fields[1]), start_ticks=int(fields[19]))  # fields 3, 4, 22 of proc(5)


def parse_boot_s(text: str) -> int:
    """Of /proc/stat: when the kernel booted, in seconds since 1970."""
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("btime "))


def short_command(cmdline: bytes) -> str:
    """Enough of /proc/<pid>/cmdline to know the program by. Values after `=` and later words are left out: they may be secrets."""
    words = [_without_value(word) for word in cmdline.decode(errors="replace").split("\0") if word]
    shown = " ".join(words[:SHOWN_WORDS])
    return shown if len(shown) <= SHOWN_LETTERS else f"{shown[: SHOWN_LETTERS - 1]}…"


def _without_value(word: str) -> str:
    name, equals, _value = word.partition("=")
    return f"{name}=…" if equals else name


def in_sight(pids: Sequence[int]) -> Sequence[int]:
    """Those that have a number here: of a process of another pid namespace cgroup.procs says 0 (cgroups(7)), and to kill(1) that is us."""
    return [pid for pid in pids if pid > 0]


def kill_command(steps: Mapping[str, Sequence[int]]) -> str:
    """By hub: pids of its steps. They belong to the engine, so ending them takes root.

    Where one has no number here it is ended by its cgroup, and outside our container: there it has one.
    """
    unseen = unseen_steps(steps)
    if not unseen:
        return "sudo kill -KILL " + " ".join(str(pid) for pids in steps.values() for pid in pids)
    places = " -o ".join(f'-path "*/{SLICE}/{hub}/*"' for hub in steps)
    return f"sudo sh -c 'kill -KILL $(cat $(find /sys/fs/cgroup -name cgroup.procs \\( {places} \\)))'"


def unseen_steps(steps: Mapping[str, Sequence[int]]) -> Sequence[str]:
    """Hubs of which a step has no number here."""
    return [hub for hub, pids in steps.items() if len(in_sight(pids)) < len(pids)]
