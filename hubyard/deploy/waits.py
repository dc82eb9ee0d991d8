"""How long the deploy of one hub waited for its turn, however each wait ended."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Final, TypeVar

from hubyard.host.port import Clock

A_WAIT_S: Final = 0.5
"""Taking a lock that is free is none."""

T = TypeVar("T")


class Waits:
    """For the hub's own lock and at the gate. `total_s` also has those that were in vain, or that a signal ended."""

    def __init__(self, clock: Clock) -> None:
        self.total_s = 0.0
        self._clock = clock

    @contextmanager
    def counted(self, turn: AbstractContextManager[T]) -> Iterator[T]:
        """The same, and the time until it has been entered counts."""
        began_s = self._clock.monotonic_s()
        with ExitStack() as held:
            try:
                granted = held.enter_context(turn)
            finally:
                self._count(self._clock.monotonic_s() - began_s)
            yield granted

    def _count(self, waited_s: float) -> None:
        self.total_s += waited_s if waited_s >= A_WAIT_S else 0.0
