"""In MB: histories of one hub, newest first."""

from dataclasses import replace

import pytest

from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.sizing.hubs import size_hubs
from hubyard.diagnosis.sizing.values import HubSize, Known
from hubyard.gate.estimate import estimate_build
from hubyard.history.values import BuildMeasured, BuildOutcome, CacheState
from tests.unit.diagnosis.sizing.made import HUBS, MB, WHOLE, build, replace_history

HUB = HUBS[0]
WARM = CacheState.WARM
FAILED, KILLED, THRASHED = BuildOutcome.FAILED, BuildOutcome.KILLED, BuildOutcome.THRASHED


def past(
    peak: int, outcome: BuildOutcome = BuildOutcome.WELL, *, cache: CacheState = CacheState.COLD, cap: int | None = None
) -> BuildMeasured:
    return build(HUB.slug, peak, outcome, cache=cache, cap=cap)


THREE = [past(900), past(1000), past(800)]
CASES = {  # history, peak, counted, known
    "three_count_as_the_gate_grants": (THREE, 1000, 1050, Known.MEASURED),
    "one_counts_a_quarter_more": ([past(1000)], 1000, 1250, Known.MEASURED),
    "nothing_is_not_measured": ([], 0, 0, Known.NEVER),
    "all_from_the_cache_is_not_measured": ([past(0), past(0)], 0, 0, Known.NEVER),
    "of_others_is_not_measured": ([build("wbfinhub", 1000)], 0, 0, Known.NEVER),
    "warm_ones_are_a_lower_bound": ([past(600, cache=WARM), past(700, cache=WARM)], 700, 700, Known.CACHED),
    "failed_ones_are_a_lower_bound": ([past(400, FAILED), past(300, FAILED)], 400, 400, Known.UNFINISHED),
    "killed_one_is_a_lower_bound_at_its_limit": ([past(480, KILLED, cap=1270), *THREE], 1270, 1270, Known.KILLED),
    "killed_one_below_what_is_known": ([past(90, KILLED, cap=300), *THREE], 1000, 1000, Known.KILLED),
    "killed_one_without_a_limit": ([past(1300, KILLED)], 1300, 1300, Known.KILLED),
    "thrashed_one_likewise": ([past(480, THRASHED, cap=1100), *THREE], 1100, 1100, Known.THRASHED),
    "warm_one_killed": ([past(480, KILLED, cache=WARM, cap=1270), *THREE], 1270, 1270, Known.KILLED),
    "well_since_the_kill_is_known_again": ([past(1300), past(480, KILLED, cap=1270), *THREE], 1300, 1365, Known.MEASURED),
    "from_the_cache_since_the_kill_proves_nothing": ([past(0), past(480, KILLED, cap=1270), *THREE], 1270, 1270, Known.KILLED),
    "failed_since_the_kill_proves_nothing": ([past(300, FAILED), past(480, KILLED, cap=1270), *THREE], 1270, 1270, Known.KILLED),
}


@pytest.mark.parametrize(("history", "peak", "counted", "known"), CASES.values(), ids=CASES)
def test_size_hubs(history: list[BuildMeasured], peak: int, counted: int, known: Known) -> None:
    sized = HubSize(slug=HUB.slug, name=HUB.name, resident_bytes=300 * MB, peak_bytes=peak * MB, counted_bytes=counted * MB, known=known)
    assert size_hubs([HUB], replace_history(WHOLE, history)) == (sized,)


def test_size_hubs_without_their_history_is_not_the_same_as_never_measured() -> None:
    (sized,) = size_hubs([HUB], replace(WHOLE, yard=Unread(why=Why.NOT_ASKED)))
    assert (sized.known, sized.complete) == (Known.UNREAD, False)


def test_size_hubs_counts_what_the_gate_would_grant() -> None:
    (sized,) = size_hubs([HUB], replace_history(WHOLE, THREE))
    granted = estimate_build(THREE, cache=CacheState.COLD, hint_bytes=None, total_bytes=8000 * MB)
    assert (sized.counted_bytes, granted.known) == (granted.build_bytes, True)
