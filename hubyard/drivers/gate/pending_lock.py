"""A blocking flock that keeps its place in the kernel's queue, while the main thread stays free for signals and deadlines."""

import fcntl
import os
import signal
import threading


class PendingLock:
    """`fd` waits for its lock in a thread of its own, in which all signals are blocked.

    Any handled signal (a timer, a window that changes its size) would make the kernel put the waiter at the end of the queue; and a thread
    cannot be called back from flock. So one that is abandoned stays in the queue, and lets go at once when its turn comes. It does not
    keep the process from ending.

    keep: False where only the news is wanted that the lock was to be had
    done: set when the lock came; for several pending locks of which one is enough
    """

    def __init__(self, fd: int, operation: int, *, keep: bool = True, done: threading.Event | None = None) -> None:
        self._fd: int | None = fd
        self._operation = operation
        self._abandoned = not keep
        self._over = False
        self._guard = threading.Lock()
        self._fault: OSError | None = None
        self._done = done or threading.Event()
        threading.Thread(target=self._take, args=(fd,), daemon=True, name="hubyard-gate").start()

    def wait(self, limit_s: float) -> bool:
        """True once the lock is ours. Raises OSError if it cannot be had (ENOLCK)."""
        over = self._done.wait(limit_s)
        if self._fault is not None:
            raise self._fault
        return over

    @property
    def over(self) -> bool:
        return self._over

    def take(self) -> int:
        """The locked file, from now on the caller's to close. Only after `wait` said yes."""
        with self._guard:
            fd, self._fd = self._fd, None
        if fd is None:
            raise ValueError("taken or abandoned before")
        return fd

    def abandon(self) -> None:
        """Close the file: now if its lock has come, else as soon as it comes. Nothing if it was taken."""
        with self._guard:
            self._abandoned = True
            if self._over:
                self._close()

    def _take(self, fd: int) -> None:
        block_signals()
        try:
            fcntl.flock(fd, self._operation)
        except OSError as fault:
            self._fault = fault
        with self._guard:
            self._over = True
            if self._abandoned:
                self._close()
        self._done.set()

    def _close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def block_signals() -> None:
    """In this thread alone: signals go to the main one, whose handlers they are meant for."""
    signal.pthread_sigmask(signal.SIG_SETMASK, signal.valid_signals())
