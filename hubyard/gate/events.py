"""What the gate tells while somebody waits. The user's own lines are the sentences of TurnAwaited, TurnTaken and WaitTimedOut."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hubyard.events import Event


class WaitFor(StrEnum):
    """What a waiter waits for."""

    HUB = "hub"
    """another deploy of the same hub"""
    TURN = "turn"
    """those before it"""
    BUILD = "build"
    """a running build to end"""
    OLD_LOCK = "old_lock"
    """a process outside Hubyard that holds the old lock, or was there first"""
    LEFT_OVER_STEPS = "left_over_steps"
    """steps of an earlier build of this hub, in the engine"""
    MEMORY = "memory"
    """running builds to give enough back"""
    UNMEASURED = "unmeasured"
    """a build to end, since nothing was measured yet of it or of the one that waits"""
    PRESSURE = "pressure"
    """the host to recover: its tasks wait for memory"""


@dataclass(frozen=True, kw_only=True)
class BuildAhead(Event):
    """A build of ours whose end is waited for: part of what TurnAwaited and GateBusy say.

    memory_bytes: what it was granted, or, where it does not say, what it is expected to grow to
    usual_s: how long it usually takes; 0 where that is not known
    """

    hub: str
    memory_bytes: int
    since: datetime
    usual_s: float = 0.0


@dataclass(frozen=True, kw_only=True)
class StartAhead(Event):
    """The same, of a container that starts. `memory_bytes`: what is kept for it."""

    hub: str
    memory_bytes: int
    since: datetime


@dataclass(frozen=True, kw_only=True)
class ForeignBuildAhead(Event):
    """The same, of a build that is none of ours. `memory_bytes`: what it holds now; `pid` of its oldest process, 0 if unknown."""

    name: str
    memory_bytes: int
    pid: int


@dataclass(frozen=True, kw_only=True)
class StepsAhead(Event):
    """The same, of steps that an ended build left over in the engine."""

    hub: str
    memory_bytes: int


Ahead = BuildAhead | StartAhead | ForeignBuildAhead | StepsAhead


@dataclass(frozen=True, kw_only=True)
class TurnAwaited(Event):
    """Told when the wait begins, and anew whenever its reason or the holders change.

    `holders` in words for people: hub, user and pid of each; `since` of the longest; `position` counts from 1, 0 if unknown.
    `remedy` is a command that helps where a holder is stopped, else empty. `ahead` are builds whose end is waited for, the first to end
    first; `missing_bytes` with WaitFor.MEMORY; `likely_s` until the wait ends, by how long those builds usually take, 0 where that is not
    known. `starts`: it is a container that waits to start, not a build.
    """

    hub: str
    wait_for: WaitFor
    holders: tuple[str, ...]
    since: datetime | None
    position: int
    waited_s: float
    limit_s: float
    remedy: str = ""
    ahead: tuple[Ahead, ...] = ()
    missing_bytes: int = 0
    likely_s: float = 0.0
    starts: bool = False


@dataclass(frozen=True, kw_only=True)
class TurnTaken(Event):
    """Told of each build that is let in; of a start only where it had to wait."""

    hub: str
    waited_s: float
    starts: bool = False


@dataclass(frozen=True, kw_only=True)
class WaitTimedOut(Event):
    hub: str
    waited_s: float
    starts: bool = False
