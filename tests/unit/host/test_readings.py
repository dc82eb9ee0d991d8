import pytest

from hubyard.host.memory import Memory
from hubyard.host.readings import Readings

CASES = {  #                    headroom, limit, available, total
    "no_limit": (None, None, 6, 8),
    "tight_limit": (1, 4, 1, 4),
    "limit_beyond_what_there_is": (30, 32, 6, 8),
}


@pytest.mark.parametrize(("headroom", "limit", "available", "total"), CASES.values(), ids=CASES)
def test_limits_bound_what_there_is(headroom: int | None, limit: int | None, available: int, total: int) -> None:
    readings = Readings(memory=Memory(total_bytes=8, available_bytes=6), headroom_bytes=headroom, limit_bytes=limit)
    assert (readings.available_bytes, readings.total_bytes) == (available, total)
