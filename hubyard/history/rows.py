"""How builds lie in the database of the history: a row for each, the build itself as a JSON document.

So a new field with a default needs no other schema, and `sqlite3` can still be asked: SELECT build ->> 'peak_bytes' FROM builds.
Stages in doubt are a row each, in a table of their own.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from hubyard.history.values import BuildMeasured, BuildOutcome, CacheState, StageMeasured

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
    return json.dumps(asdict(build), ensure_ascii=False, default=datetime.isoformat)


def parse_build(text: str) -> BuildMeasured | None:
    """None for what is no build, or one with an outcome that is not known yet: a row must not cost the others."""
    try:
        said = json.loads(text)
        return BuildMeasured(
            hub=str(said["hub"]),
            revision=str(said["revision"]),
            inputs=str(said["inputs"]),
            cold_inputs=str(said["cold_inputs"]),
            cache=CacheState(said["cache"]),
            outcome=BuildOutcome(said["outcome"]),
            began=datetime.fromisoformat(said["began"]),
            elapsed_s=float(said["elapsed_s"]),
            peak_bytes=int(said["peak_bytes"]),
            granted_bytes=int(said["granted_bytes"]),
            cap_bytes=None if said["cap_bytes"] is None else int(said["cap_bytes"]),
            stages=tuple(_stage(one) for one in said.get("stages", ())),
            killed_stages=tuple(str(one) for one in said.get("killed_stages", ())),
        )
    except (LookupError, TypeError, ValueError, ArithmeticError, RecursionError):
        return None


def _stage(said: Mapping[str, Any]) -> StageMeasured:
    return StageMeasured(name=str(said["name"]), peak_bytes=int(said["peak_bytes"]), elapsed_s=float(said["elapsed_s"]))
