"""Which builds `invoke history` shows."""

import pytest

from hubyard.cli.history import newest
from hubyard.errors import UnknownOption
from tests.contracts.history.measured import numbered
from tests.fakes.history import FakeHistory

A, B, C = (numbered(number, hub=hub) for number, hub in enumerate(("fin", "sales", "gone")))


def test_newest_of_the_chosen_hubs_in_the_order_of_recording() -> None:
    assert newest(FakeHistory(recorded=[A, B, C, A]), hubs=("fin", "sales"), limit=2) == (A, B)


@pytest.mark.parametrize("limit", [0, -1])
def test_fewer_than_one_build_is_refused(limit: int) -> None:
    with pytest.raises(UnknownOption):
        newest(FakeHistory(recorded=[A]), hubs=("fin",), limit=limit)
