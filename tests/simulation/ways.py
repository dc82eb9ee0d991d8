"""Ways of letting builds in: ours, and so many at a time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from hubyard.gate.admission import Decision, Head, Why
from hubyard.gate.estimate import Estimate, cache_state, estimate_build
from hubyard.history.values import BuildMeasured, BuildOutcome
from tests.contracts.history.measured import build as build_measured
from tests.simulation.host import SimulatedBuild, SimulatedHost
from tests.simulation.schedules import Job

MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)


class Way(Protocol):
    def head(self, job: Job, host: SimulatedHost) -> Head: ...

    def decide(self, head: Head, host: SimulatedHost, now_s: float) -> Decision: ...

    def ended(self, job: Job, build: SimulatedBuild, *, outcome: BuildOutcome, peak_bytes: int, now_s: float) -> None: ...


@dataclass(kw_only=True)
class ByMemory:
    """Ours: history, estimate, decision and cap, as they are."""

    past: defaultdict[str, list[BuildMeasured]] = field(default_factory=lambda: defaultdict(list))

    def head(self, job: Job, host: SimulatedHost) -> Head:
        past = self.past[job.hub]
        estimate = estimate_build(
            past, cache=cache_state(past, cold_inputs=job.cold_inputs), hint_bytes=job.hint_bytes, total_bytes=host.total_bytes
        )
        return Head(hub=job.hub, estimate=estimate)

    def decide(self, head: Head, host: SimulatedHost, now_s: float) -> Decision:
        return host.ask(head, now_s=now_s)

    def ended(self, job: Job, build: SimulatedBuild, *, outcome: BuildOutcome, peak_bytes: int, now_s: float) -> None:
        past = self.past[job.hub]
        measured = build_measured(
            hub=job.hub,
            cold_inputs=job.cold_inputs,
            cache=cache_state(past, cold_inputs=job.cold_inputs),
            outcome=outcome,
            began=MIDNIGHT + timedelta(seconds=build.began_s),
            elapsed_s=now_s - build.began_s,
            peak_bytes=peak_bytes,
            granted_bytes=build.granted_bytes,
            cap_bytes=build.cap_bytes,
        )
        past.insert(0, measured)


def knowing(jobs: Iterable[Job], *, builds: int = 5) -> ByMemory:
    """Each hub was built so many times before, the first time cold."""
    way = ByMemory()
    for job in jobs:
        build = SimulatedBuild(number=0, hub=job.hub, granted_bytes=0, cap_bytes=0, known=False)
        for _ in range(builds):
            way.ended(job, build, outcome=BuildOutcome.WELL, peak_bytes=job.peak_bytes, now_s=job.work_s)
    return way


@dataclass(frozen=True, kw_only=True)
class ByCount:
    """So many at once, whatever they need, without a limit: what a semaphore does."""

    count: int

    def head(self, job: Job, host: SimulatedHost) -> Head:
        return Head(hub=job.hub, estimate=Estimate(build_bytes=host.total_bytes, known=True))

    def decide(self, head: Head, host: SimulatedHost, now_s: float) -> Decision:  # noqa: ARG002  it looks at nothing else
        return Decision(why=Why.FITS if len(host.inside) < self.count else Why.COUNT)

    def ended(self, job: Job, build: SimulatedBuild, *, outcome: BuildOutcome, peak_bytes: int, now_s: float) -> None:
        """It learns nothing."""
