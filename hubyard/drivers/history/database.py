"""What is asked of SQLite. Each question is a connection of its own: none may outlive a fork, and deploys fork."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from errno import EACCES, EAGAIN, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path
from typing import Final

from hubyard.history.events import Trouble
from hubyard.history.rows import (
    DOUBT,
    DOUBTED,
    DOUBTS,
    FORGET,
    HAS_DOUBTS,
    INSERT,
    KEPT,
    NO_LIMIT,
    SCHEMA,
    SELECT,
    SETTLE,
    VERSION,
    parse_build,
    write_build,
)
from hubyard.history.values import BuildMeasured

PATIENCE_S: Final = 5
"""For a writer before us: it needs milliseconds, unless its disk is as busy as a disk can be, or it was stopped."""

PRIMARY: Final = 0xFF
"""The part of an error code without its details (sqlite.org/rescode.html)."""

TROUBLES: Final = {
    sqlite3.SQLITE_CORRUPT: Trouble.BROKEN,
    sqlite3.SQLITE_NOTADB: Trouble.BROKEN,
    sqlite3.SQLITE_ERROR: Trouble.BROKEN,  # no such table or column: our questions are always the same
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_PROTOCOL: Trouble.BUSY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.FORBIDDEN,
    sqlite3.SQLITE_CANTOPEN: Trouble.FORBIDDEN,
    sqlite3.SQLITE_PERM: Trouble.FORBIDDEN,
}
SYSTEM_TROUBLES: Final = {
    EAGAIN: Trouble.BUSY,
    ENOSPC: Trouble.FULL,
    EDQUOT: Trouble.FULL,
    EACCES: Trouble.FORBIDDEN,
    EPERM: Trouble.FORBIDDEN,
    EROFS: Trouble.FORBIDDEN,
}


class Unfit(Exception):
    """A history that can be of no use to us, now or later."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def make_database(file: Path) -> None:
    with _connected(file, "mode=rwc") as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript(SCHEMA)


def insert(file: Path, build: BuildMeasured) -> None:
    """Raises Unfit, sqlite3.Error."""
    with _written(file, "NORMAL") as database:  # with WAL: never torn, whatever happens; a power cut may cost the last build
        database.execute(INSERT, {"hub": build.hub, "build": write_build(build)})
        database.execute(FORGET, {"hub": build.hub, "kept": KEPT})
        database.execute(SETTLE, {"hub": build.hub})


def insert_doubts(file: Path, *, hub: str, stages: Sequence[str]) -> None:
    """Raises Unfit, sqlite3.Error."""
    with _written(file, "FULL") as database:
        database.executemany(DOUBT, [{"hub": hub, "stage": stage} for stage in stages])


def select_doubts(file: Path, *, hub: str) -> Sequence[str]:
    """Raises Unfit, sqlite3.Error."""
    if not _rows(file, HAS_DOUBTS, {}):
        return []
    return [stage for (stage,) in _rows(file, DOUBTED, {"hub": hub})]


def select(file: Path, *, hub: str | None, limit: int | None) -> Sequence[BuildMeasured]:
    """Raises Unfit, sqlite3.Error."""
    rows = _rows(file, SELECT, {"hub": hub, "limit": NO_LIMIT if limit is None else max(0, limit)})
    return [build for (text,) in rows if (build := parse_build(text))]


def _rows(file: Path, question: str, asked: Mapping[str, object]) -> Sequence[tuple[str]]:
    """Where nothing can be written SQLite cannot make its -shm, without which it does not read.

    But where nothing is in a -wal, nobody writes and all there is is in the file itself: then it is read as one that does not change.
    """
    try:
        return _selected(file, "mode=rw", question, asked)
    except sqlite3.OperationalError as fault:
        if _trouble(fault) not in {Trouble.FORBIDDEN, Trouble.FULL} or _has_wal(file):
            raise
        return _selected(file, "mode=ro&immutable=1", question, asked)


def _has_wal(file: Path) -> bool:
    wal = file.with_name(f"{file.name}-wal")
    return wal.exists() and wal.stat().st_size > 0


def _selected(file: Path, query: str, question: str, asked: Mapping[str, object]) -> Sequence[tuple[str]]:
    with _opened(file, query) as database:
        return database.execute(question, asked).fetchall()


def trouble_of(fault: sqlite3.Error | OSError | Unfit) -> Trouble:
    if isinstance(fault, Unfit):
        return fault.trouble
    return _trouble(fault) if isinstance(fault, sqlite3.Error) else SYSTEM_TROUBLES.get(fault.errno or 0, Trouble.FAILED)


@contextmanager
def _written(file: Path, synchronous: str) -> Iterator[sqlite3.Connection]:
    """All that is done in it at once, or nothing."""
    with _opened(file) as database:
        database.execute(f"PRAGMA synchronous = {synchronous}")
        database.execute("BEGIN IMMEDIATE")  # closed without COMMIT it is undone
        database.execute(DOUBTS)
        yield database
        database.execute("COMMIT")


@contextmanager
def _opened(file: Path, query: str = "mode=rw") -> Iterator[sqlite3.Connection]:
    """A database of our version. Raises Unfit for anything else."""
    try:
        with _connected(file, query) as database:
            _must_be_ours(database)
            yield database
    except sqlite3.Error as fault:
        if _trouble(fault) is Trouble.BROKEN:
            raise Unfit(Trouble.BROKEN) from fault
        raise


@contextmanager
def _connected(file: Path, query: str) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(f"{file.absolute().as_uri()}?{query}", uri=True, timeout=PATIENCE_S, isolation_level=None)
    try:
        yield database
    finally:
        database.close()


def _must_be_ours(database: sqlite3.Connection) -> None:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        raise Unfit(Trouble.OTHER_VERSION if version else Trouble.BROKEN)  # 0: an empty file, or one that is not ours


def _trouble(fault: sqlite3.Error) -> Trouble:
    code = getattr(fault, "sqlite_errorcode", 0)  # Python's own have none
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return Trouble.FULL
    return TROUBLES.get(code & PRIMARY, Trouble.FAILED)
