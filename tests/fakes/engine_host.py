"""A host in memory: `known` are its facts, `calls` what was done to it."""

from dataclasses import dataclass, field

from hubyard.bootstrap.distribution import Distribution
from hubyard.bootstrap.engine_plan import EngineFacts, EnginePlan, Start
from hubyard.bootstrap.ensure import EngineStatus

READY = EngineFacts(
    answers=True,
    forbidden=False,
    elsewhere=False,
    client=True,
    buildx=True,
    compose=True,
    dockerd=True,
    systemd=True,
    distribution=Distribution(id="debian", suite="trixie"),
)
BARE = EngineFacts(
    answers=False,
    forbidden=False,
    elsewhere=False,
    client=False,
    buildx=False,
    compose=False,
    dockerd=False,
    systemd=True,
    distribution=Distribution(id="debian", suite="trixie"),
)


@dataclass
class FakeEngineHost:
    known: EngineFacts
    calls: list[str] = field(default_factory=list)

    def facts(self) -> EngineFacts:
        return self.known

    def status(self) -> EngineStatus:
        return EngineStatus(address="unix:///fake", info=None, buildx=self.known.buildx, compose=self.known.compose, ours=False)

    def install(self, plan: EnginePlan) -> None:
        self.calls.append(f"install {' '.join(plan.packages)}")

    def start(self, how: Start) -> None:
        self.calls.append(f"start {how}")

    def join_group(self) -> None:
        self.calls.append("join group")

    def stop(self) -> None:
        self.calls.append("stop")
