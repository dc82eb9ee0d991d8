"""`turn`: those blocked on it are the queue, and whoever holds it is the only one who admits."""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hubyard.drivers.gate import proc
from hubyard.drivers.gate.lock_files import is_in_place, open_lock_file, try_flock
from hubyard.drivers.gate.neighbours import Neighbours
from hubyard.drivers.gate.pending_lock import PendingLock, block_signals
from hubyard.drivers.gate.wait import GRACE_S, Situation, Wait
from hubyard.gate.events import WaitFor
from hubyard.gate.kernel_locks import FileId, blocked
from hubyard.gate.presence import name_holders

MODE = 0o660


class Turn:
    """Strictly first come first served, which the kernel alone does not give.

    It wakes the first in the queue and hands it nothing: whoever comes before that one runs finds the lock free (10 and 41 of 1000 slipped
    in so). Hence the `door`: shared by those who come until they have the lock or stand in its queue, taken alone by the one who lets go
    until the next one has it. It is a courtesy: nobody waits at it for longer than a moment, so a process that is stopped in it keeps
    nobody out.
    """

    def __init__(self, *, directory: Path, neighbours: Neighbours) -> None:
        self._turn = directory / "turn"
        self._door = directory / "door"
        self._neighbours = neighbours

    @contextmanager
    def held(self, wait: Wait) -> Iterator["HeldTurn"]:
        """Hold it, at most until the end of the block. Raises GateBusy when the patience ends first."""
        turn = HeldTurn(self._take(wait), door=self._door)
        try:
            yield turn
        finally:
            turn.let_go()

    def _take(self, wait: Wait) -> int:
        while True:
            fd = self._try_for(GRACE_S if wait.impatient else 0)
            if fd is None:
                fd = self._queue(wait)
            if is_in_place(fd, self._turn):
                return fd
            os.close(fd)  # the whole directory was removed and made anew: that lock is nobody's

    def _try_for(self, limit_s: float) -> int | None:
        """Who does not want to wait is not to be refused for a turn that is handed on just now."""
        end_s = time.monotonic() + limit_s
        while (fd := self._try()) is None and time.monotonic() < end_s:
            time.sleep(proc.BREATH_S)
        return fd

    def _try(self) -> int | None:
        with door_held(self._door, fcntl.LOCK_SH):
            fd = open_lock_file(self._turn, mode=MODE)
            if try_flock(fd, fcntl.LOCK_EX):
                return fd
            os.close(fd)
            return None

    def _queue(self, wait: Wait) -> int:
        wait.begin(self._look)
        with door_held(self._door, fcntl.LOCK_SH):
            fd = open_lock_file(self._turn, mode=MODE)
            file = proc.id_of(os.fstat(fd))
            pending = PendingLock(fd, fcntl.LOCK_EX)
            proc.wait_a_moment(lambda: pending.over or _stands_in_queue(file))
        try:
            wait.until(pending, self._look)
            return pending.take()
        finally:
            pending.abandon()

    def _look(self) -> Situation:
        """The holder of `turn` is served first, so the first of those blocked on it is the second."""
        waiters = self._neighbours.pids_blocked(self._turn)
        position = waiters.index(os.getpid()) + 2 if os.getpid() in waiters else 0
        return Situation(wait_for=WaitFor.TURN, holders=name_holders(self._neighbours.before_us()), position=position)


class HeldTurn:
    """Hands the turn on in a thread of its own, that stands ready from the start: the build need not wait for the courtesy."""

    def __init__(self, fd: int, *, door: Path) -> None:
        self._fd = fd
        self._door = door
        self._wanted = threading.Event()
        self._thread = threading.Thread(target=self._hand_on, daemon=True, name="hubyard-turn")
        self._thread.start()

    def let_go(self) -> None:
        self._wanted.set()

    def join(self) -> None:
        """Until it is another's, or free."""
        self._thread.join()

    def _hand_on(self) -> None:
        block_signals()
        self._wanted.wait()
        file = proc.id_of(os.fstat(self._fd))
        if not blocked(proc.locks_on(file)):
            os.close(self._fd)
            return
        with door_held(self._door, fcntl.LOCK_EX):
            os.close(self._fd)
            proc.wait_until_held(file)


@contextmanager
def door_held(door: Path, operation: int) -> Iterator[None]:
    fd = open_lock_file(door, mode=MODE)
    try:
        proc.wait_a_moment(lambda: try_flock(fd, operation))
        yield
    finally:
        os.close(fd)


def _stands_in_queue(file: FileId) -> bool:
    return os.getpid() in blocked(proc.locks_on(file))
