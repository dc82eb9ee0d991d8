"""`hub/<name>`: one deploy of a hub at a time, from pull to cleanup."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from hubyard.drivers.gate.lock_files import forbidden, is_in_place, open_lock_file, try_flock
from hubyard.drivers.gate.neighbours import Neighbours
from hubyard.drivers.gate.pending_lock import PendingLock
from hubyard.drivers.gate.wait import Situation, Wait
from hubyard.gate.events import WaitFor
from hubyard.gate.presence import name_holders

MODE = 0o660


class HubLock:
    def __init__(self, *, directory: Path, neighbours: Neighbours) -> None:
        self._folder = directory / "hub"
        self._neighbours = neighbours

    @contextmanager
    def held(self, wait: Wait) -> Iterator[None]:
        """Hold it, with a note in it for those who look. Raises GateBusy when the patience ends, LockFileForbidden for a full disk."""
        fd = self._take(wait)
        try:
            _write(fd, wait.note(), path=self._folder / wait.want.hub)
            yield
        finally:
            os.close(fd)

    def _take(self, wait: Wait) -> int:
        path = self._folder / wait.want.hub
        while True:
            fd = open_lock_file(path, mode=MODE, write=True)
            if not try_flock(fd, fcntl.LOCK_EX):
                fd = self._queue(fd, wait)
            if is_in_place(fd, path):
                return fd
            os.close(fd)  # removed and made anew while we waited: that lock is nobody's

    def _queue(self, fd: int, wait: Wait) -> int:
        look = partial(self._look, wait.want.hub)
        try:
            wait.begin(look)
        except BaseException:
            os.close(fd)
            raise
        pending = PendingLock(fd, fcntl.LOCK_EX)
        try:
            wait.until(pending, look)
            return pending.take()
        finally:
            pending.abandon()

    def _look(self, hub: str) -> Situation:
        waiters = self._neighbours.pids_blocked(self._folder / hub)
        position = waiters.index(os.getpid()) + 1 if os.getpid() in waiters else 0
        return Situation(wait_for=WaitFor.HUB, holders=name_holders(self._neighbours.deploying(hub)), position=position)


def _write(fd: int, note: bytes, *, path: Path) -> None:
    try:
        os.ftruncate(fd, 0)  # a reader in between finds no note, and names us by our pid
        os.pwrite(fd, note, 0)
    except OSError as fault:  # /run/lock is a file system of a few MB
        raise forbidden(path, fault.strerror) from fault
