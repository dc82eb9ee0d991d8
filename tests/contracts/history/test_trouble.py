"""A history that is broken, another version's, closed to us or on a full disk: never destroyed, told, and work goes on."""

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hubyard.drivers.history import SqliteHistory
from hubyard.events import Event
from hubyard.history.events import HistorySetAside, HistoryUnusable, Trouble
from tests.contracts.history.conftest import Start
from tests.contracts.history.measured import numbered

OLD, NEW, NEWER = (numbered(number) for number in range(3))
NOBODY = 65534
UNPRIVILEGED = {"uid": NOBODY, "groups": (NOBODY,)} if os.geteuid() == 0 else {}
"""For a scribe that may not write where this process may."""
AT_NINE = "history-set-aside-20260301T090000Z"


def execute(script: str) -> Callable[[Path], None]:
    def run(folder: Path) -> None:
        database = sqlite3.connect(folder / "builds.sqlite")
        database.executescript(script)
        database.close()

    return run


def overwrite(begin: int, content: bytes, *, then_cut: bool = False) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        with (folder / "builds.sqlite").open("r+b") as file:
            file.seek(begin)
            file.write(content)
            if then_cut:
                file.truncate()

    return write


def replace_file(folder: Path) -> None:
    (folder / "builds.sqlite").unlink()
    (folder / "builds.sqlite").mkdir()


def replace_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(b"no folder")


SPOILT: dict[str, tuple[Callable[[Path], None], Trouble]] = {
    "garbage": (overwrite(0, b"garbage" * 3000), Trouble.BROKEN),
    "empty": (overwrite(0, b"", then_cut=True), Trouble.BROKEN),
    "torn_in_its_head": (overwrite(50, b"", then_cut=True), Trouble.BROKEN),
    "torn_after_the_first_page": (overwrite(4096, b"", then_cut=True), Trouble.BROKEN),
    "page_of_the_table": (overwrite(4096, b"\xff" * 4096), Trouble.BROKEN),
    "another_programs": (execute("DROP TABLE builds; PRAGMA user_version = 0"), Trouble.BROKEN),
    "without_the_table": (execute("DROP TABLE builds"), Trouble.BROKEN),
    "without_the_column": (execute("ALTER TABLE builds RENAME COLUMN build TO document"), Trouble.BROKEN),
    "newer": (execute("ALTER TABLE builds ADD COLUMN swap; PRAGMA user_version = 2"), Trouble.OTHER_VERSION),
    "file_is_gone": (lambda folder: (folder / "builds.sqlite").unlink(), Trouble.BROKEN),
    "file_is_a_folder": (replace_file, Trouble.BROKEN),
    "folder_is_a_file": (replace_folder, Trouble.BROKEN),
}
spoilt = pytest.mark.parametrize(("spoil", "trouble"), SPOILT.values(), ids=SPOILT)


def content(place: Path) -> dict[str, bytes | None]:
    files = [place, *sorted(place.rglob("*"))]
    return {str(file.relative_to(place)): file.read_bytes() if file.is_file() else None for file in files}


@spoilt
def test_spoilt_history_is_set_aside_and_begins_anew(
    sqlite: SqliteHistory, state: Path, told: list[Event], spoil: Callable[[Path], None], trouble: Trouble
) -> None:
    sqlite.record(OLD)
    spoil(state / "history")
    before = content(state / "history")
    sqlite.record(NEW)
    sqlite.record(NEWER)
    assert told == [HistorySetAside(trouble=trouble, aside=state / AT_NINE)]
    assert before.items() <= content(state / AT_NINE).items()
    assert list(sqlite.builds()) == [NEWER, NEW]


@spoilt
def test_reading_a_spoilt_history_is_told_once_and_leaves_it_alone(
    sqlite: SqliteHistory, state: Path, told: list[Event], spoil: Callable[[Path], None], trouble: Trouble
) -> None:
    sqlite.record(OLD)
    spoil(state / "history")
    before = content(state / "history")
    assert [*sqlite.builds(), *sqlite.builds(hub="fin")] == []
    assert told == [HistoryUnusable(trouble=trouble, folder=state / "history")]
    assert before.items() <= content(state / "history").items()
    assert [file.name for file in state.iterdir()] == ["history"]


def test_two_set_aside_in_the_same_second_are_both_kept(sqlite: SqliteHistory, state: Path) -> None:
    for build in (OLD, NEW, NEWER):
        sqlite.record(build)
        overwrite(0, b"x")(state / "history")
    assert {file.name for file in state.iterdir()} == {"history", AT_NINE, f"{AT_NINE}-2"}


