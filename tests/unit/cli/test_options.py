"""What bodies refuse before they begin."""

from pathlib import Path

import pytest

from hubyard.cli.deploy import hubs_at_once, patience_s
from hubyard.cli.down import must_be_confirmed
from hubyard.cli.logs import must_be_possible
from hubyard.config.hub import Hub, HubSettings
from hubyard.errors import NotConfirmed, UnknownOption

HUBS = [Hub(name=name, folder=Path("/y") / name, settings=HubSettings(service=name)) for name in ("A", "B")]
PATIENCE = {
    "yard_s": (None, False, 3600.0),
    "typed": (5, False, 5.0),
    "typed_zero_is_no_wait": (0, False, 0.0),
    "no_wait_wins": (5, True, 0.0),
}


@pytest.mark.parametrize(("typed", "no_wait", "limit_s"), PATIENCE.values(), ids=PATIENCE)
def test_patience(typed: int | None, no_wait: bool, limit_s: float) -> None:  # noqa: FBT001  a parameter of the table
    assert patience_s(typed, no_wait=no_wait, of_yard=3600) == limit_s


def test_patience_below_zero_is_refused() -> None:
    with pytest.raises(UnknownOption) as refused:
        patience_s(-1, no_wait=False, of_yard=3600)
    assert refused.value.expected == "seconds"


AT_ONCE = {
    "as_many_as_memory_holds": ("auto", 0, 0),
    "as_many_as_the_yard_says": ("Auto", 2, 2),
    "one": ("1", 0, 1),
    "more_than_the_yard_s_builds": ("3", 2, 3),
}


@pytest.mark.parametrize(("typed", "of_yard", "jobs"), AT_ONCE.values(), ids=AT_ONCE)
def test_hubs_at_once(typed: str, of_yard: int, jobs: int) -> None:
    assert hubs_at_once(typed, of_yard=of_yard) == jobs


@pytest.mark.parametrize("typed", ["0", "-1", "", "two", "1.5", "٣"])
def test_hubs_at_once_that_are_no_number_are_refused(typed: str) -> None:
    with pytest.raises(UnknownOption):
        hubs_at_once(typed, of_yard=0)


def test_volumes_without_the_yard_s_name_are_refused() -> None:
    with pytest.raises(NotConfirmed):
        must_be_confirmed("yes", "staging")


def test_volumes_with_the_yard_s_name_are_confirmed() -> None:
    must_be_confirmed("staging", "staging")


def test_following_several_hubs_is_refused() -> None:
    with pytest.raises(UnknownOption) as refused:
        must_be_possible(HUBS, tail=5, follow=True)
    assert refused.value.expected == "one_hub"


def test_following_one_hub_is_possible() -> None:
    must_be_possible(HUBS[:1], tail=0, follow=True)


def test_less_than_no_lines_are_refused() -> None:
    with pytest.raises(UnknownOption) as refused:
        must_be_possible(HUBS, tail=-1, follow=False)
    assert refused.value.expected == "lines"
