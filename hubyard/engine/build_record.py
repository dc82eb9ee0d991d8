"""What is kept of a build beside its log."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class BuildRecord:
    """`status` None and `elapsed_s` None: it runs, or was killed with us. `status` -1: ended by its limit or interrupted."""

    hub: str
    tag: str
    revision: str
    started: datetime
    status: int | None
    elapsed_s: float | None
    log: Path


def write_record(record: BuildRecord) -> str:
    return json.dumps({**asdict(record), "started": record.started.isoformat(), "log": record.log.name}, ensure_ascii=False) + "\n"


def parse_record(text: str, *, folder: Path) -> BuildRecord:
    """`folder` holds the log. Raises ValueError, KeyError or TypeError for what is no record."""
    said: dict[str, Any] = json.loads(text)
    return BuildRecord(**{**said, "started": datetime.fromisoformat(said["started"]), "log": folder / said["log"]})
