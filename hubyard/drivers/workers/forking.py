"""How a worker begins and ends: a fork that never comes back into what its parent was doing, and that does not outlive it unasked."""

import ctypes
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Final, NoReturn

from hubyard.drivers.signals import ENDING, begin_anew, signals_raise

PR_SET_PDEATHSIG: Final = 1
"""prctl(2). The signal comes when the *thread* ends that forked: the parent's main one."""

_libc = ctypes.CDLL(None, use_errno=True)


def fork(live: Callable[[], None]) -> int:
    """The pid of a child that runs `live` and then ends. In it ending signals raise Interrupted from the moment it calls `hear_signals`.

    It is a process group of its own: Ctrl-C reaches the parent alone, which hands it on, so each signal counts once. To be called from the
    main thread, and while there is no other: what another one has locked would stay locked in the child.
    """
    parent = os.getpid()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)  # one that came now would run up the parent's stack, in the child too
    try:
        pid = os.fork()
        if pid == 0:
            _be_child(live, parent=parent)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return pid


def hear_signals() -> None:
    """What came since the fork comes now."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _be_child(live: Callable[[], None], *, parent: int) -> NoReturn:
    status = 1
    try:
        begin_anew()
        os.setpgid(0, 0)
        _no_terminal()
        _die_with(parent)
        with signals_raise():
            live()
        status = 0
    finally:
        os._exit(status)  # also by what was raised: above is the parent's stack, and its clean-ups are the parent's


def _no_terminal() -> None:
    """Nothing asks a person from within a worker; a read from the terminal would stop the whole group."""
    with suppress(OSError), open(os.devnull, "rb") as nothing:  # noqa: PTH123  a descriptor is wanted
        os.dup2(nothing.fileno(), 0)


def _die_with(parent: int) -> None:
    """Asked to end in order when the parent is killed: what was begun is put back, and nothing stays locked."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:  # it has gone before we asked
        os._exit(1)
