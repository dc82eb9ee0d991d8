"""In MB: a host of 8000, histories newest first."""

import pytest

from hubyard.gate.estimate import Estimate, cache_state, estimate_build, least_bytes
from hubyard.history.values import BuildMeasured, BuildOutcome, CacheState
from tests.contracts.history.measured import build

MB = 1000**2
TOTAL_BYTES = 8000 * MB
WARM, COLD = CacheState.WARM, CacheState.COLD
WELL, FAILED, KILLED, THRASHED, STOPPED = BuildOutcome


def past(
    peak: int, outcome: BuildOutcome = WELL, cache: CacheState = WARM, *, cap: int | None = None, took_s: float = 50, cold_inputs: str = "a"
) -> BuildMeasured:
    cap_bytes = cap and cap * MB
    return build(cold_inputs=cold_inputs, cache=cache, outcome=outcome, elapsed_s=took_s, peak_bytes=peak * MB, cap_bytes=cap_bytes)


THREE = [past(600), past(700), past(650)]
THREE_COLD = [past(900, cache=COLD), past(1000, cache=COLD), past(800, cache=COLD)]

CASES = {  # history, cache, hint, expected, known
    "nothing_known_is_the_hint": ([], WARM, 1500, 1500, False),
    "nothing_known_and_no_hint_is_half_of_the_memory": ([], WARM, None, 4000, False),
    "three_samples_need_a_twentieth_more_than_the_greatest": (THREE, WARM, 1500, 735, True),
    "two_samples_need_a_quarter_more": (THREE[:2], WARM, 1500, 875, True),
    "one_sample_needs_a_quarter_more": (THREE[:1], WARM, 100, 750, True),
    "ten_newest_count": ([past(600)] * 10 + [past(2000)], WARM, None, 630, True),
    "nine_others_do_not_hide_the_tenth": ([past(600)] * 9 + [past(2000)], WARM, None, 2100, True),
    "peak_that_was_not_seen_is_no_sample": ([past(0), past(0), past(0), past(600)], WARM, None, 750, True),
    "peaks_that_were_never_seen_leave_the_hint": ([past(0), past(0), past(0)], WARM, 900, 900, False),
    "warm_from_three_samples_on_goes_by_itself": (THREE + THREE_COLD, WARM, None, 735, True),
    "few_warm_are_helped_out_by_cold": ([*THREE[:2], THREE_COLD[0]], WARM, None, 945, True),
    "warm_that_was_all_but_cached_is_no_measure": ([past(5), past(900, cache=COLD)], WARM, None, 1125, True),
    "no_warm_yet_goes_by_cold": (THREE_COLD, WARM, None, 1050, True),
    "cold_goes_by_cold": (THREE + THREE_COLD, COLD, None, 1050, True),
    "cold_needs_at_least_what_warm_did": ([past(1200), *THREE_COLD], COLD, None, 1260, True),
    "warm_says_too_little_of_cold": (THREE, COLD, 1500, 1500, False),
    "warm_above_the_hint_counts_for_cold": (THREE, COLD, 500, 875, False),
    "failed_one_counts_where_it_had_more": ([past(900, FAILED), *THREE], WARM, None, 945, True),
    "failed_one_that_had_less_changes_nothing": ([past(100, FAILED), *THREE], WARM, None, 735, True),
    "failed_ones_alone_leave_the_hint": ([past(300, FAILED), past(300, STOPPED)], WARM, 900, 900, False),
    "failed_one_above_the_hint_counts": ([past(1000, STOPPED)], WARM, 900, 1250, False),
    "killed_one_doubles_its_cap": ([past(480, KILLED, cap=1100)], WARM, 900, 2200, False),
    "thrashed_one_doubles_its_cap": ([past(480, THRASHED, cap=500), *THREE], WARM, None, 1000, False),
    "killed_one_without_a_cap_doubles_its_peak": ([past(2000, KILLED)], WARM, 900, 4000, False),
    "killed_below_half_of_what_is_known_leaves_that": ([past(90, KILLED, cap=300), *THREE], WARM, None, 735, False),
    "well_since_the_kill_counts_alone": ([past(1300), past(480, KILLED, cap=770), *THREE], WARM, None, 1365, True),
    "all_cached_since_the_kill_proves_nothing": ([past(0), past(480, KILLED, cap=770), *THREE], WARM, None, 1540, False),
    "failed_since_the_kill_proves_nothing": ([past(300, FAILED), past(480, KILLED, cap=770), *THREE], WARM, None, 1540, False),
    "cold_kill_does_not_concern_a_known_warm_one": ([past(900, KILLED, COLD, cap=1000), *THREE], WARM, None, 735, True),
    "cold_kill_concerns_a_warm_one_not_known": ([past(900, KILLED, COLD, cap=1000)], WARM, None, 4000, False),
    "warm_kill_concerns_a_cold_one": ([past(900, KILLED, cap=1000), *THREE_COLD], COLD, None, 2000, False),
    "never_more_than_the_host_has": ([past(5000, KILLED, cap=6000)], WARM, None, 8000, False),
    "hint_above_the_memory_is_all_of_it": ([], WARM, 9000, 8000, False),
}


