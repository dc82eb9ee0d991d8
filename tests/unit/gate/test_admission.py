"""In MB: a reserve of 800, unless a case says otherwise 8000 in all."""

from dataclasses import replace

import pytest

from hubyard.gate.admission import Decision, Head, Limits, Running, Why, decide, left_over, reserve_bytes
from hubyard.gate.estimate import Estimate
from hubyard.host.memory import Memory
from hubyard.host.readings import ForeignBuild, Readings

MB = 1000**2
GIB = 1024**3
LIMITS = Limits(reserve_bytes=800 * MB)
ONE_AT_A_TIME = Limits(reserve_bytes=800 * MB, jobs=1)


def head(needs: int, *, known: bool = True, guessed: bool = False, hub: str = "head") -> Head:
    return Head(hub=hub, estimate=Estimate(build_bytes=needs * MB, known=known, guessed=guessed))


def start(needs: int, *, hub: str = "head") -> Head:
    return Head(hub=hub, estimate=Estimate(build_bytes=needs * MB, known=True), starts=True)


def build(hub: str, granted: int, used: int, *, known: bool = True, left_s: float = 0.0) -> Running:
    usual_s = left_s and left_s + 10
    return Running(id=f"{hub}-1", hub=hub, granted_bytes=granted * MB, used_bytes=used * MB, known=known, elapsed_s=10, usual_s=usual_s)


def free(available: int, *foreign: ForeignBuild, pressure: float = 0.0, headroom: int | None = None) -> Readings:
    memory = Memory(total_bytes=8000 * MB, available_bytes=available * MB)
    return Readings(memory=memory, headroom_bytes=headroom and headroom * MB, pressure_share=pressure, foreign=foreign)


GUESS = head(4000, known=False, guessed=True)
YOUNG = build("young", 1000, 200, left_s=50)
GROWN = build("grown", 1000, 1000, left_s=20)
FAT = build("fat", 1000, 1400)
NEW_HUB = build("new", 3000, 500, known=False)
NO_NOTE = build("torn", 0, 400, known=False)
STARTS = replace(build("starts", 300, 0), starts=True)
STEPS = left_over(hub="steps", used_bytes=600 * MB)
FOREIGN = ForeignBuild(name="docker build", pids=(7,), held_bytes=1000 * MB)

