"""How values are written for people."""

from datetime import UTC, datetime, timedelta

import pytest

from hubyard.gate.events import WaitFor
from hubyard.show.filters import clock, duration, lines, number, plain, size, stopwatch

SIZES = {
    0: "0 B",
    999: "999 B",
    1500: "1.5 kB",
    999_499_999: "999 MB",
    999_600_000: "1 GB",
    436_000_000: "436 MB",
    1_234_000_000: "1.23 GB",
}
DURATIONS = {
    0.0: ("0 s", "0초"),
    0.012: ("12 ms", "12ms"),
    0.0999: ("0.1 s", "0.1초"),
    7.34: ("7.3 s", "7.3초"),
    9.97: ("10 s", "10초"),
    59.6: ("1 min", "1분"),
    75.0: ("1 min 15 s", "1분 15초"),
    3600.0: ("1 h", "1시간"),
    3725.0: ("1 h 2 min", "1시간 2분"),
    90061.0: ("1 d 1 h", "1일 1시간"),
}


@pytest.mark.parametrize(("amount", "shown"), SIZES.items())
def test_size(amount: int, shown: str) -> None:
    assert size(amount) == shown


@pytest.mark.parametrize(("seconds", "shown"), DURATIONS.items())
def test_duration(seconds: float, shown: tuple[str, str]) -> None:
    assert (duration(seconds, "en"), duration(seconds, "ko")) == shown


@pytest.mark.parametrize(("seconds", "shown"), {0.9: "0:00", 67: "1:07", 3723: "1:02:03"}.items())
def test_stopwatch(seconds: float, shown: str) -> None:
    assert stopwatch(seconds) == shown


def test_clock_of_long_ago_has_the_day() -> None:
    then = datetime.now(UTC) - timedelta(days=40)
    assert clock(then) == then.astimezone().strftime("%m-%d %H:%M")


def test_clock_of_just_now_has_seconds() -> None:
    now = datetime.now(UTC)
    assert clock(now) == now.astimezone().strftime("%H:%M:%S")


@pytest.mark.parametrize("filtered", [size, duration, stopwatch, clock, plain])
def test_nothing_is_a_dash(filtered: object) -> None:
    assert callable(filtered)
    assert filtered(None) == "–"


def test_plain_enum_is_its_value() -> None:
    assert plain((WaitFor.OLD_LOCK, "b", 3)) == "old_lock, b, 3"


def test_number_drops_a_zero() -> None:
    assert (number(5.0), number(2.5)) == ("5", "2.5")


def test_lines_stand_below_a_sentence() -> None:
    assert lines("a\n\nb") == "\n    a\n    b"
