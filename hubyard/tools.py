"""The machine, part by part, each loaded when first asked for. The only place that knows which driver fills which port.

What a part imports costs up to 100 ms, so it is imported where the part is made.
"""
# ruff: noqa: PLC0415

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hubyard.adoption.port import Ground
    from hubyard.bootstrap.ensure import EngineHost
    from hubyard.checkout.port import Checkouts
    from hubyard.config.yard import Yard
    from hubyard.deploy.workers import Workers
    from hubyard.diagnosis.port import Papers, Shells
    from hubyard.drivers.bootstrap.packages import Packages, Root
    from hubyard.drivers.engine.build_logs import BuildLogs
    from hubyard.drivers.files import StateFiles
    from hubyard.engine.base_images_port import BaseImages
    from hubyard.engine.port import Engine
    from hubyard.events import Tell
    from hubyard.gate.port import Gate
    from hubyard.gateway.port import Gateway, Probe
    from hubyard.history.port import History
    from hubyard.host.port import Clock, Host

BUNDLED_YARD = Path(__file__).resolve().parents[1] / "hubs"


def environment() -> Mapping[str, str]:
    """The process's environment, for those who may not read it themselves."""
    from hubyard.drivers.environment import environment as read

    return read()


class Tools:
    """Fills `DeployTools` and every other room's `…Tools`."""

    def __init__(self, *, yard_folder: Path, tell: "Tell") -> None:
        self._yard_folder = yard_folder
        self.tell = tell

    @classmethod
    def make(cls, *, yard: str | None, tell: "Tell") -> "Tools":
        """`yard` as typed with `--yard`; else HUBYARD_YARD; else the one that came with Hubyard."""
        chosen = yard or environment().get("HUBYARD_YARD")
        return cls(yard_folder=Path(chosen) if chosen else BUNDLED_YARD, tell=tell)

    @cached_property
    def yard(self) -> "Yard":
        from hubyard.drivers.settings import read_yard

        return read_yard(self._yard_folder)

    @property
    def yard_folder(self) -> Path:
        """Where the yard is, or is to be made."""
        return self._yard_folder

    @property
    def _state(self) -> Path:
        """`Yard.state`, for parts that are needed before there is a yard (`adopt`) as well."""
        from hubyard.config.yard import STATE_FOLDER

        return self._yard_folder.expanduser().resolve() / STATE_FOLDER

    @cached_property
    def ground(self) -> "Ground":
        from hubyard.drivers.adoption.ground import RealGround

        return RealGround()

    @cached_property
    def engine(self) -> "Engine":
        from hubyard.drivers.engine.docker_engine import DockerEngine

        return DockerEngine(logs=self.build_logs, clock=self.clock, tell=self.tell, port_holder=self.host.port_holder)

    @cached_property
    def build_logs(self) -> "BuildLogs":
        from hubyard.drivers.engine.build_logs import BuildLogs

        return BuildLogs(self._state / "builds", files=self.files, clock=self.clock)

    @cached_property
    def gate(self) -> "Gate":
        from hubyard.drivers.gate.kernel_gate import KernelGate

        return KernelGate(self.yard.settings.gate, socket_group=self._engine_group, tell=self.tell, host=self.host)

    @cached_property
    def gateway(self) -> "Gateway":
        if self.yard.settings.gateway == "none":
            from hubyard.drivers.gateway.none import NoGateway

            return NoGateway(self.yard, host=self.host)
        from hubyard.drivers.gateway.caddy import CaddyGateway

        return CaddyGateway(
            self.yard,
            engine=self.engine,
            base_images=self.base_images,
            host=self.host,
            files=self.files,
            probe=self.probe,
            clock=self.clock,
        )

    @cached_property
    def history(self) -> "History":
        from hubyard.drivers.history import SqliteHistory

        return SqliteHistory(self._state / "history", files=self.files, clock=self.clock, tell=self.tell)

    @cached_property
    def probe(self) -> "Probe":
        from hubyard.drivers.gateway.probe import HttpProbe

        return HttpProbe()

    @cached_property
    def base_images(self) -> "BaseImages":
        from hubyard.drivers.bootstrap.base_images import DistributionImages

        return DistributionImages(engine=self.engine, packages=self._packages, root=self._root, tell=self.tell)

    @cached_property
    def engine_host(self) -> "EngineHost":
        from hubyard.drivers.bootstrap.engine_host import LinuxEngineHost

        return LinuxEngineHost(engine=self.engine, packages=self._packages, root=self._root, tell=self.tell)

    @cached_property
    def checkouts(self) -> "Checkouts":
        from hubyard.drivers.checkout.git_checkouts import GitCheckouts

        return GitCheckouts(clock=self.clock)

    @cached_property
    def host(self) -> "Host":
        from hubyard.drivers.host.linux_host import LinuxHost

        return LinuxHost()

    @cached_property
    def shells(self) -> "Shells":
        from hubyard.drivers.diagnosis.shells import HostShells

        return HostShells()

    @cached_property
    def papers(self) -> "Papers":
        from hubyard.drivers.diagnosis.papers import HostPapers

        return HostPapers()

    @cached_property
    def clock(self) -> "Clock":
        from hubyard.drivers.clock import HostClock

        return HostClock()

    @cached_property
    def files(self) -> "StateFiles":
        from hubyard.drivers.files import StateFiles

        return StateFiles(self._state, group=self._engine_group)

    @cached_property
    def _engine_group(self) -> int | None:
        from hubyard.drivers.engine.group import socket_group

        return socket_group()

    @cached_property
    def _root(self) -> "Root":
        from hubyard.drivers.bootstrap.packages import Root

        return Root()

    @cached_property
    def _packages(self) -> "Packages":
        from hubyard.drivers.bootstrap.packages import Packages

        return Packages(tell=self.tell, root=self._root)

    @cached_property
    def workers(self) -> "Workers":
        from hubyard.drivers.workers import ForkedWorkers

        return ForkedWorkers(make_tools=self._anew)

    def _anew(self, tell: "Tell") -> "Tools":
        """For another process: the same settings, and every part made anew, since connections are not to be shared."""
        tools = Tools(yard_folder=self._yard_folder, tell=tell)
        tools.yard = self.yard
        return tools

    def signals(self) -> AbstractContextManager[None]:
        """Ctrl-C, SIGTERM and SIGHUP raise Interrupted while it lasts."""
        from hubyard.drivers.signals import signals_raise

        return signals_raise()

    def undisturbed(self) -> AbstractContextManager[None]:
        """While it lasts, those signals are kept for later: for putting back."""
        from hubyard.drivers.signals import held

        return held()

    def trace_fault(self) -> None:
        """The traceback of the exception that is being handled, with HUBYARD_DEBUG=1."""
        if environment().get("HUBYARD_DEBUG") == "1":
            import traceback

            traceback.print_exc()
