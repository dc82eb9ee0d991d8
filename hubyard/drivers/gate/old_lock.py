"""The lock file of an older script: shared by our builds, so that they do not exclude each other, but its exclusive lock and they do."""

import fcntl
import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from shutil import which

from hubyard.drivers import signals
from hubyard.drivers.gate import proc
from hubyard.drivers.gate.lock_files import open_lock_file, try_flock
from hubyard.drivers.gate.neighbours import Neighbours
from hubyard.drivers.gate.pending_lock import PendingLock
from hubyard.drivers.gate.wait import LOOK_S, Situation, Wait
from hubyard.drivers.programs import run_program
from hubyard.gate.events import WaitFor
from hubyard.gate.kernel_locks import FileId, writer_waits
from hubyard.gate.port import OldLockHolder
from hubyard.gate.presence import name_holders

MODE = 0o666
"""As `exec 200>FILE` needs it in a script of any user."""
BY_ROOT = ("sudo", "-n", "sh", "-c", 'set -C; umask 0; : >"$1"', "sh")
"""`set -C`: a file that somebody else made meanwhile is left as it is."""
SUDO_LIMIT_S = 10.0
TRUST_S = LOOK_S * 1.5
"""How long it is believed that no script waits. To list all locks the kernel waits for a grace period (5 to 18 ms measured): too long to be
paid between two builds, and who waits for a build looks once a second anyway."""


class OldLock:
    def __init__(self, path: Path, *, neighbours: Neighbours) -> None:
        self._path = path
        self._neighbours = neighbours
        self._trusted_until_s = 0.0
        self._seen: Sequence[int] = ()

    @contextmanager
    def shared(self, wait: Wait) -> Iterator["SharedLock"]:
        """Hold it shared, once no script holds it and none is kept from it. Raises GateBusy when the patience ends first."""
        lock = self._share(wait)
        try:
            yield lock
        finally:
            lock.let_go()

    def is_wanted(self, lock: "SharedLock") -> bool:
        """Whether a script is blocked on it. As long as one is, nobody may be admitted, or it would never have its turn."""
        if time.monotonic() < self._trusted_until_s:
            return False
        wanted = writer_waits(proc.locks_on(lock.file))
        self._trust(no_script=not wanted)
        return wanted

    def waiting_scripts(self) -> Sequence[OldLockHolder]:
        """Scripts that our builds keep from the lock: they go before the next one of ours."""
        scripts = self._neighbours.old_lock_waiters()
        self._trust(no_script=not scripts)
        self._seen = [script.pid for script in scripts]
        return scripts

    def _trust(self, *, no_script: bool) -> None:
        self._trusted_until_s = time.monotonic() + TRUST_S if no_script else 0.0

    def _give_way(self) -> None:
        """To scripts that were seen to wait: one that was just woken neither has the lock nor stands in its queue until it runs."""
        seen, self._seen = self._seen, ()
        file = proc.file_id(self._path) if seen else None
        if file:
            proc.wait_a_moment(lambda: any(lock.exclusive for lock in proc.locks_on(file)) or not any(map(proc.alive, seen)))

    def _share(self, wait: Wait) -> "SharedLock":
        self._give_way()
        while True:
            fd = self._open()
            if try_flock(fd, fcntl.LOCK_SH):
                lock = SharedLock(fd)
                if not self.is_wanted(lock):
                    return lock
                lock.let_go()
                proc.wait_until_held(lock.file)
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
        if proc.file_id(self._path) is None:
            _make_by_root(self._path)
        return open_lock_file(self._path, mode=MODE, follow=True)  # a script follows a link as well, and locks what it leads to

    def _look(self) -> Situation:
        scripts = self._neighbours.old_lock(certainly_held=True) or self._neighbours.old_lock_waiters()
        return Situation(wait_for=WaitFor.OLD_LOCK, holders=name_holders(scripts), position=1)


def _make_by_root(path: Path) -> None:
    """Root's own, where sudo lets us: `fs.protected_regular` keeps other users, and root, from a file of ours in a sticky folder.

    It refuses O_CREAT, and so the `exec 200>FILE` of every script, unless the file belongs to its opener or to the folder's owner.
    """
    sticky = path.parent.is_dir() and path.parent.stat().st_mode & stat.S_ISVTX
    if sticky and os.geteuid() != 0 and which("sudo"):
        run_program([*BY_ROOT, str(path)], limit_s=SUDO_LIMIT_S)


class SharedLock:
    def __init__(self, fd: int) -> None:
        self._fd: int | None = fd

    @cached_property
    def file(self) -> FileId:
        """Only while it is held. Seldom asked for, and a tenth of a millisecond."""
        if self._fd is None:
            raise ValueError("let go before")
        return proc.own_lock(self._fd) or proc.id_of(os.fstat(self._fd))

    def let_go(self) -> None:
        """A script that waits is woken by this, and gets a breath in which to take the lock before anybody of ours."""
        if self._fd is None:
            return
        with signals.held():  # an interruption in here would leave it to the end of our process
            os.close(self._fd)
            self._fd = None
            time.sleep(proc.BREATH_S)
