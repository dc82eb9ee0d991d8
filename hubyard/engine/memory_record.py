"""What the build cgroup of a hub was seen to hold, moment by moment, and whose was what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hubyard.engine.step_times import StepTime


@dataclass(frozen=True, kw_only=True)
class StepReading:
    """A step's own cgroup at a moment. `kills` so far in it; None where the kernel does not say."""

    held_bytes: int
    kills: int | None


@dataclass(kw_only=True)
class StepSeen:
    """A step's cgroup as long as it was there; times in seconds of the clock of `StepTime`."""

    first_s: float
    last_s: float
    peak_bytes: int = 0
    kills: int = 0


@dataclass(kw_only=True)
class MemoryRecord:
    """`seen` by BuildKit's id of the step, `peak_bytes` of all at one time, `held_bytes` now.

    kills_before: what the counter of the whole build said before it began
    hidden_kills: kills counted for the whole build that no step's own counter told, each with the id of the step that must have had it, ""
        where that cannot be said: a step may end, and its cgroup go, before we look again.
    """

    kills_before: int = 0
    peak_bytes: int = 0
    held_bytes: int = 0
    seen: dict[str, StepSeen] = field(default_factory=dict)
    hidden_kills: list[str] = field(default_factory=list)
    _there: frozenset[str] = frozenset()

    @property
    def kills(self) -> int:
        """So far, by whatever counter."""
        return sum(step.kills for step in self.seen.values()) + len(self.hidden_kills)

    def note(self, steps: Mapping[str, StepReading], *, at_s: float, kills: int | None) -> None:
        """`kills` counts those of the whole build, None where it cannot be read or is not there yet.

        Read it before the steps' own: what is killed in between is told by its step now and counted for the build next time.
        """
        for key, reading in steps.items():
            self._note_step(key, reading, at_s)
        if kills is not None:
            self.hidden_kills += [self._suspect(steps)] * max(0, kills - self.kills_before - self.kills)
        self.held_bytes = sum(reading.held_bytes for reading in steps.values())
        self.peak_bytes = max(self.peak_bytes, self.held_bytes)
        self._there = frozenset(steps)

    def _note_step(self, key: str, reading: StepReading, at_s: float) -> None:
        step = self.seen.setdefault(key, StepSeen(first_s=at_s, last_s=at_s))
        step.last_s = at_s
        step.peak_bytes = max(step.peak_bytes, reading.held_bytes)
        step.kills = max(step.kills, reading.kills or 0)

    def _suspect(self, steps: Iterable[str]) -> str:
        """The one that went since the last look; else the only one there is."""
        gone = self._there - set(steps)
        candidates = gone or self._there | set(steps)
        return next(iter(candidates)) if len(candidates) == 1 else ""


def names_of(seen: Mapping[str, StepSeen], steps: Sequence[StepTime], *, end_s: float) -> Mapping[str, str]:
    """Each cgroup's step: begin and end fit best. Cgroups of steps that were never printed (a killed client) are left out.

    Steps side by side that begin together are told apart by their ends; one that is over before anybody looked has no cgroup to give.
    """
    running = [step for step in steps if step.runs]
    misfits = sorted(
        (abs(one.first_s - step.began_s) + abs(one.last_s - (end_s if step.ended_s is None else step.ended_s)), key, place)
        for key, one in seen.items()
        for place, step in enumerate(running)
    )
    names: dict[str, str] = {}
    taken: set[int] = set()
    for _, key, place in misfits:
        if key not in names and place not in taken:
            names[key] = running[place].name
            taken.add(place)
    return names