def test_several_that_find_it_broken_at_once_set_one_aside(start: Start, sqlite: SqliteHistory, state: Path) -> None:
    sqlite.record(OLD)
    overwrite(0, b"x")(state / "history")
    scribes = [start(first=number) for number in range(4)]
    for scribe in scribes:
        scribe.begin()
    lines = [line for scribe in scribes for line in scribe.rest()]
    assert lines.count("told history_set_aside broken") == 1
    assert len(list(state.iterdir())) == 2
    assert sorted(build.revision for build in sqlite.builds()) == ["0", "1", "2", "3"]


def test_history_in_use_is_not_set_aside(sqlite: SqliteHistory, state: Path, told: list[Event]) -> None:
    sqlite.record(OLD)
    overwrite(0, b"x")(state / "history")
    reader = os.open(state / "history", os.O_RDONLY)
    fcntl.flock(reader, fcntl.LOCK_SH)
    sqlite.record(NEW)
    os.close(reader)
    assert told == [HistoryUnusable(trouble=Trouble.BUSY, folder=state / "history")]
    assert [file.name for file in state.iterdir()] == ["history"]


def test_row_that_is_no_build_costs_only_itself(sqlite: SqliteHistory, state: Path, told: list[Event]) -> None:
    sqlite.record(OLD)
    execute("INSERT INTO builds (hub, build) VALUES ('fin', '{}'), ('fin', x'ff00')")(state / "history")
    sqlite.record(NEW)
    assert (list(sqlite.builds()), told) == ([NEW, OLD], [])


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
def test_garbage_beside_the_database_does_no_harm(sqlite: SqliteHistory, state: Path, told: list[Event], suffix: str) -> None:
    sqlite.record(OLD)
    (state / f"history/builds.sqlite{suffix}").write_bytes(b"garbage" * 3000)
    sqlite.record(NEW)
    assert (list(sqlite.builds()), told) == ([NEW, OLD], [])


def test_writer_that_does_not_let_go_is_told(sqlite: SqliteHistory, state: Path, told: list[Event]) -> None:
    sqlite.record(OLD)
    writer = sqlite3.connect(state / "history/builds.sqlite", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    sqlite.record(NEW)
    assert list(sqlite.builds()) == [OLD]
    writer.close()
    assert told == [HistoryUnusable(trouble=Trouble.BUSY, folder=state / "history")]


@pytest.fixture
def reachable(tmp_path: Path) -> None:
    """By other users: pytest's own folders, two or three of them, are not."""
    for folder in (tmp_path, *tmp_path.parents):
        if Path(tempfile.gettempdir()) in folder.parents:
            folder.chmod(0o755)


def close_to_writers(folder: Path) -> None:
    for place in (*folder.rglob("*"), folder):
        place.chmod(0o555 if place.is_dir() else 0o444)


@pytest.mark.usefixtures("reachable")
def test_read_only_history_is_read_and_told_once(start: Start, sqlite: SqliteHistory, state: Path) -> None:
    sqlite.record(numbered(5))
    close_to_writers(state)
    assert start(count=2, **UNPRIVILEGED).work() == ["read 5", "told history_unusable forbidden", "recorded 0", "recorded 1"]
    state.chmod(0o755)


@pytest.mark.usefixtures("reachable")
def test_read_only_folder_without_a_history_is_told_once(start: Start, state: Path) -> None:
    state.mkdir(mode=0o555)
    assert start(count=2, **UNPRIVILEGED).work() == ["read", "told history_unusable forbidden", "recorded 0", "recorded 1"]


@pytest.mark.usefixtures("reachable")
def test_closed_history_is_told_once(start: Start, sqlite: SqliteHistory, state: Path) -> None:
    sqlite.record(OLD)
    (state / "history").chmod(0o000)
    assert start(**UNPRIVILEGED).work() == ["told history_unusable forbidden", "read", "recorded 0"]
    (state / "history").chmod(0o2770)


def test_full_disk_is_told_once_and_loses_nothing(start: Start, sqlite: SqliteHistory, told: list[Event]) -> None:
    sqlite.record(OLD)
    assert start(count=2, file_limit_bytes=4096).work() == ["read 0", "told history_unusable full", "recorded 0", "recorded 1"]
    sqlite.record(NEW)
    assert (list(sqlite.builds()), told) == ([NEW, OLD], [])


def test_full_disk_before_the_first_build_leaves_nothing_behind(start: Start, state: Path) -> None:
    assert start(file_limit_bytes=4096).work() == ["read", "told history_unusable full", "recorded 0"]
    assert list(state.iterdir()) == []
