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


@dataclass(frozen=True, kw_only=True)
class TurnAwaited(Event):
    """Told when the wait begins, and anew whenever its reason or the holders change.

    `holders` in words for people: hub, user and pid of each; `since` of the longest; `position` counts from 1, 0 if unknown.
    `remedy` is a command that helps where a holder is stopped, else empty.
    """

    hub: str
    wait_for: WaitFor
    holders: tuple[str, ...]
    since: datetime | None
    position: int
    waited_s: float
    limit_s: float
    remedy: str = ""


@dataclass(frozen=True, kw_only=True)
class TurnTaken(Event):
    hub: str
    waited_s: float


@dataclass(frozen=True, kw_only=True)
class WaitTimedOut(Event):
    hub: str
    waited_s: float
