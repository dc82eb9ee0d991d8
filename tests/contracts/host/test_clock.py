"""What a clock must do, the host's and the fake one."""

import pytest

from hubyard.drivers.clock import HostClock
from hubyard.host.port import Clock
from tests.fakes.clock import FakeClock


@pytest.fixture(params=[HostClock, FakeClock])
def clock(request: pytest.FixtureRequest) -> Clock:
    made: Clock = request.param()
    return made


def test_sleep_moves_both_hands(clock: Clock) -> None:
    monotonic_s, now = clock.monotonic_s(), clock.now()
    clock.sleep(0.01)
    assert clock.monotonic_s() - monotonic_s >= 0.01
    assert clock.now() > now


def test_now_is_aware(clock: Clock) -> None:
    assert clock.now().utcoffset() is not None


def test_sleep_of_less_than_nothing_is_none(clock: Clock) -> None:
    clock.sleep(-1)