ADMITTED = {  # head, running, readings, limits, (why, granted, cap)
    "nothing_runs_is_granted_what_it_needs": (head(1000), [], free(8000), LIMITS, (Why.NOTHING_RUNS, 1000, 1100)),
    "nothing_runs_cap_ends_where_the_memory_does": (head(7500), [], free(8000), LIMITS, (Why.NOTHING_RUNS, 7500, 7600)),
    "nothing_runs_enters_though_it_does_not_fit": (head(9000), [], free(6000), LIMITS, (Why.NOTHING_RUNS, 5600, 5600)),
    "nothing_runs_may_have_of_the_reserve": (head(600), [], free(1100), LIMITS, (Why.NOTHING_RUNS, 600, 660)),
    "nothing_runs_enters_though_nothing_is_free": (head(9000), [], free(50), LIMITS, (Why.NOTHING_RUNS, 67.108864, 67.108864)),
    "nothing_runs_enters_though_the_host_is_under_pressure": (
        head(100),
        [],
        free(8000, pressure=0.9),
        LIMITS,
        (Why.NOTHING_RUNS, 100, 110),
    ),
    "nothing_runs_limit_above_us_counts": (head(9000), [], free(8000, headroom=3000), LIMITS, (Why.NOTHING_RUNS, 2600, 2600)),
    "hint_is_a_grant": (head(1000, known=False), [], free(8000), LIMITS, (Why.NOTHING_RUNS, 1000, 1100)),
    "guess_alone_gets_all_that_is_left": (GUESS, [], free(8000), LIMITS, (Why.NOTHING_RUNS, 7200, 7600)),
    "guess_on_a_full_host_gets_half_of_the_memory": (GUESS, [], free(4100), LIMITS, (Why.NOTHING_RUNS, 3700, 3700)),
    "exactly_the_reserve_left": (head(1000), [GROWN], free(1800), LIMITS, (Why.FITS, 1000, 1100)),
    "young_build_keeps_its_promise": (head(1000), [YOUNG], free(2600), LIMITS, (Why.FITS, 1000, 1100)),
    "use_above_the_grant_is_no_credit": (head(1000), [FAT], free(1800), LIMITS, (Why.FITS, 1000, 1100)),
    "cap_takes_no_more_than_there_is": (head(1000), [GROWN], free(1050), Limits(reserve_bytes=0), (Why.FITS, 1000, 1050)),
    "known_beside_an_unknown": (head(1000), [NEW_HUB], free(5000), LIMITS, (Why.FITS, 1000, 1100)),
    "guess_beside_known_ones_gets_all_that_is_left": (GUESS, [YOUNG], free(6000), LIMITS, (Why.FITS, 4400, 4800)),
    "hint_beside_steps_left_over": (head(1000, known=False), [STEPS], free(5000), LIMITS, (Why.FITS, 1000, 1100)),
    "steps_left_over_are_promised_nothing": (head(1000), [STEPS], free(1800), LIMITS, (Why.FITS, 1000, 1100)),
    "without_a_note_it_may_grow_by_half": (head(1000), [NO_NOTE], free(2000), LIMITS, (Why.FITS, 1000, 1100)),
    "foreign_one_may_grow_by_half": (head(1000), [], free(2300, FOREIGN), LIMITS, (Why.FITS, 1000, 1100)),
    "two_of_three": (head(1000), [GROWN, YOUNG], free(8000), Limits(reserve_bytes=0, jobs=3), (Why.FITS, 1000, 1100)),
    "start_is_promised_what_is_kept_for_it": (head(1000), [STARTS], free(2100), LIMITS, (Why.FITS, 1000, 1100)),
    "start_is_no_job": (head(1000), [STARTS], free(8000), ONE_AT_A_TIME, (Why.FITS, 1000, 1100)),
    "start_is_no_unknown_build": (head(1000, known=False), [STARTS], free(8000), LIMITS, (Why.FITS, 1000, 1100)),
    "start_alone_is_not_waited_for_under_pressure": (head(1000), [STARTS], free(8000, pressure=0.9), LIMITS, (Why.FITS, 1000, 1100)),
    "start_of_the_same_hub_is_no_build_of_it": (head(1000, hub="starts"), [STARTS], free(8000), LIMITS, (Why.FITS, 1000, 1100)),
    "guess_beside_a_start_gets_all_that_is_left": (GUESS, [STARTS], free(6000), LIMITS, (Why.FITS, 4900, 5300)),
    "to_start_where_nothing_runs_needs_no_cap": (start(300), [], free(8000), LIMITS, (Why.NOTHING_RUNS, 300, 0)),
    "to_start_where_nothing_runs_enters_though_it_does_not_fit": (start(900), [], free(1000), LIMITS, (Why.NOTHING_RUNS, 600, 0)),
    "to_start_where_nothing_is_free_is_given_its_own_size": (start(10), [], free(50), LIMITS, (Why.NOTHING_RUNS, 10, 0)),
    "to_start_beside_as_many_builds_as_may_run": (start(300), [YOUNG], free(8000), ONE_AT_A_TIME, (Why.FITS, 300, 0)),
    "to_start_beside_unknown_and_foreign_ones": (start(300), [NEW_HUB], free(8000, FOREIGN), LIMITS, (Why.FITS, 300, 0)),
    "to_start_beside_a_build_of_its_hub": (start(300, hub="young"), [YOUNG], free(8000), LIMITS, (Why.FITS, 300, 0)),
    "pressure_of_a_fifth_is_let_pass": (head(1000), [GROWN], free(8000, pressure=0.2), LIMITS, (Why.FITS, 1000, 1100)),
}


