"""A look at the hub's build cgroup ten times a second while the client runs: what it holds, what limits it, what is killed in it.

Once a second the watchdog looks as well.
"""

import signal
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from hubyard.drivers.engine.kill_counts import KillCounts
from hubyard.drivers.engine.watchdog import Judge, Watchdog
from hubyard.drivers.host.cgroup_files import folders_in, read_host_kills, read_kills, read_limit_bytes, read_memory, read_pids
from hubyard.engine.kill_news import KillNews
from hubyard.engine.kills import kills_of
from hubyard.engine.memory_record import MemoryRecord, StepReading, names_of
from hubyard.engine.port import BuildMemory, StepMemory
from hubyard.gate.watchdog import judge

if TYPE_CHECKING:
    from hubyard.drivers.engine.as_root import AsRoot
    from hubyard.engine.step_times import StepTime
    from hubyard.host.cgroup_tree import CgroupTree

LOOK_S: Final = 0.1
TELL_S: Final = 1.0
END_S: Final = 5.0
"""How long we wait for a look that hangs: reading a cgroup's statistics can take long on a host that fights for memory."""
UNREADABLE: Final = (OSError, ValueError, LookupError)
"""A file of a form that we do not know must not fail a build."""


class BuildWatch:
    """A thread of its own while it is entered. It only reads, so it holds up nobody and ends with us; whatever it cannot read is left out.

    tree: the host's cgroups, None where there are none: then nothing is known afterwards
    parent: the engine's `--cgroup-parent`
    as_root: for the kernel's log, once it is over
    news: is given each look's count of kills
    """

    def __init__(
        self,
        tree: "CgroupTree | None",
        *,
        parent: str,
        judge: Judge = judge,
        as_root: "AsRoot | None" = None,
        news: KillNews | None = None,
    ) -> None:
        self._folder = tree.root / parent.strip("/") if tree else None
        self._watchdog = Watchdog(tree, self._folder, judge=judge) if tree and self._folder else None
        self._counts = KillCounts(tree, parent=parent, as_root=as_root)
        self._record = MemoryRecord(kills_before=self._counts.of_build() or 0)
        self._before = frozenset(folder.name for folder in self._step_folders())
        self._cap_bytes: int | None = None
        self._limit_read = False
        self._told_s = time.monotonic()
        self._v1 = tree is not None and tree.version == 1
        self._news = news or KillNews()
        self._news.note(self._kills(), at_s=self._told_s)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="build-watch")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._thread.join(END_S)
        if not self._thread.is_alive():
            self._counts.close()

    @property
    def cap_bytes(self) -> int | None:
        """As read from a running step; None: there is none, or no step has run yet."""
        return self._cap_bytes

    @property
    def thrashing(self) -> bool:
        """It only fights for memory at its own limit: the client is to be ended."""
        return self._watchdog is not None and self._watchdog.thrashing

    def hear(self) -> None:
        """The build has printed something."""
        if self._watchdog:
            self._watchdog.hear()

    def news(self) -> int | None:
        """What the build holds, once a second while it holds something. For the thread that tells."""
        now_s = time.monotonic()
        if now_s - self._told_s < TELL_S or not self._record.held_bytes:
            return None
        self._told_s = now_s
        return self._record.held_bytes

    def memory(self, steps: "Sequence[StepTime]", *, sigkilled: str, ended: bool) -> BuildMemory:
        """Once it is over.

        steps: as they were printed
        sigkilled: the one that failed with a killed process's status, "" for none
        ended: by us, and not by itself
        """
        end_s = time.monotonic()
        names = names_of(self._record.seen, steps, end_s=end_s)
        kills = kills_of(self._record, self._counts.evidence(self._record, failed=sigkilled), names=names)
        peaks = {name: self._record.seen[key].peak_bytes for key, name in names.items()}
        peaks |= {kill.step: max(kill.held_bytes, peaks.get(kill.step, 0)) for kill in kills}
        return BuildMemory(
            peak_bytes=max([self._record.peak_bytes, *(kill.held_bytes for kill in kills)]),
            steps=tuple(
                StepMemory(
                    name=step.name,
                    peak_bytes=peaks.get(step.name, 0),
                    elapsed_s=(end_s if step.ended_s is None else step.ended_s) - step.began_s,
                )
                for step in steps
            ),
            kills=kills,
            cap_bytes=self._cap_bytes,
            thrashed=ended and self.thrashing,
        )

    def _run(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())  # they are for the main thread
        while not self._over.wait(LOOK_S):
            with suppress(*UNREADABLE):
                self._look()
                if self._watchdog:
                    self._watchdog.look()
        with suppress(*UNREADABLE):  # what was killed at the very end
            self._look()

    def _look(self) -> None:
        """A step's cgroup counts until it goes: where all its processes were killed, its counter says so for some moments more."""
        self._counts.listen()
        kills = self._counts.of_build()
        folders = [folder for folder in self._step_folders() if folder.name not in self._before]
        readings = {folder.name: reading for folder in folders if (reading := read_step(folder))}
        now_s = time.monotonic()
        self._record.note(readings, at_s=now_s, kills=kills)
        self._news.note(self._kills(), at_s=now_s)
        running = next(filter(read_pids, folders), None) if not self._limit_read else None
        if running:
            self._cap_bytes, self._limit_read = least_limit_bytes(running), True

    def _kills(self) -> int:
        """On v1 any on this host: a step's counter may go with it before we look, and nothing counts for the build as a whole."""
        return self._record.kills + ((read_host_kills() or 0) if self._v1 else 0)

    def _step_folders(self) -> Sequence[Path]:
        return folders_in(self._folder / "buildkit") if self._folder else []


def read_step(folder: Path) -> StepReading | None:
    memory = read_memory(folder)
    return StepReading(held_bytes=memory.held_bytes, kills=read_kills(folder)) if memory else None


def least_limit_bytes(step: Path) -> int | None:
    """In force for a step: of its own cgroup and those above it up to the slice. Limits further up are not the build's alone.

    The kernel itself lists the step's processes in this cgroup: that proves that the engine heeded our parent.
    """
    limits = [limit for folder in (step, *list(step.parents)[:3]) if (limit := read_limit_bytes(folder)) is not None]
    return min(limits, default=None)