@pytest.mark.parametrize(("history", "cache", "hint", "expected", "known"), CASES.values(), ids=CASES)
def test_estimate_build(history: list[BuildMeasured], cache: CacheState, hint: int | None, expected: int, *, known: bool) -> None:
    found = estimate_build(history, cache=cache, hint_bytes=hint and hint * MB, total_bytes=TOTAL_BYTES)
    assert (found.build_bytes, found.known) == (expected * MB, known)


LEAST = {  # history, what was proven
    "nothing": ([], 0),
    "greatest_of_all_states_without_a_margin": ([*THREE, *THREE_COLD, past(1100, FAILED)], 1100),
    "limit_of_a_kill": ([past(480, KILLED, cap=1300), *THREE_COLD], 1300),
    "kill_before_the_last_that_went_well_is_forgotten": ([past(600), past(480, KILLED, cap=1300)], 600),
}


@pytest.mark.parametrize(("history", "proven"), LEAST.values(), ids=LEAST)
def test_least_bytes(history: list[BuildMeasured], proven: int) -> None:
    assert least_bytes(history) == proven * MB


GUESSES = {  # history, hint, guessed
    "neither_history_nor_hint": ([], None, True),
    "hint": ([], 900, False),
    "measured": ([past(600)], None, False),
    "killed_says_something": ([past(480, KILLED, cap=1100)], None, False),
    "failed_says_nothing_of_its_need": ([past(300, FAILED)], None, True),
}


@pytest.mark.parametrize(("history", "hint", "guessed"), GUESSES.values(), ids=GUESSES)
def test_guessed(history: list[BuildMeasured], hint: int | None, *, guessed: bool) -> None:
    found = estimate_build(history, cache=WARM, hint_bytes=hint and hint * MB, total_bytes=TOTAL_BYTES)
    assert found.guessed is guessed


def test_estimate_build_never_below_what_a_shell_needs() -> None:
    found = estimate_build([past(3)] * 3, cache=WARM, hint_bytes=None, total_bytes=TOTAL_BYTES)
    assert found == Estimate(build_bytes=64 * 1024**2, known=True, usual_s=50)


USUAL = {  # history, seconds
    "nothing": ([], 0),
    "median_of_those_that_went_well": ([past(1, took_s=40), past(1, FAILED, took_s=2), past(1, took_s=60), past(1, took_s=300)], 60),
    "a_cold_one_says_nothing_of_how_long_a_warm_one_takes": ([past(1, cache=COLD, took_s=300)], 0),
}


@pytest.mark.parametrize(("history", "seconds"), USUAL.values(), ids=USUAL)
def test_usual_s(history: list[BuildMeasured], seconds: float) -> None:
    assert estimate_build(history, cache=WARM, hint_bytes=None, total_bytes=TOTAL_BYTES).usual_s == seconds


STATES = {  # history, expected of the next build with cold inputs "a"
    "first_build": ([], COLD),
    "went_well_before": ([past(1)], WARM),
    "went_well_long_ago": ([past(1, cold_inputs="b"), past(1, cold_inputs="b"), past(1)], WARM),
    "other_lock_file": ([past(1, cold_inputs="b")], COLD),
    "failed_perhaps_in_them": ([past(1, FAILED)], COLD),
    "killed_perhaps_in_them": ([past(1, KILLED)], COLD),
    "failed_after_it_went_well": ([past(1, FAILED), past(1)], WARM),
}


@pytest.mark.parametrize(("history", "expected"), STATES.values(), ids=STATES)
def test_cache_state(history: list[BuildMeasured], expected: CacheState) -> None:
    assert cache_state(history, cold_inputs="a") is expected
