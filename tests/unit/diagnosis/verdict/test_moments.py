"""When something was, out of what stands in front of its line."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import pytest

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.verdict.moments import apart_s, is_before, is_near, moment_of
from hubyard.host.oom.records import split_records
from tests.unit.diagnosis.rules.made import BOOTED, HEALTHY, NO_RIGHTS, NOW, SYSTEM, facts

SEOUL: Final = timezone(timedelta(hours=9))
IN_SEOUL: Final = facts(system=replace(SYSTEM, now=NOW.astimezone(SEOUL)))
IN_MARCH: Final = facts(system=replace(SYSTEM, now=datetime(2026, 3, 1, tzinfo=UTC)))
UNKNOWN: Final = facts(system=NO_RIGHTS)

CASES: Final = {  # line, facts, moment
    "since_boot": ("[ 3600.500000] x", HEALTHY, BOOTED + timedelta(seconds=3600.5)),
    "since_a_boot_that_is_not_known": ("[ 3600.500000] x", UNKNOWN, None),
    "iso_with_a_zone": ("2026-11-29T20:30:00+09:00 stage kernel: x", HEALTHY, datetime(2026, 11, 29, 11, 30, tzinfo=UTC)),
    "iso_without_a_zone_is_in_the_host_s": ("2026-11-29T20:30:00 stage kernel: x", IN_SEOUL, datetime(2026, 11, 29, 20, 30, tzinfo=SEOUL)),
    "date_without_a_year": ("Nov 29 11:30:00 stage kernel: x", HEALTHY, datetime(2026, 11, 29, 11, 30, tzinfo=UTC)),
    "date_without_a_year_that_is_to_come_is_of_the_last": (
        "Nov 29 11:30:00 stage kernel: x",
        IN_MARCH,
        datetime(2025, 11, 29, 11, 30, tzinfo=UTC),
    ),
    "leap_day_without_a_year": ("Feb 29 11:30:00 stage kernel: x", HEALTHY, datetime(2024, 2, 29, 11, 30, tzinfo=UTC)),
    "year_that_a_line_made_up": ("9999-12-31T23:59:59Z stage kernel: x", HEALTHY, None),
    "seconds_that_a_line_made_up": ("[9999999999.000000] x", HEALTHY, None),
    "no_time": ("x", HEALTHY, None),
}


@pytest.mark.parametrize(("line", "known", "moment"), CASES.values(), ids=CASES)
def test_moment(line: str, known: Facts, moment: datetime | None) -> None:
    record = next(iter(split_records(line, wanted=bool)))
    assert moment_of(record.when, known) == moment


APART: Final = {
    "later": (NOW, NOW + timedelta(seconds=2), 2.0),
    "earlier": (NOW, NOW - timedelta(seconds=2), -2.0),
    "unknown": (NOW, None, None),
    "only_one_has_a_zone": (NOW, NOW.replace(tzinfo=None), None),
}


@pytest.mark.parametrize(("first", "second", "seconds"), APART.values(), ids=APART)
def test_apart(first: datetime, second: datetime | None, seconds: float | None) -> None:
    assert apart_s(first, second) == seconds


ORDER: Final = {  # first, second, whether it is before, and whether within a minute
    "at_the_same_moment": (NOW, NOW, (True, True)),
    "a_minute_before": (NOW - timedelta(minutes=1), NOW, (True, True)),
    "a_minute_behind": (NOW + timedelta(minutes=1), NOW, (False, True)),
    "longer_before": (NOW - timedelta(minutes=2), NOW, (True, False)),
    "unknown": (None, NOW, (False, False)),
    "without_a_zone": (NOW.replace(tzinfo=None), NOW, (False, False)),
}


@pytest.mark.parametrize(("first", "second", "told"), ORDER.values(), ids=ORDER)
def test_order(first: datetime | None, second: datetime, told: tuple[bool, bool]) -> None:
    assert (is_before(first, second), is_near(first, second, within_s=60.0)) == told
