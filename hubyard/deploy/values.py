"""What deploying is made of: the facts of a hub, the plan, the outcome. Only values and the Protocol of what the room needs."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from hubyard.checkout.port import Checkouts, CheckoutState
from hubyard.config.hub import Hub
from hubyard.config.yard import Yard
from hubyard.engine.base_images_port import BaseImages, Bases
from hubyard.engine.port import BuildSection, Container, Engine, Image, Project, Service
from hubyard.errors import HubyardError, PutBackFailed, Status, worst
from hubyard.events import Event
from hubyard.gate.port import Gate, Patience
from hubyard.gateway.port import Gateway, Probe
from hubyard.history.port import History
from hubyard.host.port import Clock, Host


class Action(StrEnum):
    """What a plan does with a hub."""

    UNCHANGED = "unchanged"
    RESTART = "restart"
    BUILD = "build"


class Reason(StrEnum):
    """Why. The sentences are in `show/sentences/deploy.toml`."""

    NEVER_BUILT = "never_built"
    BUILD_INPUTS_CHANGED = "build_inputs_changed"
    RUN_INPUTS_CHANGED = "run_inputs_changed"
    NOT_RUNNING = "not_running"
    NOT_HEALTHY = "not_healthy"
    OTHER_IMAGE_RUNS = "other_image_runs"


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """Hex digests, hashed apart: `build` of what makes the image, `run` of what makes the container.

    `cold` is of that part of `build` whose change makes a build begin anew: lock files, Dockerfile, bases.
    """

    build: str
    run: str
    cold: str = ""


@dataclass(frozen=True, kw_only=True)
class HubFacts:
    """What is known of a hub before anything is decided. `release` is the newest image made from the very build inputs."""

    hub: Hub
    project: Project
    project_name: str
    """As Compose calls it: the label on its containers."""
    service: Service
    section: BuildSection
    """The service's `build:` as the hub's settings change it."""
    dependencies: Mapping[str, Service]
    """Services that the hub's own waits for, the farthest first."""
    checkout: CheckoutState
    bases: Bases
    inputs: Inputs
    release: Image | None
    built_before: bool
    """Some image of the hub is here."""
    container: Container | None
    unwell: bool
    """The container's HEALTHCHECK says so, and the hub does not answer."""
    previous: Image | None
    """What `<image>:<yard>` points to now."""


@dataclass(frozen=True, kw_only=True)
class HubPlan:
    """What will be done. `stages` are the names of those still to come after the pull; none of them: up to date."""

    facts: HubFacts
    action: Action
    reasons: tuple[Reason, ...]
    release_tag: str
    """`<image>:<revision>-<inputs>`, immutable."""
    revision: str
    stages: tuple[str, ...]

    @property
    def hub(self) -> Hub:
        return self.facts.hub


@dataclass(frozen=True, kw_only=True)
class StageResult:
    """How a stage ended. `problem` is what went wrong, with its status; a failed job is a value."""

    stage: str
    elapsed_s: float
    problem: HubyardError | None = None

    @property
    def failed(self) -> bool:
        return self.problem is not None


@dataclass(frozen=True, kw_only=True)
class HubOutcome:
    """How a hub ended. `image_bytes` 0 where no image is known."""

    hub: str
    action: Action | None
    revision: str
    stages: tuple[StageResult, ...]
    image_bytes: int = 0
    waited_s: float = 0.0

    @property
    def problems(self) -> tuple[HubyardError, ...]:
        return tuple(stage.problem for stage in self.stages if stage.problem)

    @property
    def problem(self) -> HubyardError | None:
        """The first; before it what could not be put back, which names the first itself."""
        left = (problem for problem in self.problems if isinstance(problem, PutBackFailed))
        return next(left, next(iter(self.problems), None))

    @property
    def status(self) -> Status:
        """The worst: a signal counts, though something had failed before it."""
        return worst([problem.exit_status for problem in self.problems])

    @property
    def failed(self) -> bool:
        return self.problem is not None


@dataclass(frozen=True, kw_only=True)
class DeployRequest:
    """What was asked for. `jobs`: hubs at work at once, 0 for as many as the memory holds."""

    hubs: tuple[Hub, ...]
    patience: Patience
    keep_going: bool = False
    command: str = "invoke deploy"
    jobs: int = 1

    @property
    def overlaps(self) -> bool:
        """Who does not want to wait at all does not want to wait for the build before their own either: that is one after the other."""
        return len(self.hubs) > 1 and self.jobs != 1 and self.patience.limit_s > 0


class Files(Protocol):
    """The yard's own folder `.hubyard/`; nothing else is ever written."""

    def write(self, file: Path, text: str) -> None:
        """Replace the file at once (temporary name, rename), its folders made setgid with the engine's group. Raises FolderForbidden."""

    def read(self, file: Path) -> str | None: ...

    def exists(self, file: Path) -> bool: ...


class DeployTools(Protocol):
    """The machine as this room sees it; `hubyard.tools.Tools` fills it, tests give fakes."""

    @property
    def yard(self) -> Yard: ...
    @property
    def engine(self) -> Engine: ...
    @property
    def base_images(self) -> BaseImages: ...
    @property
    def gate(self) -> Gate: ...
    @property
    def history(self) -> History: ...
    @property
    def gateway(self) -> Gateway: ...
    @property
    def probe(self) -> Probe: ...
    @property
    def checkouts(self) -> Checkouts: ...
    @property
    def host(self) -> Host: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def files(self) -> Files: ...
    @property
    def tell(self) -> Callable[[Event], None]: ...

    def undisturbed(self) -> AbstractContextManager[None]:
        """While it lasts, signals that would end us are kept for later: for putting back."""

    def trace_fault(self) -> None:
        """Show where the fault of ours comes from that is being handled, to those who want to see it."""


@dataclass(frozen=True, kw_only=True)
class HubHealth:
    """What a hub answered. `seconds` until the answer; `detail` in a few words where it is not well."""

    hub: str
    url: str
    well: bool
    status: int | None
    seconds: float
    revision: str = ""
    started: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class HealthReport:
    hubs: tuple[HubHealth, ...]

    @property
    def status(self) -> Status:
        return Status.DONE if all(hub.well for hub in self.hubs) else Status.FAILED


@dataclass(frozen=True, kw_only=True)
class HubStatus:
    """A hub now. `state` and `health` are the container's; `releases` newest first, the running one named in `revision`."""

    hub: str
    container: str
    state: str
    health: str
    revision: str
    since: datetime | None
    image_bytes: int
    releases: tuple[str, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class YardStatus:
    yard: str
    hubs: Sequence[HubStatus]
    gateway: str
    gateway_running: bool


@dataclass(frozen=True, kw_only=True)
class Removed:
    """What `down` took away, by name."""

    containers: tuple[str, ...]
    images: tuple[str, ...]
    volumes: tuple[str, ...]
