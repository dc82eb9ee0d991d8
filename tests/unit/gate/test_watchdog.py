"""Courses of real builds under a limit (tests/data/watchdog says of each what it was), a sign every two seconds."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from hubyard.gate.watchdog import Sign, judge

DATA = Path(__file__).parents[2] / "data/watchdog"
MB = 1000**2

COURSES = {  # second in which it is ended, None for never
    "next_500": 48,
    "next_500_on_a_busy_machine": 78,
    "next_250": 54,
    "next_300_gets_over_it": 46,
    "next_340_is_well": None,
    "next_365_is_well": None,
    "reader": None,
    "copier": None,
    "mapped_reader": 32,
}


@pytest.mark.parametrize(("course", "expected"), COURSES.items())
def test_a_course_is_ended_in_time_or_never(course: str, expected: int | None) -> None:
    assert ended_at(read(course)) == expected


@pytest.mark.parametrize(("course", "expected"), COURSES.items())
def test_a_course_is_told_apart_without_pressure_too(course: str, expected: int | None) -> None:
    assert ended_at([replace(sign, stalled_s=None) for sign in read(course)]) == expected


def read(course: str) -> list[Sign]:
    rows = [line.split("\t") for line in (DATA / f"{course}.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [
        Sign(
            at_s=float(at_s),
            quiet_s=float(quiet_s),
            used_bytes=int(used),
            limit_bytes=int(limit),
            major_faults=int(faults),
            computed_s=float(computed_s),
            stalled_s=float(stalled_s),
        )
        for at_s, quiet_s, used, limit, faults, computed_s, stalled_s in rows
    ]


def ended_at(signs: Sequence[Sign]) -> int | None:
    return next((round(signs[count - 1].at_s) for count in range(1, len(signs) + 1) if judge(signs[:count])), None)


def course(  # a second each
    seconds: int = 31, *, faults: float = 100, computes: float = 0.02, stalls: float = 0.5, quiet_s: float = 31
) -> list[Sign]:
    return [
        Sign(
            at_s=second,
            quiet_s=quiet_s,
            used_bytes=499 * MB,
            limit_bytes=500 * MB,
            major_faults=int(1000 + faults * second),
            computed_s=computes * second,
            stalled_s=stalls * second,
        )
        for second in range(seconds)
    ]


FIGHT = course()
JUDGED = {  # signs, verdict
    "fights": (FIGHT, True),
    "fought_for_longer_than_the_window": (course(90), True),
    "looked_at_rarely": (FIGHT[::10], True),
    "kept_in_a_deque": (deque(FIGHT), True),
    "nobody_has_looked_yet": ([], False),
    "window_is_not_full": (course(30), False),
    "has_just_printed_something": (course(quiet_s=29), False),
    "few_faults": (course(faults=9), False),
    "computes_all_the_same": (course(computes=0.21), False),
    "does_not_stand_still": (course(stalls=0.19), False),
    "no_pressure_to_be_read": ([replace(sign, stalled_s=None) for sign in FIGHT], True),
    "no_limit": ([replace(sign, limit_bytes=None) for sign in FIGHT], False),
    "below_its_limit_for_a_moment": ([*FIGHT[:15], replace(FIGHT[15], used_bytes=470 * MB), *FIGHT[16:]], False),
    "fight_is_over_since_ten_seconds": ([replace(sign, major_faults=min(sign.major_faults, 3000)) for sign in FIGHT], False),
    "counters_that_began_anew_are_no_fight": ([*FIGHT[:30], replace(FIGHT[30], major_faults=0)], False),
}


@pytest.mark.parametrize(("signs", "verdict"), JUDGED.values(), ids=JUDGED)
def test_judge(signs: Sequence[Sign], *, verdict: bool) -> None:
    assert judge(signs) is verdict
