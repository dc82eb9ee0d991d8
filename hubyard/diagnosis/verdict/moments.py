"""When something was, out of the many ways in which logs write it."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.host.oom.values import Clock, Moment

LATEST_S: Final = 7 * 24 * 3600.0
"""Ahead of the host's clock: one that was set back since then explains a week, not the year 9999."""


def apart_s(first: datetime | None, second: datetime | None) -> float | None:
    """From the first to the second, negative backwards; None where one is unknown, or only one has a zone."""
    if first is None or second is None or (first.tzinfo is None) is not (second.tzinfo is None):
        return None
    return (second - first).total_seconds()


def is_before(first: datetime | None, second: datetime | None) -> bool:
    """Or at the same moment. False where it cannot be told, as in `is_near`."""
    passed_s = apart_s(first, second)
    return passed_s is not None and passed_s >= 0


def is_near(first: datetime | None, second: datetime | None, *, within_s: float) -> bool:
    passed_s = apart_s(first, second)
    return passed_s is not None and abs(passed_s) <= within_s


def moment_of(when: Moment | None, facts: Facts) -> datetime | None:
    """Seconds since boot count from `system.booted`; a date without a zone is in the host's, one without a year is of the last year."""
    if when is None or when.clock is Clock.UNREAD:
        return None
    try:
        found = _moment(when, booted=facts.booted, now=facts.now)
    except (OverflowError, ValueError):  # a number that a line made up
        return None
    ahead_s = apart_s(facts.now, found)
    return None if ahead_s is not None and ahead_s > LATEST_S else found


def _moment(when: Moment, *, booted: datetime | None, now: datetime) -> datetime | None:
    if when.clock is Clock.BOOT:
        return booted and booted + timedelta(seconds=when.seconds)
    if when.clock is Clock.DATED:
        return datetime.fromtimestamp(when.seconds, tz=UTC)
    zone = now.tzinfo or UTC
    if when.clock is Clock.LOCAL:
        return datetime.fromtimestamp(when.seconds, tz=UTC).replace(tzinfo=zone)
    return _of_last_year(when.seconds, now=now, zone=zone)


def _of_last_year(seconds: float, *, now: datetime, zone: tzinfo) -> datetime:
    """Counted from the first of January of a leap year (`host/oom/values.py`)."""
    in_leap_year = datetime(2000, 1, 1, tzinfo=zone) + timedelta(seconds=seconds)
    ends = now.replace(tzinfo=now.tzinfo or zone) + timedelta(days=1)
    for year in range(ends.year, ends.year - 8, -1):
        try:
            found = in_leap_year.replace(year=year)
        except ValueError:  # the 29th of February
            continue
        if found <= ends:
            return found
    return in_leap_year
