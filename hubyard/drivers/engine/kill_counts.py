"""Kills while a build runs, from every counter that there is."""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from hubyard.drivers.engine.kernel_log import read_past_log
from hubyard.drivers.host.cgroup_files import read_host_kills, read_kills
from hubyard.drivers.host.kernel_log import KernelLog
from hubyard.engine.kills import Evidence, Victim
from hubyard.host.oom import parse_kills

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from hubyard.drivers.engine.as_root import AsRoot
    from hubyard.engine.memory_record import MemoryRecord
    from hubyard.host.cgroup_tree import CgroupTree
    from hubyard.host.oom import Kill

TOLD = ("oom-kill:", "Killed process ", "OOM victim ")
"""Of the kernel's hundred lines about each kill, those that say who it was."""


class KillCounts:
    """From its making on. `parent` is the build cgroup as the engine knows it.

    cgroup v2 counts what is killed anywhere below a cgroup. v1 counts it in the step's own alone, which goes with the step; for the build
    as a whole it has no counter. (Its failcnt says nothing: with swap limited alike it is memsw's that grows, and on Linux 6.18 neither.)

    as_root: reads the kernel's log afterwards where we may not follow it, and only if something was killed; None: that is left
    """

    def __init__(self, tree: "CgroupTree | None", *, parent: str, as_root: "AsRoot | None" = None) -> None:
        self._tree, self._parent, self._as_root = tree, parent.rstrip("/"), as_root
        self._log = KernelLog.open()
        self._lines: list[str] = []
        self._on_host_before = read_host_kills() or 0

    def of_build(self) -> int | None:
        """So far, since the cgroup was made; None where that is not counted."""
        return read_kills(self._tree.root / self._parent.lstrip("/")) if self._tree and self._tree.version != 1 else None

    def listen(self) -> None:
        """Take down what the kernel said since the last time; its own memory of it is short."""
        if self._log:
            self._lines += lines_of_kills(self._log.read())

    def evidence(self, record: "MemoryRecord", *, failed: str) -> Evidence:
        """Once it is over. `failed` is the step that ended with the status of a killed process."""
        on_host = self._on_host()
        if self._log is None and (record.kills or on_host):
            ours, meanwhile = self._read_afterwards(record.seen, on_host)
        else:
            ours, meanwhile = self._listened(record.seen)
        return Evidence(
            victims=tuple(Victim(step=step_of(kill), process=kill.process, held_bytes=kill.held_bytes) for kill in ours),
            elsewhere=sum(kill.cgroup != "" and not kill.is_below(self._parent) for kill in meanwhile),
            on_host=on_host,
            failed=failed,
        )

    def close(self) -> None:
        if self._log:
            self._log.close()

    def _on_host(self) -> int:
        """Meanwhile; asked on v1 alone."""
        v1 = self._tree is not None and self._tree.version == 1
        return max(0, (read_host_kills() or 0) - self._on_host_before) if v1 else 0

    def _listened(self, seen: "Collection[str]") -> "tuple[Sequence[Kill], Sequence[Kill]]":
        """Those in the build, and all."""
        kills = parse_kills("\n".join(self._lines))
        return [kill for kill in kills if self._is_ours(kill, seen)], kills

    def _read_afterwards(self, seen: "Collection[str]", on_host: int) -> "tuple[Sequence[Kill], Sequence[Kill]]":
        """Likewise. Earlier builds of the same hub are in it, so only a step's id tells; the newest are as many as the host counted."""
        log = read_past_log(self._as_root) if self._as_root else ""
        kills = parse_kills("\n".join(lines_of_kills(log)))
        return [kill for kill in kills if step_of(kill) in seen], kills[max(0, len(kills) - on_host) :]

    def _is_ours(self, kill: "Kill", seen: "Collection[str]") -> bool:
        """By the step's id, which is nobody else's; on v1 a step that nobody saw by its whole path.

        A part of the path is not enough: an engine in another container of this host shares the kernel and its log, and may have a hub of
        the same name. On v2 the counter of the build tells of such a step.
        """
        if self._tree is None:
            return False
        path = f"{self._tree.root_path.rstrip('/')}{self._parent}/"
        return step_of(kill) in seen or (self._tree.version == 1 and f"{kill.cgroup}/".startswith(path))


def lines_of_kills(log: str) -> "Sequence[str]":
    return [line for line in log.splitlines() if any(mark in line for mark in TOLD)]


def step_of(kill: "Kill") -> str:
    """BuildKit's id, if it was a step's."""
    return PurePosixPath(kill.cgroup).name
