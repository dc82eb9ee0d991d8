"""A yard with a toy hub on a machine of fakes, for the tests of whole deploys."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path

from hubyard.checkout.port import CheckoutState
from hubyard.config.hub import Hub, HubSettings
from hubyard.config.yard import Yard, YardSettings
from hubyard.deploy.run import deploy
from hubyard.deploy.values import DeployRequest, HubOutcome
from hubyard.engine.base_images_port import Bases
from hubyard.engine.port import BuildSection, ComposeConfig, Service
from hubyard.errors import HubyardError
from hubyard.events import Event, Tell
from hubyard.gate.port import Patience
from hubyard.gateway.port import Answer
from tests.fakes.checkouts import FakeCheckouts
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine
from tests.fakes.gate import FakeGate
from tests.fakes.gateway import FakeGateway
from tests.fakes.history import FakeHistory
from tests.fakes.host import GIB, FakeHost
from tests.fakes.probe import FakeProbe
from tests.fakes.workers import FakeWorkers

FOLDER = Path("/yard")


class FakeBaseImages:
    """Every base image is there."""

    def look(self, references: object, *, chosen: object) -> Bases:  # noqa: ARG002
        return Bases()

    def ensure(self, references: object, *, hub: str) -> None: ...

    def image(self, reference: str) -> str:
        return reference


@dataclass(kw_only=True)
class FakeFiles:
    """The yard's folder in memory. `refusal` is what each write raises."""

    texts: dict[Path, str] = field(default_factory=dict)
    refusal: HubyardError | None = None

    def write(self, file: Path, text: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.texts[file] = text

    def read(self, file: Path) -> str | None:
        return self.texts.get(file)

    def exists(self, file: Path) -> bool:
        return file in self.texts


class FakeMachine:
    """Fills `DeployTools`. All goes well but for what a test scripts in its parts."""

    def __init__(self, *names: str) -> None:
        hubs = tuple(Hub(name=name, folder=FOLDER / name, settings=_settings(name)) for name in names)
        self.yard = Yard(folder=FOLDER, settings=YardSettings(), hubs=hubs)
        self.files = FakeFiles(texts={hub.folder / "Dockerfile": "FROM scratch\n" for hub in hubs})
        self.engine = FakeEngine(read=self.files.read, configs={hub.name: _config(hub) for hub in hubs})
        clean = CheckoutState(revision="aaaaaaaaaaaa", branch="main")
        self.checkouts = FakeCheckouts(states={hub.folder: clean for hub in hubs})
        self.base_images = FakeBaseImages()
        self.clock = FakeClock()
        self.gate = FakeGate(clock=self.clock)
        self.history = FakeHistory()
        self.gateway = FakeGateway()
        self.probe = FakeProbe(otherwise=Answer(status=200))
        self.host = FakeHost(named=replace(FakeHost().named, memory_bytes=8 * GIB))
        self.workers = FakeWorkers(make_tools=self._telling)
        self.told: list[Event] = []
        self.tell: Tell = self.told.append

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        yield

    def trace_fault(self) -> None: ...

    def _telling(self, tell: Tell) -> "FakeMachine":
        """The same machine, as a worker sees it."""
        seen = copy(self)
        seen.tell = tell
        return seen

    def once_told(self, event: type[Event], do: Callable[[], object], **fields: object) -> None:
        """Let something happen whenever such an event is told, with these fields."""

        def tell(told: Event) -> None:
            self.told.append(told)
            if isinstance(told, event) and all(getattr(told, name) == value for name, value in fields.items()):
                do()

        self.tell = tell

    def deploy(self, *, keep_going: bool = False, jobs: int = 1, patience_s: float = 3600) -> list[HubOutcome]:
        request = DeployRequest(hubs=self.yard.hubs, patience=Patience(limit_s=patience_s), keep_going=keep_going, jobs=jobs)
        return list(deploy(request, tools=self))

    def edit(self, hub: str, change: Callable[[Service], Service]) -> None:
        """Another Compose file."""
        config = self.engine.configs[hub]
        assert isinstance(config, ComposeConfig)
        self.engine.configs[hub] = replace(config, services={name: change(service) for name, service in config.services.items()})

    def commit(self, hub: str, *, revision: str, changes: bool = True) -> None:
        """A new revision of the hub, which changes its build context or not."""
        folder = FOLDER / hub
        self.checkouts.states[folder] = CheckoutState(revision=revision, branch="main")
        if changes:
            self.checkouts.contexts[folder] = f"context of {revision}"


def _settings(name: str) -> HubSettings:
    return HubSettings(service=f"{name.lower()}-staging", route=f"/{name.lower()}")


def _config(hub: Hub) -> ComposeConfig:
    build = BuildSection(context=hub.folder, dockerfile=hub.folder / "Dockerfile")
    service = Service(
        name=hub.settings.service,
        image=None,
        build=build,
        container_name=hub.settings.service,
        depends_on=(),
        networks=("default",),
        ports=(),
        has_healthcheck=False,
        mem_limit_bytes=None,
        env_file_paths=(),
        section={},
    )
    return ComposeConfig(name=hub.slug, services={service.name: service}, section={})
