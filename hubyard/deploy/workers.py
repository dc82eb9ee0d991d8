"""What hubs side by side take. Filled by `drivers/workers`, faked in `tests/fakes/workers.py`, both held to `tests/contracts/workers`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from hubyard.deploy.values import DeployRequest, DeployTools, HubOutcome
from hubyard.errors import HubyardError
from hubyard.events import Event


@dataclass(frozen=True, kw_only=True)
class Failed:
    """A worker ended without an outcome: with an error, a fault of ours (UnexpectedFault), or without a word (WorkerLost)."""

    hub: str
    problem: HubyardError


@dataclass(frozen=True, kw_only=True)
class Signalled:
    """An ending signal came, and was handed on to all who are at work."""

    number: int


News = Event | HubOutcome | Failed | Signalled

Work = Callable[[DeployRequest, DeployTools], HubOutcome]
"""Of one hub, that of the order. Its tools are its own."""


class Crew(Protocol):
    """Workers that stand ready, each for one order."""

    def begin(self, order: DeployRequest) -> None:
        """Give a worker that stands ready the order, which is for one hub."""

    def recall(self, hub: str) -> None:
        """Ask the worker that has this hub to end in order, as SIGTERM would."""

    def news(self) -> Iterator[News]:
        """What happens, as it happens, until nobody is at work; whoever listens may `begin` more meanwhile.

        The events of a worker come in their order, then its HubOutcome or Failed, when it has ended and holds nothing any more.
        """


class Workers(Protocol):
    def crew(self, work: Work, *, size: int) -> AbstractContextManager[Crew]:
        """As long as it lasts, ending signals are handed on instead of raised; the third ends the workers at once.

        When it ends nobody is at work: by an exception they are ended in order first.
        """


class DeployAllTools(DeployTools, Protocol):
    """What a deploy of several hubs needs beyond what one of them needs."""

    @property
    def workers(self) -> Workers: ...
