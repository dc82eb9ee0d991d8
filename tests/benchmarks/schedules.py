"""Simulated: our admission beside a semaphore, on the same schedules. Seconds are those of the simulated hosts."""

from dataclasses import replace
from typing import Final

from tests.benchmarks.figures import Figure
from tests.simulation.course import Outcome, carry_out
from tests.simulation.schedules import bursts, lower_bound_s, warm_builds
from tests.simulation.ways import ByCount, ByMemory, knowing

SCHEDULES: Final = 200
HOSTS: Final = 20


def schedules() -> list[Figure]:
    return [*wrong_hints_and_bursts(), *twenty_warm_builds()]


def wrong_hints_and_bursts() -> list[Figure]:
    """At first nothing is known and hints are wrong; then the same schedules once more, with what was learnt. Apps grow now and then."""
    drawn = [bursts(seed) for seed in range(SCHEDULES)]
    again = [replace(schedule, warm=True) for schedule in drawn]
    ways = [ByMemory() for _ in drawn]
    figures = []
    for name, these in (("unknown hubs", drawn), ("known hubs", again)):
        ours = [carry_out(schedule, way) for schedule, way in zip(these, ways, strict=True)]
        for count in (1, 2, 3):
            theirs = [carry_out(schedule, ByCount(count=count)) for schedule in these]
            figures.append(
                Figure(
                    name=f"{SCHEDULES} schedules, {name} / {count} at a time",
                    ours_s=makespan_s(ours),
                    theirs_s=makespan_s(theirs),
                    wanted="ours: no host out of memory",
                    note=f"killed by the host's end + at their own limit: ours {kills(ours)}; theirs {kills(theirs)}",
                )
            )
    return figures


def twenty_warm_builds() -> list[Figure]:
    """Of known hubs at once on 8 GB and four cores, each way on the same hosts."""
    drawn = [warm_builds(seed) for seed in range(HOSTS)]
    ours = [carry_out(schedule, knowing(schedule.jobs)) for schedule in drawn]
    one = [carry_out(schedule, ByCount(count=1)) for schedule in drawn]
    bounds = [lower_bound_s(schedule.jobs, schedule=schedule) for schedule in drawn]
    above = max(found.makespan_s / bound for found, bound in zip(ours, bounds, strict=True))
    faster = min(slow.makespan_s / found.makespan_s for found, slow in zip(ours, one, strict=True))
    return [
        Figure(
            name="20 warm builds, simulated / lower bound",
            ours_s=makespan_s(ours) / HOSTS,
            theirs_s=sum(bounds) / HOSTS,
            wanted="ratio ≤ 1.6",
            note=f"worst of {HOSTS}: {above:.2f}; killed: {kills(ours)}",
        ),
        Figure(
            name="20 warm builds, simulated / one at a time",
            ours_s=makespan_s(ours) / HOSTS,
            theirs_s=makespan_s(one) / HOSTS,
            wanted="ratio ≤ 0.40",
            note=f"worst of {HOSTS}: {1 / faster:.2f}",
        ),
    ]


def makespan_s(outcomes: list[Outcome]) -> float:
    return sum(outcome.makespan_s for outcome in outcomes)


def kills(outcomes: list[Outcome]) -> str:
    """Builds killed because the host had no memory left, and at their own limit."""
    return f"{sum(outcome.host_kills for outcome in outcomes)} + {sum(outcome.cap_kills for outcome in outcomes)}"
