"""Who of a deploy's hubs is at work, who has ended, and who may begin: decided from what was heard of them, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from hubyard.config.hub import Hub
from hubyard.deploy.events import BuildGranted, BuildSpoiled, StageEnded, StageStarted
from hubyard.deploy.values import DeployRequest, HubOutcome, StageResult
from hubyard.deploy.workers import Failed, News, Signalled
from hubyard.errors import Status
from hubyard.events import Event
from hubyard.gate.events import TurnAwaited, WaitFor
from hubyard.gate.port import Patience

AT_WORK: Final = 8
"""The most hubs at work at once where nobody says how many: each costs 17 MB of its own."""


class Place(StrEnum):
    """How far a hub at work has come."""

    PLANS = "plans"
    """pulls and plans, or has just begun"""
    WAITS_FOR_HUB = "waits_for_hub"
    """another deploy has the same hub"""
    AT_GATE = "at_gate"
    """asks for leave to build, or to start what needs no build"""
    INSIDE = "inside"
    """builds, or is past that"""


@dataclass(frozen=True, kw_only=True)
class AtWork:
    """`spoiled`: its build went wrong, and it is on its way out. `recalled`: it was asked to end before it had changed anything."""

    stage: str = "pull"
    since_s: float
    place: Place = Place.PLANS
    spoiled: bool = False
    recalled: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """The hubs of `request` in their order. `signal` is the number of the one that ends the deploy."""

    request: DeployRequest
    at_work: Mapping[str, AtWork] = field(default_factory=dict)
    ended: Mapping[str, HubOutcome] = field(default_factory=dict)
    signal: int | None = None

    def next_order(self) -> DeployRequest | None:
        """For the hub that may begin now, if one may.

        Hubs pull and plan one after the other, so they come to the gate in the yard's order, do not make one base image twice, and do not
        load the host by as many runs of Compose and git as there are hubs. And one of them waits at the gate, not all: who else comes
        there is not to wait for a whole row of hubs.
        """
        begun = {*self.at_work, *self.ended}
        hub = next((hub for hub in self.request.hubs if hub.name not in begun), None)
        if hub is None or self.signal is not None or self._broken or len(self.at_work) >= (self.request.jobs or AT_WORK):
            return None
        if {Place.PLANS, Place.AT_GATE} & {one.place for one in self.at_work.values()}:
            return None
        return replace(self.request, hubs=(hub,), patience=self._patience)

    def next_recall(self) -> str | None:
        """A hub that only waits, though one failed: it has not changed anything, and so is not begun after all."""
        waiting = {Place.AT_GATE, Place.WAITS_FOR_HUB}
        found = (hub for hub, one in self.at_work.items() if one.place in waiting and not one.recalled)
        return next(found, None) if self._broken else None

    def begun(self, hub: Hub, *, now_s: float) -> "Line":
        return replace(self, at_work={**self.at_work, hub.name: AtWork(since_s=now_s)})

    def recalled(self, hub: str) -> "Line":
        return self._at(hub, replace(self.at_work[hub], recalled=True))

    def heard(self, news: News, *, now_s: float) -> "Line":
        match news:
            case HubOutcome():
                return self._ended(news)
            case Failed():
                return self._ended(self._failed(news, now_s=now_s))
            case Signalled():
                return replace(self, signal=news.number)
            case _:
                return self._told(news, now_s=now_s)

    def is_put_off(self, hub: str, status: Status) -> bool:
        """A hub that ends with this status does so because it was recalled."""
        return self.at_work[hub].recalled and status is Status.TERMINATED

    @property
    def outcomes(self) -> tuple[HubOutcome, ...]:
        """Of the hubs that have ended, in the order of the request."""
        return tuple(self.ended[hub.name] for hub in self.request.hubs if hub.name in self.ended)

    @property
    def unheeded(self) -> int | None:
        """The signal that came when nobody was at work whose outcome could say so."""
        met = any(outcome.status == Status(128 + self.signal) for outcome in self.outcomes) if self.signal else True
        return None if met else self.signal

    @property
    def _broken(self) -> bool:
        """One failed: no further hub is begun, and those that build or are past that go on to their end."""
        failed = [*(outcome.failed for outcome in self.ended.values()), *(one.spoiled for one in self.at_work.values())]
        return not self.request.keep_going and any(failed)

    @property
    def _patience(self) -> Patience:
        """What the person grants to others. Their own hubs may take as long as their builds may, as if they came one after the other."""
        own_s = sum(hub.settings.build_timeout_s for hub in self.request.hubs if hub.name in self.at_work)
        return Patience(limit_s=self.request.patience.limit_s + own_s)

    def _told(self, event: Event, *, now_s: float) -> "Line":
        match event:
            case StageStarted():
                place = {"pull": Place.PLANS, "build": Place.AT_GATE}.get(event.stage, Place.INSIDE)
                return self._moved(event.hub, place, stage=event.stage, since_s=now_s)
            case StageEnded(stage="pull"):
                return self._moved(event.hub, Place.PLANS, stage="plan", since_s=now_s)
            case TurnAwaited() if event.starts or event.wait_for is WaitFor.HUB:
                return self._moved(event.hub, Place.AT_GATE if event.starts else Place.WAITS_FOR_HUB)
            case BuildGranted():
                return self._moved(event.hub, Place.INSIDE)
            case BuildSpoiled():
                return self._at(event.hub, replace(self.at_work[event.hub], spoiled=True))
            case _:
                return self

    def _moved(self, hub: str, place: Place, **changes: object) -> "Line":
        return self._at(hub, replace(self.at_work[hub], place=place, **changes))  # type: ignore[arg-type]  # fields of AtWork

    def _at(self, hub: str, now: AtWork) -> "Line":
        return replace(self, at_work={**self.at_work, hub: now})

    def _ended(self, outcome: HubOutcome) -> "Line":
        at_work = {hub: one for hub, one in self.at_work.items() if hub != outcome.hub}
        if self.is_put_off(outcome.hub, outcome.status):
            return replace(self, at_work=at_work)
        return replace(self, at_work=at_work, ended={**self.ended, outcome.hub: outcome})

    def _failed(self, failed: Failed, *, now_s: float) -> HubOutcome:
        """The stage that it was last heard of bears the problem."""
        last = self.at_work[failed.hub]
        stage = StageResult(stage=last.stage, elapsed_s=now_s - last.since_s, problem=failed.problem)
        return HubOutcome(hub=failed.hub, action=None, revision="", stages=(stage,))
