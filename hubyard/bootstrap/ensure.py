"""Ensure that an engine answers, with its plugins, to this user."""

from dataclasses import dataclass
from typing import Protocol

from hubyard.bootstrap.distribution import OWN_PACKAGES
from hubyard.bootstrap.engine_plan import EngineFacts, EnginePlan, Obstacle, Start, plan_engine
from hubyard.engine.port import EngineInfo
from hubyard.errors import DistributionUnknown, EngineElsewhereSilent, HubyardError, InstallNotAllowed


@dataclass(frozen=True, kw_only=True)
class EngineStatus:
    """`info` None: none answers. `ours`: we started it, so `engine.stop` may end it.

    elsewhere: DOCKER_HOST or a context names another than this host's own
    joined_late: one answers, but this session is older than the user's place in the engine's group
    """

    address: str
    info: EngineInfo | None
    buildx: bool
    compose: bool
    ours: bool
    elsewhere: bool = False
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
    """What is missing is installed and started. Raises EngineElsewhereSilent, DistributionUnknown; without leave, InstallNotAllowed."""
    facts = host.facts()
    plan = plan_engine(facts)
    if plan.obstacle:
        raise _refusal(plan.obstacle, facts, host.status())
    if (plan.packages or plan.start) and not may_install:
        raise InstallNotAllowed(address=host.status().address, packages=", ".join(plan.packages))
    if plan.packages:
        host.install(plan)
    if plan.start:
        host.start(plan.start)
    if plan.join_group and may_install:
        host.join_group()
    return host.status()


def _refusal(obstacle: Obstacle, facts: EngineFacts, status: EngineStatus) -> HubyardError:
    if obstacle is Obstacle.ELSEWHERE_SILENT:
        return EngineElsewhereSilent(address=status.address, detail=status.detail)
    return DistributionUnknown(distribution=facts.distribution.id, known=", ".join(OWN_PACKAGES))