@pytest.mark.parametrize(("asks", "running", "readings", "limits", "expected"), ADMITTED.values(), ids=ADMITTED)
def test_decide_admits(asks: Head, running: list[Running], readings: Readings, limits: Limits, expected: tuple[Why, float, float]) -> None:
    why, granted, cap = expected
    found = decide(head=asks, running=running, readings=readings, limits=limits)
    assert found == Decision(why=why, granted_bytes=int(granted * MB), cap_bytes=int(cap * MB))
    assert found.admitted


WAITS = {  # head, running, readings, limits, decision
    "one_byte_short": (
        head(1000),
        [GROWN],
        free(1799),
        LIMITS,
        Decision(why=Why.MEMORY, missing_bytes=MB, waits_for=(GROWN,), wait_s=20),
    ),
    "promise_of_a_young_build_is_missing": (
        head(1000),
        [YOUNG],
        free(2500),
        LIMITS,
        Decision(why=Why.MEMORY, missing_bytes=100 * MB, waits_for=(YOUNG,), wait_s=50),
    ),
    "first_to_end_is_enough": (
        head(1000),
        [YOUNG, GROWN],
        free(2000),
        LIMITS,
        Decision(why=Why.MEMORY, missing_bytes=600 * MB, waits_for=(GROWN,), wait_s=20),
    ),
    "both_have_to_end": (
        head(2000),
        [YOUNG, GROWN],
        free(1900),
        LIMITS,
        Decision(why=Why.MEMORY, missing_bytes=1700 * MB, waits_for=(GROWN, YOUNG), wait_s=50),
    ),
    "who_ends_at_an_unknown_hour_comes_last": (
        head(2000),
        [FAT, GROWN],
        free(2200),
        LIMITS,
        Decision(why=Why.MEMORY, missing_bytes=600 * MB, waits_for=(GROWN,), wait_s=20),
    ),
    "nobody_knows_when": (
        head(3000),
        [FAT, GROWN],
        free(2200),
        LIMITS,
        Decision(why=Why.MEMORY, missing_bytes=1600 * MB, waits_for=(GROWN, FAT)),
    ),
    "larger_than_the_host_waits_for_all": (
        head(9000),
        [YOUNG, GROWN],
        free(6000),
        LIMITS,
        Decision(why=Why.MEMORY, missing_bytes=4600 * MB, waits_for=(GROWN, YOUNG), wait_s=50),
    ),
    "foreign_one_is_in_the_way": (
        head(1000),
        [],
        free(2200, FOREIGN),
        LIMITS,
        Decision(why=Why.MEMORY, missing_bytes=100 * MB, waits_for_foreign=(FOREIGN,)),
    ),
    "ours_end_before_a_foreign_one_is_waited_for": (
        head(1000),
        [GROWN],
        free(2200, FOREIGN),
        LIMITS,
        Decision(why=Why.MEMORY, missing_bytes=100 * MB, waits_for=(GROWN,), wait_s=20),
    ),
    "without_a_note_it_may_grow_by_half": (
        head(1000),
        [NO_NOTE],
        free(1900),
        LIMITS,
        Decision(why=Why.MEMORY, missing_bytes=100 * MB, waits_for=(NO_NOTE,)),
    ),
    "steps_left_over_are_in_the_way": (
        head(1000),
        [STEPS],
        free(1700),
        LIMITS,
        Decision(why=Why.MEMORY, missing_bytes=100 * MB, waits_for=(STEPS,)),
    ),
    "one_runs_of_one": (head(10), [YOUNG], free(8000), ONE_AT_A_TIME, Decision(why=Why.COUNT, waits_for=(YOUNG,), wait_s=50)),
    "steps_left_over_count": (head(10), [STEPS], free(8000), ONE_AT_A_TIME, Decision(why=Why.COUNT, waits_for=(STEPS,))),
    "two_of_two_the_first_to_end_makes_room": (
        head(10),
        [YOUNG, GROWN],
        free(8000),
        Limits(reserve_bytes=0, jobs=2),
        Decision(why=Why.COUNT, waits_for=(GROWN,), wait_s=20),
    ),
    "more_run_than_are_allowed_now": (
        head(10),
        [YOUNG, GROWN],
        free(8000),
        ONE_AT_A_TIME,
        Decision(why=Why.COUNT, waits_for=(GROWN, YOUNG), wait_s=50),
    ),
    "two_unknown_ones_never_run_at_once": (
        head(10, known=False),
        [GROWN, NEW_HUB],
        free(8000),
        LIMITS,
        Decision(why=Why.UNKNOWN, waits_for=(NEW_HUB,)),
    ),
    "unknown_waits_for_one_without_a_note": (
        head(10, known=False),
        [NO_NOTE],
        free(8000),
        LIMITS,
        Decision(why=Why.UNKNOWN, waits_for=(NO_NOTE,)),
    ),
    "unknown_waits_for_a_foreign_one": (
        head(10, known=False),
        [GROWN],
        free(8000, FOREIGN),
        LIMITS,
        Decision(why=Why.UNKNOWN, waits_for_foreign=(FOREIGN,)),
    ),
    "pressure_closes_while_something_runs": (
        head(10),
        [GROWN],
        free(8000, pressure=0.21),
        LIMITS,
        Decision(why=Why.PRESSURE, waits_for=(GROWN,)),
    ),
    "start_is_in_the_way_by_its_memory": (
        head(1000),
        [STARTS],
        free(2099),
        LIMITS,
        Decision(why=Why.MEMORY, missing_bytes=MB, waits_for=(STARTS,)),
    ),
    "start_is_not_waited_for_where_jobs_are_counted": (
        head(10),
        [STARTS, YOUNG],
        free(8000),
        ONE_AT_A_TIME,
        Decision(why=Why.COUNT, waits_for=(YOUNG,), wait_s=50),
    ),
    "start_is_not_waited_for_by_an_unknown_one": (
        head(10, known=False),
        [STARTS, NEW_HUB],
        free(8000),
        LIMITS,
        Decision(why=Why.UNKNOWN, waits_for=(NEW_HUB,)),
    ),
    "to_start_waits_for_memory": (
        start(1000),
        [GROWN],
        free(1700),
        ONE_AT_A_TIME,
        Decision(why=Why.MEMORY, missing_bytes=100 * MB, waits_for=(GROWN,), wait_s=20),
    ),
    "to_start_waits_for_a_host_under_pressure": (
        start(10),
        [GROWN],
        free(8000, pressure=0.21),
        LIMITS,
        Decision(why=Why.PRESSURE, waits_for=(GROWN,)),
    ),
    "same_hub_twice": (
        head(10, hub="grown"),
        [YOUNG, GROWN],
        free(8000),
        LIMITS,
        Decision(why=Why.SAME_HUB, waits_for=(GROWN,), wait_s=20),
    ),
}


