"""How builds lie in the database of the history: a row for each, the build itself as a JSON document.

So a new field with a default needs no other schema, and `sqlite3` can still be asked: SELECT build ->> 'peak_bytes' FROM builds.
Stages in doubt are a row each, in a table of their own.
"""

from functools import cache
from typing import TYPE_CHECKING, Final

from hubyard.history.values import BuildMeasured

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION: Final = 1
"""Of SCHEMA, as PRAGMA user_version has it. A database of another version is set aside."""

KEPT: Final = 200
"""Builds of a hub: of both cache states many more than an estimate looks at."""

SCHEMA: Final = f"""
CREATE TABLE builds (id INTEGER PRIMARY KEY, hub TEXT NOT NULL, build TEXT NOT NULL);
CREATE INDEX builds_of_hub ON builds (hub, id);
PRAGMA user_version = {VERSION};
"""
"""`id` is the order in which builds were recorded: the clock may have jumped back."""

INSERT: Final = "INSERT INTO builds (hub, build) VALUES (:hub, :build)"
FORGET: Final = (
    "DELETE FROM builds WHERE hub = :hub AND id <= (SELECT id FROM builds WHERE hub = :hub ORDER BY id DESC LIMIT 1 OFFSET :kept)"
)
SELECT: Final = "SELECT build FROM builds WHERE :hub IS NULL OR hub = :hub ORDER BY id DESC LIMIT :limit"
NO_LIMIT: Final = -1

DOUBTS: Final = "CREATE TABLE IF NOT EXISTS doubts (hub TEXT NOT NULL, stage TEXT NOT NULL, PRIMARY KEY (hub, stage))"
"""Made by whoever writes, and no part of SCHEMA: with another VERSION each database from before there were doubts would be set aside."""
HAS_DOUBTS: Final = "SELECT name FROM sqlite_master WHERE name = 'doubts'"
DOUBT: Final = "INSERT OR IGNORE INTO doubts (hub, stage) VALUES (:hub, :stage)"
DOUBTED: Final = "SELECT stage FROM doubts WHERE hub = :hub ORDER BY stage"
SETTLE: Final = "DELETE FROM doubts WHERE hub = :hub"


def write_build(build: BuildMeasured) -> str:
    return _documents().dump_json(build).decode()


def parse_build(text: str) -> BuildMeasured | None:
    """None for what is no build, or one with an outcome that is not known yet: a row must not cost the others."""
    from pydantic import ValidationError  # noqa: PLC0415  loaded with the settings

    try:
        return _documents().validate_json(text)
    except ValidationError:
        return None


@cache
def _documents() -> "TypeAdapter[BuildMeasured]":
    from pydantic import TypeAdapter  # noqa: PLC0415  as above

    return TypeAdapter(BuildMeasured)
