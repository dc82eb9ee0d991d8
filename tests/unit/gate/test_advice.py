from dataclasses import replace

import pytest

from hubyard.gate.advice import Advice, advise, most_bytes_alone
from hubyard.history.values import BuildMeasured, BuildOutcome
from hubyard.host.memory import Memory
from hubyard.host.readings import ForeignBuild, Readings
from tests.contracts.history.measured import build

MB = 1000**2
WELL = build(peak_bytes=700 * MB, cap_bytes=880 * MB)
KILLED = replace(WELL, outcome=BuildOutcome.KILLED, peak_bytes=480 * MB, cap_bytes=500 * MB)
THRASHED = replace(KILLED, outcome=BuildOutcome.THRASHED, cap_bytes=1000 * MB)
FAILED = replace(WELL, outcome=BuildOutcome.FAILED)
ALL_CACHED = replace(WELL, peak_bytes=0)

CASES = {  # history, estimate, most, parallelism; needs more than, again, workers
    "killed": ([KILLED, WELL], 1000, 7000, 2, (500, 1000, 1)),
    "killed_twice_the_most_counts": ([KILLED, THRASHED, WELL], 2000, 7000, 4, (1000, 2000, 2)),
    "killed_without_a_limit": ([replace(KILLED, cap_bytes=None)], 960, 7000, 1, (480, 960, 0)),
    "before_it_last_went_well_is_over": ([KILLED, WELL, THRASHED], 1000, 7000, 2, (500, 1000, 1)),
    "failed_or_cached_since_proves_nothing": ([ALL_CACHED, FAILED, THRASHED], 2000, 7000, 2, (1000, 2000, 1)),
    "host_gives_less_than_expected_but_more_than_it_had": ([THRASHED], 2000, 1500, 2, (1000, 1500, 1)),
    "host_has_no_more": ([THRASHED], 2000, 1000, 2, (1000, 0, 1)),
    "host_has_hardly_more": ([THRASHED], 2000, 1050, 2, (1000, 0, 1)),
    "nothing_was_killed": ([WELL], 700, 7000, 2, (0, 700, 1)),
}


@pytest.mark.parametrize(("history", "estimate", "most", "parallelism", "expected"), CASES.values(), ids=CASES)
def test_advise(history: list[BuildMeasured], estimate: int, most: int, parallelism: int, expected: tuple[int, int, int]) -> None:
    needs_more_than, again, workers = expected
    found = advise(history, estimate_bytes=estimate * MB, most_bytes=most * MB, parallelism=parallelism)
    assert found == Advice(needs_more_than_bytes=needs_more_than * MB, again_bytes=again * MB, workers=workers)


def readings(*, available: int, hubs: int = 0, foreign: int = 0, headroom: int | None = None) -> Readings:
    return Readings(
        memory=Memory(total_bytes=4000 * MB, available_bytes=available * MB),
        headroom_bytes=None if headroom is None else headroom * MB,
        hubs={"toy": hubs * MB} if hubs else {},
        foreign=(ForeignBuild(name="node", pids=(7,), held_bytes=foreign * MB),) if foreign else (),
    )


ALONE = {  # readings, reserve, most: a twentieth of 4000 is 200
    "what_runs_keeps_what_it_has": (readings(available=2500), 512, 2300),
    "other_builds_end": (readings(available=1000, hubs=900, foreign=600), 512, 2300),
    "a_limit_above_the_builds_holds": (readings(available=2500, headroom=1500), 512, 1300),
    "a_smaller_reserve_was_chosen": (readings(available=2500), 100, 2400),
    "nothing_left": (readings(available=150), 512, 0),
}


@pytest.mark.parametrize(("given", "reserve", "most"), ALONE.values(), ids=ALONE)
def test_most_bytes_alone(given: Readings, reserve: int, most: int) -> None:
    assert most_bytes_alone(given, reserve_bytes=reserve * MB) == most * MB
