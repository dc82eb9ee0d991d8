"""A host of 8 GB with four hubs, a database and three builds of each: for what sizing makes of it, and how that is shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainerFacts, ContainersFacts
from hubyard.diagnosis.facts.host import CpuFacts, MemoryFacts, SystemFacts
from hubyard.diagnosis.facts.work import BuildsFacts, YardFacts, YardHub
from hubyard.history.values import BuildMeasured, BuildOutcome, CacheState

MB = 1000**2
TAKEN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
NAMES = ("WBHubManager", "WBSalesHub", "WBFinHub", "WBOnboardingHub")
HUBS = tuple(YardHub(slug=name.lower(), name=name) for name in NAMES)


def build(
    hub: str, peak: int, outcome: BuildOutcome = BuildOutcome.WELL, *, cache: CacheState = CacheState.COLD, cap: int | None = None
) -> BuildMeasured:
    """Sizes in MB."""
    return BuildMeasured(
        hub=hub,
        revision="",
        inputs="",
        cold_inputs="",
        cache=cache,
        outcome=outcome,
        began=TAKEN,
        elapsed_s=50,
        peak_bytes=peak * MB,
        granted_bytes=0,
        cap_bytes=cap and cap * MB,
    )


def container(name: str, held: int | None, *, hub: str = "", state: str = "running") -> ContainerFacts:
    return ContainerFacts(id=name.ljust(64, "0"), name=name, hub=hub, state=state, held_bytes=None if held is None else held * MB)


CONTAINERS = (*(container(f"{hub.slug}-staging", 300, hub=hub.slug) for hub in HUBS), container("workhub-db", 500))
HISTORY = tuple(build(hub.slug, peak) for hub, peak in zip(HUBS, (1000, 2000, 1500, 1200), strict=True) for _ in range(3))
WHOLE = Facts(
    host="",
    taken=TAKEN,
    system=SystemFacts(name="staging", kernel="6.8", architecture="x86_64"),
    memory=MemoryFacts(total_bytes=8000 * MB, available_bytes=5400 * MB),
    cpu=CpuFacts(cpus=4, load_1=0, load_5=0, load_15=0),
    containers=ContainersFacts(containers=CONTAINERS),
    builds=BuildsFacts(),
    yard=YardFacts(hubs=HUBS, history=HISTORY),
)


def replace_history(facts: Facts, history: Sequence[BuildMeasured]) -> Facts:
    return replace(facts, yard=YardFacts(hubs=HUBS, history=tuple(history)))
