"""Several processes and users at one history."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hubyard.drivers.history import SqliteHistory
from tests.contracts.history.conftest import Start

as_others = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become other users")
DAEMON, NOBODY = 1, 65534
"""Users of every Debian; the first has a group of the same number."""


def test_builds_recorded_at_once_are_all_kept_in_the_order_of_each(start: Start, sqlite: SqliteHistory, state: Path) -> None:
    """The first of them make the history at once, too."""
    scribes = {hub: start(hub=hub, count=25) for hub in ("a", "b", "c", "d")}
    for scribe in scribes.values():
        scribe.begin()
    for scribe in scribes.values():
        assert scribe.rest() == ["read", *(f"recorded {number}" for number in range(25))]
    for hub in scribes:
        assert [build.revision for build in sqlite.builds(hub=hub)] == [str(number) for number in reversed(range(25))]
    assert [file.name for file in state.iterdir()] == ["history"]


def test_reader_sees_whole_builds_while_others_write(start: Start, sqlite: SqliteHistory, told: list[object]) -> None:
    scribe = start(count=50)
    scribe.begin()
    counts = [len(sqlite.builds()) for _ in range(50)]
    assert scribe.rest()[-1] == "recorded 49"
    assert (counts, told) == (sorted(counts), [])


@pytest.fixture
def commons() -> Iterator[Path]:
    """A yard in which all may write."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@as_others
def test_members_of_the_group_share_one_history(start: Start, commons: Path) -> None:
    """Each with a umask of 077 and another primary group."""
    members: tuple[dict[str, Any], ...] = ({"uid": DAEMON, "groups": (DAEMON,)}, {"uid": NOBODY, "groups": (NOBODY, DAEMON)}, {})
    state = commons / ".hubyard"
    scribes = [start(state=str(state), group=DAEMON, first=number, **who) for number, who in enumerate((*members, *members))]
    assert [scribe.work() for scribe in scribes] == [
        [" ".join(["read", *map(str, reversed(range(number)))]), f"recorded {number}"] for number in range(6)
    ]


@as_others
@pytest.mark.parametrize("second", [{"uid": NOBODY, "groups": (NOBODY, DAEMON)}, {}], ids=["member", "root"])
def test_files_beside_the_database_are_writable_for_the_group(start: Start, commons: Path, second: dict[str, object]) -> None:
    folder = commons / ".hubyard/history"
    start(state=str(folder.parent), group=DAEMON, uid=DAEMON, groups=(DAEMON,)).work()
    reader = sqlite3.connect(folder / "builds.sqlite")
    assert start(state=str(folder.parent), group=DAEMON, first=1, **second).work() == ["read 0", "recorded 1"]
    reader.execute("SELECT * FROM builds").fetchall()
    found = {file.name: (oct(file.stat().st_mode & 0o777), file.stat().st_gid) for file in folder.iterdir()}
    reader.close()
    assert found == {f"builds.sqlite{suffix}": ("0o660", DAEMON) for suffix in ("", "-wal", "-shm")}
