"""When the steps of a build began and ended, by what BuildKit prints and when."""

import re
from dataclasses import dataclass, field, replace

from hubyard.engine.build_output import BASE, LINE, is_of_dockerfile, plain

DONE = re.compile(r"DONE (\d+\.\d+)s")
RELATIVE = re.compile(r"(\d+\.\d+) ")
RUNS = re.compile(r"\] RUN ")
"""Only these run processes, each in a cgroup of its own."""


@dataclass(frozen=True, kw_only=True)
class StepTime:
    """A step of the Dockerfile that did not come from the cache. Times in seconds of one clock; `ended_s` None: it never said so."""

    name: str
    began_s: float
    ended_s: float | None = None

    @property
    def runs(self) -> bool:
        return RUNS.search(self.name) is not None


@dataclass(kw_only=True)
class StepTimes:
    """Feed it every line with the time at which it came.

    The client shows a line up to half a second late, and on a busy host later still. What steps say of their own time is exact: "DONE
    1.2s", and the seconds since their begin before each line that they print.
    """

    _steps: dict[str, StepTime] = field(default_factory=dict)
    _others: set[str] = field(default_factory=set)

    def feed(self, line: str, *, at_s: float) -> None:
        found = LINE.fullmatch(plain(line))
        if found is None or found[1] in self._others:
            return
        number, said = found[1], found[2]
        if number not in self._steps:
            self._begin(number, said, at_s)
        elif said == "CACHED":
            del self._steps[number]
            self._others.add(number)
        else:
            self._steps[number] = _with(self._steps[number], said, at_s)

    def steps(self) -> tuple[StepTime, ...]:
        """In the order in which they were first shown."""
        return tuple(self._steps.values())

    def _begin(self, number: str, name: str, at_s: float) -> None:
        if is_of_dockerfile(name) and not BASE.search(name):
            self._steps[number] = StepTime(name=name, began_s=at_s)
        else:
            self._others.add(number)


def _with(step: StepTime, said: str, at_s: float) -> StepTime:
    if done := DONE.fullmatch(said):
        return replace(step, began_s=at_s - float(done[1]), ended_s=at_s)
    if said == "CANCELED" or said.startswith("ERROR: "):
        return replace(step, ended_s=at_s)
    if printed := RELATIVE.match(said):
        return replace(step, began_s=min(step.began_s, at_s - float(printed[1])))
    return step
