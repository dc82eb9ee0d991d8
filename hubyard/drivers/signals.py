"""Ctrl-C, SIGTERM and SIGHUP as one exception in the main thread, so that every `finally` puts back what it began."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from hubyard.errors import Interrupted

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 3
"""The first signal ends the work in order, the second is noted while that goes on, with the third the person insists."""


@dataclass(kw_only=True)
class _State:
    """Of the one `signals_raise` of this process; handlers belong to the process, so does this."""

    active: bool = False
    seen: int = 0
    held: int = 0
    waiting: int | None = None
    hand_on: Callable[[int], None] | None = None


_state = _State()


@contextmanager
def signals_raise() -> Iterator[None]:
    """Raise Interrupted in the main thread at the first ending signal. Handlers are as before when it ends.

    A signal that was ignored stays ignored: `nohup` and background jobs of a plain shell mean it. Elsewhere than in the main thread, or
    inside another one, it does nothing.
    """
    if _state.active or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in ENDING}
    _state.active, _state.seen, _state.held, _state.waiting = True, 0, 0, None
    try:
        for number in ENDING:
            if before[number] is not signal.SIG_IGN:
                signal.signal(number, _arrived)
        yield
    finally:
        for number in ENDING:
            signal.signal(number, before[number] or signal.SIG_DFL)
        _state.active = False


@contextmanager
def held() -> Iterator[None]:
    """Let an ending signal wait until the critical section is over. Nests; without `signals_raise` it changes nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _state.held += 1
    try:
        yield
    finally:
        _state.held -= 1
        number = _state.waiting
        if number is not None and not _state.held:
            _state.waiting = None
            raise Interrupted(signal_number=number)


@contextmanager
def handed_on(to: Callable[[int], None]) -> Iterator[None]:
    """Give every ending signal to `to`, which must not raise, instead of raising it: for who only waits until others have ended.

    Without `signals_raise` it changes nothing.
    """
    _state.hand_on = to
    try:
        yield
    finally:
        _state.hand_on = None


def begin_anew() -> None:
    """In a child that was just forked: what its parent has seen, holds back or hands on is the parent's."""
    _state.active, _state.seen, _state.held, _state.waiting, _state.hand_on = False, 0, 0, None, None


def _arrived(number: int, _frame: FrameType | None) -> None:
    _state.seen += 1
    if _state.hand_on is not None:
        _state.hand_on(number)
    elif _state.seen >= PATIENCE:
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    elif _state.seen == 1 and _state.held:
        _state.waiting = number
    elif _state.seen == 1:
        raise Interrupted(signal_number=number)
