"""What engines tell -> how containers ended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from hubyard.host.oom.told import Told, ToldLine

KILLED: Final = 137
SHORT_ID: Final = 12


@dataclass(kw_only=True)
class Ended:
    """A container as its engine tells of it.

    id: of 64 digits, or of 12 where no line has more; None where none has any
    oom: None where it is not said; counts what was killed in it, not only its first process
    asked: somebody had the engine stop it; forced: the engine itself sent it a SIGKILL
    killed: it ended by a SIGKILL; unexplained: of which the engine says nothing, in this run of it or an earlier one
    """

    id: str | None = None
    oom: bool | None = None
    asked: bool = False
    forced: bool = False
    killed: bool = False
    limit_bytes: int | None = None
    unexplained_before: bool = False

    @property
    def unexplained(self) -> bool:
        return self.unexplained_before or (self.killed and not (self.asked or self.forced))

    @property
    def was_stopped(self) -> bool:
        return self.forced or (self.killed and self.asked)

    def say(self, line: ToldLine) -> None:
        match line.told:
            case Told.CONTAINER_OOM | Told.SOME_OOM:
                self.oom = True
            case Told.CONTAINER_NO_OOM:
                self.oom = bool(self.oom)
            case Told.CONTAINER_ENDED | Told.SOME_ENDED:
                self.killed = self.killed or line.count == KILLED
            case Told.CONTAINER_STOPPED:
                self.asked = True
            case Told.CONTAINER_FORCED:
                self.forced = True
            case Told.CONTAINER_STARTED:
                self.unexplained_before, self.asked, self.forced, self.killed = self.unexplained, False, False, False
            case Told.CONTAINER_LIMIT | Told.POD_LIMIT:
                self.limit_bytes = self.limit_bytes or line.limit_bytes
            case _:
                if line.container:
                    self.id = max(self.id or "", line.container, key=len)


@dataclass(kw_only=True)
class Containers:
    """Those told of, in the order of the lines. A document without an id is one container until another begins."""

    all: list[Ended] = field(default_factory=list)
    _by_id: dict[str, Ended] = field(default_factory=dict)
    _current: Ended | None = None
    _heard_at: int | None = None
    _in_limits: bool = False

    def hear(self, line: ToldLine) -> None:
        if line.told in {Told.LIMITS, Told.REQUESTS}:
            self._in_limits = line.told is Told.LIMITS
        elif line.told in {Told.SOME_OOM, Told.SOME_ENDED} and not line.container:  # a line by itself, not of the document before it
            self.all.append(Ended())
            self.all[-1].say(line)
        elif line.told is not Told.POD_LIMIT or self._in_limits:
            self._current = self._named(line) if line.container else self._nameless(line)
            self._current.say(line)
            self._heard_at = line.record.index

    def _named(self, line: ToldLine) -> Ended:
        container = line.container or ""
        known = self._by_id.get(container[:SHORT_ID])
        if known is None:
            known = self._current if self._ends_document(line) else None
            if known is None:
                known = Ended()
                self.all.append(known)
            self._by_id[container[:SHORT_ID]] = known
        known.id = max(known.id or "", container, key=len)
        return known

    def _ends_document(self, line: ToldLine) -> bool:
        """Whether it names the container of which the same line has told already: a map of Go is printed in any order (1.11 and before)."""
        return line.told is Told.CONTAINER and self._current is not None and not self._current.id and self._heard_at == line.record.index

    def _nameless(self, line: ToldLine) -> Ended:
        again = self._current and self._current.oom is not None and line.told is Told.CONTAINER_NO_OOM
        if self._current is None or again:
            self.all.append(Ended())
            return self.all[-1]
        return self._current


def tell_containers(lines: Iterable[ToldLine]) -> list[Ended]:
    containers = Containers()
    for line in lines:
        containers.hear(line)
    return containers.all
