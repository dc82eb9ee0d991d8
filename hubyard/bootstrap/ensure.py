"""Ensure that an engine answers, with its plugins, to this user."""

from dataclasses import dataclass
from typing import Protocol

from hubyard.bootstrap.engine_plan import EngineFacts, EnginePlan, Start, plan_engine
from hubyard.engine.port import EngineInfo
from hubyard.errors import EngineMissing


@dataclass(frozen=True, kw_only=True)
class EngineStatus:
    """`info` None: none answers. `ours`: we started it, so `engine.stop` may end it.

    joined_late: one answers, but this session is older than the user's place in the engine's group
    """

    address: str
    info: EngineInfo | None
    buildx: bool
    compose: bool
    ours: bool
    joined_late: bool = False
    detail: str = ""


class EngineHost(Protocol):
    """The host on which an engine is to run. Filled by `drivers/bootstrap/engine_host.py`."""

    def facts(self) -> EngineFacts: ...

    def status(self) -> EngineStatus: ...

    def install(self, plan: EnginePlan) -> None:
        """Raises RootNeeded with the exact commands, InstallWouldRemove, CommandFailed."""

    def start(self, how: Start) -> None:
        """Return once it answers. Raises RootNeeded, and CommandFailed with the last line of its log."""

    def join_group(self) -> None:
        """Add this user to the engine's group, where it is not root and not in it. Raises RootNeeded."""

    def stop(self) -> None:
        """Stop an engine that we started. Raises EngineNotOurs for any other."""


def ensure_engine(host: EngineHost, *, may_install: bool) -> EngineStatus:
    """What is missing is installed and started; without leave to, EngineMissing says so."""
    plan = plan_engine(host.facts())
    if plan.impossible:
        raise EngineMissing(address=host.status().address, detail=plan.impossible)
    if (plan.packages or plan.start) and not may_install:
        raise EngineMissing(address=host.status().address, detail="HUBYARD_ENGINE=none: nothing was installed or started")
    if plan.packages:
        host.install(plan)
    if plan.start:
        host.start(plan.start)
    if plan.join_group and may_install:
        host.join_group()
    return host.status()
