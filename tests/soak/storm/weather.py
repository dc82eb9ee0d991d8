"""How hard a storm is."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Weather:
    """What a storm is made of.

    capacity: how many builds the memory holds at once
    killed: how many of the processes die, at all the points in turn
    stops: how often one of them is stopped for a moment, wherever it is
    """

    processes: int = 50
    rounds: int = 20
    capacity: int = 1
    killed: int = 0
    stops: int = 0
    users: int = 1

    @property
    def longest_s(self) -> float:
        """Of a build: long enough that as many as may be in are in, though each is let in after the other."""
        return 0.002 if self.capacity == 1 else 0.012 * self.capacity
