"""When the memory of the last build counts as back."""

import pytest

from hubyard.deploy.settle import memory_is_back
from hubyard.host.memory import Memory

CASES = {  # of 1000: before, now, back
    "all_of_it": (800, 800, True),
    "all_but_what_the_new_container_keeps": (800, 750, True),
    "one_less_than_that": (800, 749, False),
    "more_than_before": (500, 900, True),
}


@pytest.mark.parametrize(("before", "now", "back"), CASES.values(), ids=CASES)
def test_memory_is_back(before: int, now: int, back: bool) -> None:  # noqa: FBT001  a column of the table
    read = [Memory(total_bytes=1000, available_bytes=available) for available in (before, now)]
    assert memory_is_back(before=read[0], now=read[1]) is back
