"""Kills told while the build goes on: we may be ended before it is, and a step that survived one is in the engine's cache by then."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

from hubyard.engine.step_times import StepTime, StepTimes

OnKill = Callable[[Sequence[str]], None]
"""Steps as BuildKit prints them, each of which may have lost a process to the kernel; "" where none can be named."""
LATE_S: Final = 5.0
"""A step begins half a second before it is printed (`StepTimes`), on a host that lacks memory longer. One too many costs only time."""


def nobody(_steps: Sequence[str]) -> None:
    """Waits for such news."""


@dataclass(kw_only=True)
class KillNews:
    """While it is entered, and once more as it is left: of each step that may have lost a process `on_kill` hears once.

    That is each that ran when one was killed. Whose it was is said at the end (`kills.py`), by which all steps are printed.
    """

    times: StepTimes = field(default_factory=StepTimes)
    on_kill: OnKill = nobody
    _kills: int | None = None
    _looked_s: float = 0.0
    _moments: list[tuple[float, float]] = field(default_factory=list)
    """Of the look before, and of the one that counted more."""
    _told: set[str] = field(default_factory=set)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.tell()

    def note(self, kills: int, *, at_s: float) -> None:
        """How many are known of at this look, those before the first one not meant; by the thread that looks."""
        if self._kills is not None and kills > self._kills:
            self._moments.append((self._looked_s, at_s))
        self._kills, self._looked_s = kills, at_s

    def tell(self) -> None:
        """By the thread that tells, whenever a line has come: it may be the one that names a step."""
        named = [name for since_s, until_s in self._moments for name in ran_between(self.times.steps(), since_s, until_s) or ("",)]
        news = [name for name in dict.fromkeys(named) if name not in self._told]
        if news:
            self.on_kill(news)
            self._told.update(news)


def ran_between(steps: tuple[StepTime, ...], since_s: float, until_s: float) -> tuple[str, ...]:
    """Steps with processes, as far as they have been printed. That one has ended is never printed too early."""
    return tuple(
        step.name for step in steps if step.runs and step.began_s <= until_s + LATE_S and (step.ended_s is None or step.ended_s >= since_s)
    )
