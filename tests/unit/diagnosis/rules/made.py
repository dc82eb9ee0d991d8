"""Facts of a healthy host, to be changed by a field or two; and the shape of a case."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainerFacts, ContainersFacts, EngineFacts, UsageFacts
from hubyard.diagnosis.facts.host import CpuFacts, DiskFacts, FileSystem, Lookup, MemoryFacts, NetworkFacts, Pressure, SystemFacts
from hubyard.diagnosis.facts.work import BuildsFacts, GateFacts, KernelFacts, YardFacts, YardHub
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.values import Finding, Incident, State, Verdict

NOW: Final = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
BOOTED: Final = NOW - timedelta(days=3)
GB: Final = 1000**3
MIB: Final = 1024**2
NO_RIGHTS: Final = Unread(why=Why.NO_RIGHTS, detail="Operation not permitted")
NO_ENGINE: Final = Unread(why=Why.NO_ENGINE, detail="Cannot connect to the Docker daemon")

HUB: Final = ContainerFacts(
    id="a" * 64,
    name="wbsaleshub-staging",
    hub="wbsaleshub",
    state="running",
    health="healthy",
    has_healthcheck=True,
    started=NOW - timedelta(days=1),
    limit_bytes=512 * MIB,
    held_bytes=90 * MIB,
    kernel_kills=0,
)
DATABASE: Final = ContainerFacts(id="b" * 64, name="postgres", state="running", started=BOOTED, held_bytes=60 * MIB)
ROOT: Final = FileSystem(
    mount="/", device="/dev/sda1", total_bytes=100 * GB, free_bytes=60 * GB, inodes=1000, inodes_free=900, uses=("engine", "tmp")
)
SYSTEM: Final = SystemFacts(name="stage", kernel="6.8", user="ubuntu", now=NOW, clock_ahead_s=0.2, synchronized=True, booted=BOOTED)
MEMORY: Final = MemoryFacts(total_bytes=8 * GB, available_bytes=5 * GB, kernel_kills=0, pressure=Pressure())
YARD: Final = YardFacts(hubs=(YardHub(slug="wbsaleshub", name="WBSalesHub", parallelism=2),), jobs=1, build_cache_limit_bytes=20 * GB)
HEALTHY: Final = Facts(
    host="",
    taken=NOW,
    system=SYSTEM,
    memory=MEMORY,
    cpu=CpuFacts(cpus=2, load_1=0.1, load_5=0.1, load_15=0.1),
    disk=DiskFacts(file_systems=(ROOT,)),
    network=NetworkFacts(servers=("10.0.0.2",), lookups=(Lookup(name="packages.example", found=True, elapsed_s=0.1),)),
    engine=EngineFacts(version="26.1.5+dfsg1", cgroup_version=2, plugins={"buildx": "0.13.1", "compose": "2.26.1-4"}),
    containers=ContainersFacts(containers=(HUB, DATABASE)),
    usage=UsageFacts(cache_bytes=3 * GB, cache_free_bytes=2 * GB),
    events=(),
    kernel=KernelFacts(text="", since=BOOTED),
    journal=KernelFacts(text="", since=BOOTED),
    builds=BuildsFacts(),
    gate=GateFacts(directory="/run/lock/hubyard/v1"),
    yard=YARD,
)
UNREAD: Final = Facts(host="stage", taken=NOW)


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a rule finds in facts and in a verdict."""

    rule: str
    facts: Facts
    found: tuple[Finding, ...]
    incidents: tuple[Incident, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return Verdict(incidents=self.incidents, since=BOOTED)


def facts(**changed: Any) -> Facts:  # noqa: ANN401  any field of Facts
    return replace(HEALTHY, **changed)


def containers(*some: ContainerFacts) -> Facts:
    return facts(containers=ContainersFacts(containers=some))


def found(rule: str, state: State, subject: str = "", /, **seen: object) -> Finding:
    return Finding(rule=rule, state=state, subject=subject, seen=seen)


def skipped(rule: str, why: Why, *probes: str, detail: str = "") -> tuple[Finding, ...]:
    return (found(rule, State.SKIP, why=why, detail=detail, probes=probes),)
