"""Kills while a build runs, from every counter that there is."""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from hubyard.drivers.host.cgroup_files import read_host_kills, read_kills
from hubyard.drivers.host.kernel_log import KernelLog
from hubyard.engine.kills import Evidence, Victim
from hubyard.host.oom import parse_kills

if TYPE_CHECKING:
    from collections.abc import Collection

    from hubyard.host.cgroup_tree import CgroupTree
    from hubyard.host.oom import Kill

TOLD = ("oom-kill:", "Killed process ")
"""Of the kernel's hundred lines about each kill, those that say who it was."""


class KillCounts:
    """From its making on. `parent` is the build cgroup as the engine knows it.

    cgroup v2 counts what is killed anywhere below a cgroup. v1 counts it in the step's own alone, which goes with the step; for the build
    as a whole it has no counter. (Its failcnt says nothing: with swap limited alike it is memsw's that grows, and on Linux 6.18 neither.)
    """

    def __init__(self, tree: "CgroupTree | None", *, parent: str) -> None:
        self._tree, self._parent = tree, parent.rstrip("/")
        self._log = KernelLog.open()
        self._lines: list[str] = []
        self._on_host_before = read_host_kills() or 0

    def of_build(self) -> int | None:
        """So far, since the cgroup was made; None where that is not counted."""
        return read_kills(self._tree.root / self._parent.lstrip("/")) if self._tree and self._tree.version != 1 else None

    def listen(self) -> None:
        """Take down what the kernel said since the last time; its own memory of it is short."""
        if self._log:
            self._lines += [line for line in self._log.read().splitlines() if any(mark in line for mark in TOLD)]

    def evidence(self, *, ours: "Collection[str]", failed: str) -> Evidence:
        """`ours` are ids of steps that were seen, `failed` the step that ended with the status of a killed process."""
        kills = parse_kills("\n".join(self._lines))
        victims = tuple(
            Victim(step=PurePosixPath(kill.cgroup).name, process=kill.process, held_bytes=kill.held_bytes)
            for kill in kills
            if self._is_ours(kill, ours)
        )
        v1 = self._tree is not None and self._tree.version == 1
        return Evidence(
            victims=victims,
            elsewhere=sum(kill.cgroup != "" and not kill.is_below(self._parent) for kill in kills),
            on_host=(read_host_kills() or 0) - self._on_host_before if v1 else 0,
            failed=failed,
        )

    def close(self) -> None:
        if self._log:
            self._log.close()

    def _is_ours(self, kill: "Kill", ours: "Collection[str]") -> bool:
        """By the step's id, which is nobody else's; on v1 a step that nobody saw by its whole path.

        A part of the path is not enough: an engine in another container of this host shares the kernel and its log, and may have a hub of
        the same name. On v2 the counter of the build tells of such a step.
        """
        if self._tree is None:
            return False
        path = f"{self._tree.root_path.rstrip('/')}{self._parent}/"
        return PurePosixPath(kill.cgroup).name in ours or (self._tree.version == 1 and f"{kill.cgroup}/".startswith(path))
