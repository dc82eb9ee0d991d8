"""Stages in doubt, in the real history and the fake: said before their build has ended, settled by the next one that is recorded."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hubyard.drivers.history import SqliteHistory
from hubyard.events import Event
from hubyard.history.events import HistorySetAside, HistoryUnusable, Trouble
from hubyard.history.port import History
from hubyard.history.values import ALL_STAGES
from tests.contracts.history.conftest import Start
from tests.contracts.history.measured import numbered
from tests.contracts.history.test_trouble import execute, overwrite
from tests.fakes.history import FakeHistory

ROUNDS = 8


@pytest.fixture(params=["sqlite", "fake"])
def history(request: pytest.FixtureRequest) -> History:
    made: History = FakeHistory() if request.param == "fake" else request.getfixturevalue("sqlite")
    return made


def test_nothing_is_in_doubt_before_anybody_says_so(history: History) -> None:
    assert list(history.doubted(hub="fin")) == []
    history.record(numbered(0))
    assert list(history.doubted(hub="fin")) == []


def test_doubts_of_a_hub_add_up_each_once_and_are_no_build(history: History) -> None:
    for stages in (["deps", "단계"], ["", "deps"], []):
        history.doubt(hub="fin", stages=stages)
    history.doubt(hub="sales", stages=["app"])
    assert [list(history.doubted(hub=hub)) for hub in ("fin", "sales", "none")] == [["", "deps", "단계"], ["app"], []]
    assert list(history.builds()) == []


def test_recorded_build_settles_the_doubts_of_its_hub_alone(history: History) -> None:
    for hub in ("fin", "sales"):
        history.doubt(hub=hub, stages=["deps"])
    history.record(numbered(0, hub="fin"))
    assert [list(history.doubted(hub=hub)) for hub in ("fin", "sales")] == [[], ["deps"]]
    history.doubt(hub="fin", stages=["app"])
    assert (list(history.doubted(hub="fin")), list(history.builds())) == (["app"], [numbered(0, hub="fin")])


# -- the database


def test_database_from_before_there_were_doubts_is_read_and_kept(sqlite: SqliteHistory, state: Path, told: list[Event]) -> None:
    sqlite.record(numbered(0))
    execute("DROP TABLE doubts")(state / "history")
    assert list(sqlite.doubted(hub="fin")) == []
    sqlite.doubt(hub="fin", stages=["deps"])
    assert (list(sqlite.doubted(hub="fin")), list(sqlite.builds()), told) == (["deps"], [numbered(0)], [])


def test_broken_one_is_set_aside_for_a_doubt_too(sqlite: SqliteHistory, state: Path, told: list[Event]) -> None:
    sqlite.record(numbered(0))
    overwrite(0, b"garbage" * 3000)(state / "history")
    assert (sqlite.doubted(hub="fin"), told) == (ALL_STAGES, [HistoryUnusable(trouble=Trouble.BROKEN, folder=state / "history")])
    sqlite.doubt(hub="fin", stages=["deps"])
    (aside,) = state.glob("history-set-aside-*")
    assert (sqlite.doubted(hub="fin"), told[1:]) == (ALL_STAGES, [HistorySetAside(trouble=Trouble.BROKEN, aside=aside)])


@pytest.mark.parametrize("spoil", [overwrite(0, b"garbage" * 3000), execute("PRAGMA user_version = 7")], ids=["broken", "other_version"])
def test_lost_record_leaves_all_in_doubt_until_the_hub_is_built(sqlite: SqliteHistory, state: Path, spoil: Callable[[Path], None]) -> None:
    sqlite.record(numbered(0))
    spoil(state / "history")
    assert [sqlite.doubted(hub=hub) for hub in ("fin", "sales")] == [ALL_STAGES, ALL_STAGES]
    sqlite.record(numbered(1, hub="fin"))
    assert [list(sqlite.doubted(hub=hub)) for hub in ("fin", "sales")] == [[], [*ALL_STAGES]]
    (aside,) = state.glob("history-set-aside-*")
    shutil.rmtree(aside)
    assert list(sqlite.doubted(hub="sales")) == []


def test_full_disk_is_told_once(start: Start, sqlite: SqliteHistory) -> None:
    sqlite.record(numbered(5))
    lines = start(doubts=True, file_limit_bytes=4096).work()
    assert lines == ["read 5", "told history_unusable full", "doubted 0", "recorded 0"]
    assert list(sqlite.doubted(hub="fin")) == []


# -- kill -9


def test_killed_between_doubt_and_record_leaves_the_doubt(start: Start, sqlite: SqliteHistory, told: list[Event]) -> None:
    """Whatever the moment: with the build recorded the doubt is gone, and without it there."""
    for number in range(ROUNDS):
        hub = f"hub{number}"
        scribe = start(hub=hub, count=10_000, doubts=True)
        scribe.begin()
        scribe.hear(f"{'recorded' if number % 2 else 'doubted'} {number}")
        scribe.kill()
        recorded = len(sqlite.builds(hub=hub, limit=None))
        assert list(sqlite.doubted(hub=hub)) in [[], [str(recorded)]]
    assert told == []


def test_killed_right_after_a_doubt_it_is_there(start: Start, sqlite: SqliteHistory) -> None:
    scribe = start(doubts=True, stops=["doubted"])
    scribe.begin()
    scribe.hear("at doubted")
    scribe.kill()
    assert (list(sqlite.doubted(hub="fin")), list(sqlite.builds())) == (["0"], [])


@pytest.mark.parametrize("point", ["set_aside", "made"])
def test_killed_when_a_broken_one_is_set_aside_the_next_one_begins_anew(
    start: Start, sqlite: SqliteHistory, state: Path, told: list[Event], point: str
) -> None:
    sqlite.record(numbered(1))
    overwrite(0, b"garbage" * 3000)(state / "history")
    victim = start(doubts=True, stops=[point])
    victim.begin()
    victim.hear(f"at {point}")
    victim.kill()
    sqlite.doubt(hub="fin", stages=["deps"])
    assert (sqlite.doubted(hub="fin"), list(sqlite.builds()), told) == (ALL_STAGES, [], [])
