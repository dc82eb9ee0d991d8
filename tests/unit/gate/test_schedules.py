"""Courses of simulated hosts; the whole set of schedules is a benchmark (tests/benchmarks/schedules.py)."""

import pytest

from tests.simulation.course import carry_out
from tests.simulation.schedules import bursts, lower_bound_s, warm_builds
from tests.simulation.ways import ByCount, ByMemory, knowing


@pytest.mark.parametrize("seed", range(20))
def test_wrong_hints_and_bursts_never_run_the_host_out_of_memory(seed: int) -> None:
    outcome = carry_out(bursts(seed), ByMemory())
    assert (outcome.host_kills, outcome.given_up) == (0, 0)


def test_the_same_schedules_three_at_a_time_do() -> None:
    assert sum(carry_out(bursts(seed), ByCount(count=3)).host_kills for seed in range(20)) > 0


@pytest.mark.parametrize("seed", range(3))
def test_twenty_known_hubs_fill_the_host(seed: int) -> None:
    schedule = warm_builds(seed)
    ours, one = carry_out(schedule, knowing(schedule.jobs)), carry_out(schedule, ByCount(count=1))
    assert ours.makespan_s <= 1.6 * lower_bound_s(schedule.jobs, schedule=schedule)
    assert ours.makespan_s <= one.makespan_s / 2.5
    assert (ours.host_kills, ours.cap_kills) == (0, 0)
