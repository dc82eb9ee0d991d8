"""The end of running builds, by blocking on their locks: the kernel wakes us, nobody polls."""

import fcntl
import threading
from collections.abc import Iterable
from pathlib import Path

from hubyard.drivers.gate.live_files import open_live
from hubyard.drivers.gate.pending_lock import PendingLock


class BuildsEnd:
    """Ready when one of the watched builds has ended. Shared locks, so that several who watch wake together and hold up nobody."""

    def __init__(self, running: Path) -> None:
        self._running = running
        self._ended = threading.Event()
        self._pending: dict[str, PendingLock] = {}

    def rearm(self) -> None:
        """Call before looking who runs: what ends after that look is not missed."""
        self._ended.clear()

    def watch(self, ids: Iterable[str]) -> None:
        for live_id in set(ids) - self._pending.keys():
            fd = open_live(self._running, live_id)
            if fd is None:
                self._ended.set()
            else:
                self._pending[live_id] = PendingLock(fd, fcntl.LOCK_SH, keep=False, done=self._ended)

    def wait(self, limit_s: float) -> bool:
        return self._ended.wait(limit_s)
