from dataclasses import replace

import pytest

from hubyard.gate.advice import Advice, advise
from hubyard.history.values import BuildMeasured, BuildOutcome
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
    "nothing_was_killed": ([WELL], 700, 7000, 2, (0, 700, 1)),
}


@pytest.mark.parametrize(("history", "estimate", "most", "parallelism", "expected"), CASES.values(), ids=CASES)
def test_advise(history: list[BuildMeasured], estimate: int, most: int, parallelism: int, expected: tuple[int, int, int]) -> None:
    needs_more_than, again, workers = expected
    found = advise(history, estimate_bytes=estimate * MB, most_bytes=most * MB, parallelism=parallelism)
    assert found == Advice(needs_more_than_bytes=needs_more_than * MB, again_bytes=again * MB, workers=workers)