@pytest.mark.parametrize(("asks", "running", "readings", "limits", "expected"), WAITS.values(), ids=WAITS)
def test_decide_lets_wait(asks: Head, running: list[Running], readings: Readings, limits: Limits, expected: Decision) -> None:
    found = decide(head=asks, running=running, readings=readings, limits=limits)
    assert found == expected
    assert not found.admitted


def test_decide_for_a_thousand_hubs_lets_in_what_fits() -> None:
    running: list[Running] = []
    for number in range(1000):
        asks = head(10, hub=f"hub{number}")
        found = decide(head=asks, running=running, readings=free(8000), limits=LIMITS)
        if found.admitted:
            running.append(build(f"hub{number}", 10, 0))
    assert len(running) == 720


RESERVES = {  # total, chosen, reserve
    "tenth_of_a_large_host": (16 * GIB, None, int(1.6 * GIB)),
    "half_a_gib_of_a_small_one": (2 * GIB, None, GIB // 2),
    "as_chosen": (16 * GIB, 100 * MB, 100 * MB),
    "none_at_all_if_chosen": (16 * GIB, 0, 0),
}


@pytest.mark.parametrize(("total", "chosen", "reserve"), RESERVES.values(), ids=RESERVES)
def test_reserve_bytes(total: int, chosen: int | None, reserve: int) -> None:
    assert reserve_bytes(total_bytes=total, chosen=chosen) == reserve
