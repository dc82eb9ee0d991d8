"""What a history must do, the real one and the fake."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hubyard.history.port import History
from hubyard.history.rows import KEPT
from tests.contracts.history.measured import PLAIN, WHOLE, numbered
from tests.fakes.history import FakeHistory


@pytest.fixture(params=["sqlite", "fake"])
def history(request: pytest.FixtureRequest) -> History:
    made: History = FakeHistory() if request.param == "fake" else request.getfixturevalue("sqlite")
    return made


def revisions(history: History, *, hub: str | None = None, limit: int | None = None) -> list[str]:
    return [build.revision for build in history.builds(hub=hub, limit=limit)]


def test_before_the_first_build_there_is_none(history: History) -> None:
    assert list(history.builds()) == []


def test_build_comes_back_whole(history: History) -> None:
    history.record(PLAIN)
    history.record(WHOLE)
    assert list(history.builds()) == [WHOLE, PLAIN]


def test_builds_of_one_hub_or_of_all(history: History) -> None:
    for number, hub in enumerate(("fin", "sales", "fin")):
        history.record(numbered(number, hub=hub))
    assert (revisions(history), revisions(history, hub="fin"), revisions(history, hub="none")) == (["2", "1", "0"], ["2", "0"], [])


LIMITS = {None: ["2", "1", "0"], 5: ["2", "1", "0"], 2: ["2", "1"], 0: [], -1: []}


@pytest.mark.parametrize(("limit", "found"), LIMITS.items())
def test_limit(history: History, limit: int | None, found: list[str]) -> None:
    for number in range(3):
        history.record(numbered(number))
    assert revisions(history, limit=limit) == found


def test_clock_that_jumps_back_does_not_change_the_order(history: History) -> None:
    history.record(numbered(0))
    history.record(replace(numbered(1), began=PLAIN.began - timedelta(days=900)))
    assert revisions(history) == ["1", "0"]


def test_newest_builds_of_each_hub_are_kept(history: History) -> None:
    history.record(numbered(7, hub="sales"))
    for number in range(KEPT + 3):
        history.record(numbered(number))
    assert revisions(history, hub="fin") == [str(number) for number in reversed(range(3, KEPT + 3))]
    assert revisions(history, hub="sales") == ["7"]
