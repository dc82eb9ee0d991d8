"""The lock file of an older script: shared by our builds, so that they do not exclude each other, but its exclusive lock and they do."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hubyard.drivers import signals
from hubyard.drivers.gate import proc
from hubyard.drivers.gate.lock_files import open_lock_file, try_flock
from hubyard.drivers.gate.neighbours import Neighbours
from hubyard.drivers.gate.pending_lock import PendingLock
from hubyard.drivers.gate.wait import Situation, Wait
from hubyard.gate.events import WaitFor
from hubyard.gate.kernel_locks import writer_waits
from hubyard.gate.presence import name_holders

MODE = 0o666
"""As `exec 200>FILE` needs it in a script of any user."""


class OldLock:
    def __init__(self, path: Path, *, neighbours: Neighbours) -> None:
        self._path = path
        self._neighbours = neighbours

    @contextmanager
    def shared(self, wait: Wait) -> Iterator["SharedLock"]:
        """Hold it shared, once no script holds it and none is kept from it. Raises GateBusy when the patience ends first."""
        lock = self._share(wait)
        try:
            yield lock
        finally:
            lock.let_go()

    def _share(self, wait: Wait) -> "SharedLock":
        while True:
            fd = self._open()
            if try_flock(fd, fcntl.LOCK_SH):
                lock = SharedLock(fd)
                if not lock.is_wanted():
                    return lock
                lock.let_go()
            else:
                os.close(fd)
            self._queue(wait)

    def _queue(self, wait: Wait) -> None:
        """Stand behind the scripts, exclusively as they do: a shared lock would be given before those who wait for an exclusive one."""
        wait.begin(self._look)
        pending = PendingLock(self._open(), fcntl.LOCK_EX)
        try:
            wait.until(pending, self._look)
        finally:
            pending.abandon()

    def _open(self) -> int:
        return open_lock_file(self._path, mode=MODE, follow=True)  # a script follows a link as well, and locks what it leads to

    def _look(self) -> Situation:
        scripts = self._neighbours.old_lock(certainly_held=True) or self._neighbours.old_lock_waiters()
        return Situation(wait_for=WaitFor.OLD_LOCK, holders=name_holders(scripts), position=1)


class SharedLock:
    def __init__(self, fd: int) -> None:
        self._fd: int | None = fd
        self._file = proc.own_lock(fd) or proc.id_of(os.fstat(fd))

    def is_wanted(self) -> bool:
        """Whether a script is blocked on it. As long as one is, nobody may be admitted, or it would never have its turn."""
        return writer_waits(proc.locks_on(self._file))

    def let_go(self) -> None:
        """A script that waits has the lock before this returns, so that nobody of ours slips in before it."""
        if self._fd is None:
            return
        with signals.held():  # an interruption in here would leave it to the end of our process
            wanted = self.is_wanted()
            os.close(self._fd)
            self._fd = None
            if wanted:
                proc.wait_until_held(self._file)
