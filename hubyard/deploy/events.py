"""What a deploy tells. The user's own lines are the sentences of DeployBegun, StageStarted, StageEnded, SettleBegun and DeployEnded."""

from dataclasses import dataclass
from pathlib import Path

from hubyard.errors import Status
from hubyard.events import Event


@dataclass(frozen=True, kw_only=True)
class DeployBegun(Event):
    """`overlaps`: hubs side by side, at most `jobs`, or with 0 as many as the memory holds; else one after the other."""

    hubs: tuple[str, ...]
    overlaps: bool = False
    jobs: int = 1


@dataclass(frozen=True, kw_only=True)
class HubBegun(Event):
    hub: str


@dataclass(frozen=True, kw_only=True)
class HubPlanned(Event):
    """`action` is an `Action`; `reasons` are its `Reason`s, in the order of their weight."""

    hub: str
    action: str
    reasons: tuple[str, ...]
    revision: str


@dataclass(frozen=True, kw_only=True)
class HubUnchanged(Event):
    hub: str
    revision: str


@dataclass(frozen=True, kw_only=True)
class StageStarted(Event):
    hub: str
    stage: str


@dataclass(frozen=True, kw_only=True)
class StageEnded(Event):
    """`stopped`: failed, but by no fault of the stage: the gate stayed busy, or a signal came."""

    hub: str
    stage: str
    failed: bool
    elapsed_s: float
    stopped: bool = False


@dataclass(frozen=True, kw_only=True)
class BuildGranted(Event):
    """The gate let the build in, with leave to use so much memory. For the live view alone."""

    hub: str
    granted_bytes: int


@dataclass(frozen=True, kw_only=True)
class BuildSpoiled(Event):
    """The build went wrong. Told before the gate is left, so that a hub of the same deploy that waits there need not begin in vain."""

    hub: str


@dataclass(frozen=True, kw_only=True)
class SigkillTold(Event):
    """A build went well, the kernel killed nothing in it, and yet its output tells of a child that SIGKILL ended. `line` says so."""

    hub: str
    line: str
    log: Path


@dataclass(frozen=True, kw_only=True)
class HealthAwaited(Event):
    """`state` in the engine's or the probe's words, told whenever it changes."""

    hub: str
    state: str


@dataclass(frozen=True, kw_only=True)
class PutBack(Event):
    """The container that ran before runs again."""

    hub: str
    revision: str


@dataclass(frozen=True, kw_only=True)
class CleanupIncomplete(Event):
    """A warning: the deploy itself went well."""

    hub: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class LogLine(Event):
    """A line that the app itself wrote."""

    hub: str
    text: str


@dataclass(frozen=True, kw_only=True)
class HubEnded(Event):
    hub: str
    status: Status


@dataclass(frozen=True, kw_only=True)
class HubPutOff(Event):
    """It only waited when another one failed, and so is not begun after all."""

    hub: str


@dataclass(frozen=True, kw_only=True)
class SettleBegun(Event):
    limit_s: int


@dataclass(frozen=True, kw_only=True)
class SettleEnded(Event):
    waited_s: float


@dataclass(frozen=True, kw_only=True)
class DeployEnded(Event):
    statuses: tuple[Status, ...]
    skipped: tuple[str, ...] = ()
    """Hubs that were not begun because one before them failed."""


@dataclass(frozen=True, kw_only=True)
class AllDeployed(Event):
    """Told after DeployEnded when every hub ended well."""

    hubs: int
