"""The work was begun and failed."""

from dataclasses import dataclass
from pathlib import Path

from hubyard.errors.kinds import HubyardError, WorkError


@dataclass(kw_only=True, eq=False)
class PullFailed(WorkError):
    hub: str
    remote: str
    detail: str


@dataclass(kw_only=True, eq=False)
class BuildFailed(WorkError):
    """`step` is the failing one as the Dockerfile has it; `tail` its last lines; `log` where all of it is.

    network: it printed that a download was cut off, or a name not found
    """

    hub: str
    step: str
    tail: str
    log: Path
    network: bool = False


@dataclass(kw_only=True, eq=False)
class BuildTooLate(WorkError):
    hub: str
    limit_s: float
    log: Path


@dataclass(kw_only=True, eq=False)
class EngineLost(WorkError):
    """The engine stopped answering in the middle. `during` is the call."""

    during: str
    detail: str


@dataclass(kw_only=True, eq=False)
class DiskFull(WorkError):
    """No space left while working."""

    during: str
    detail: str


@dataclass(kw_only=True, eq=False)
class StartFailed(WorkError):
    """Compose could not start the container."""

    hub: str
    detail: str


@dataclass(kw_only=True, eq=False)
class HubUnhealthy(WorkError):
    """`why` is what the probe or the container said; `tail` the app's last log lines; `old` what runs now instead."""

    hub: str
    why: str
    limit_s: float
    tail: str
    old: str = ""


@dataclass(kw_only=True, eq=False)
class PutBackFailed(WorkError):
    """What a failed deploy had begun to replace could not all be put back. `first` is why that was due, `then` what stood in its way."""

    hub: str
    first: tuple[HubyardError, ...]
    then: tuple[HubyardError, ...]


@dataclass(kw_only=True, eq=False)
class GatewayFailed(WorkError):
    detail: str


@dataclass(kw_only=True, eq=False)
class StepsLeftOver(WorkError):
    """Build steps of an earlier build of this hub still run in the engine. `remedy` ends them.

    unseen: hubs of which some are outside our container, where they have no number: the remedy too is for outside
    """

    hub: str
    pids: str
    waited_s: float
    remedy: str
    unseen: str = ""


@dataclass(kw_only=True, eq=False)
class CommandFailed(WorkError):
    """A program that should simply work did not; `detail` is its last line, without its command line (secrets)."""

    program: str
    detail: str


@dataclass(kw_only=True, eq=False)
class WorkerLost(WorkError):
    """The process that deployed a hub beside others ended without a word: killed. `ended` as the kernel says it, "SIGKILL"."""

    hub: str
    ended: str
