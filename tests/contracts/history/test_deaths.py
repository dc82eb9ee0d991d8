"""kill -9 at any moment: what was recorded stays, nothing is torn, the next one goes on."""

import sqlite3
from pathlib import Path

import pytest

from hubyard.drivers.history import SqliteHistory
from hubyard.events import Event
from tests.contracts.history.conftest import Start
from tests.contracts.history.measured import numbered

ROUNDS = 8


def test_killed_while_recording_loses_nothing_that_was_recorded(
    start: Start, sqlite: SqliteHistory, state: Path, told: list[Event]
) -> None:
    for number in range(ROUNDS):
        hub = f"hub{number}"
        scribe = start(hub=hub, count=10_000)
        scribe.begin()
        scribe.hear(f"recorded {number}")
        recorded = number + 1 + len(scribe.kill())
        kept = [build.revision for build in sqlite.builds(hub=hub, limit=None)]
        assert kept in [[str(one) for one in reversed(range(count))] for count in (recorded, recorded + 1)]
        assert sound(state)
    assert told == []
    assert [file.name for file in state.iterdir()] == ["history"]


def test_killed_while_others_record_does_not_disturb_them(start: Start, sqlite: SqliteHistory, state: Path) -> None:
    other = start(hub="other", count=100)
    other.begin()
    for _ in range(4):
        victim = start(hub="victim", count=10_000)
        victim.begin()
        victim.hear("recorded 1")
        victim.kill()
    assert [line for line in other.rest() if line.startswith("told")] == []
    assert len(sqlite.builds(hub="other", limit=None)) == 100
    assert sound(state)


def test_killed_when_the_history_is_made_the_next_one_makes_it(start: Start, sqlite: SqliteHistory, told: list[Event]) -> None:
    victim = start(stops=["made"])
    victim.begin()
    victim.hear("at made")
    victim.kill()
    sqlite.record(numbered(7))
    assert ([build.revision for build in sqlite.builds()], told) == (["7"], [])


@pytest.mark.parametrize("point", ["set_aside", "made"])
def test_killed_when_a_broken_one_is_set_aside_the_next_one_begins_anew(
    start: Start, sqlite: SqliteHistory, state: Path, told: list[Event], point: str
) -> None:
    sqlite.record(numbered(1))
    (state / "history/builds.sqlite").write_bytes(b"broken")
    victim = start(stops=[point])
    victim.begin()
    victim.hear(f"at {point}")
    victim.kill()
    sqlite.record(numbered(7))
    assert ([build.revision for build in sqlite.builds()], told) == (["7"], [])
    (aside,) = state.glob("history-set-aside-*")
    assert (aside / "builds.sqlite").read_bytes() == b"broken"


def sound(state: Path) -> bool:
    database = sqlite3.connect(state / "history/builds.sqlite")
    found = database.execute("PRAGMA integrity_check").fetchall()
    database.close()
    return found == [("ok",)]
