"""The cases of tests/data/oom, and those of a folder that HUBYARD_CASES names: <id>.txt and <id>.json, which is the verdict."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hubyard.host.oom import OomVerdict, Victim

OURS = Path("tests/data/oom")
OTHERS = os.environ.get("HUBYARD_CASES", "")
VALUES = ("kind", "victim_comm", "victim_pid", "cgroup", "container_id", "asker_comm", "asker_container_id")
FIGURES = ("anon_rss_bytes", "limit_bytes", "kills")


@dataclass(frozen=True, kw_only=True)
class Case:
    id: str
    text: str
    told: dict[str, Any]

    def compare(self, verdict: OomVerdict) -> tuple[dict[str, Any], dict[str, Any]]:
        """Of each key that the case tells: what it says, what we say."""
        keys = [key for key in (*VALUES, *FIGURES) if key in self.told]
        victims = self.told.get("victims", [])
        said = {key: getattr(verdict, key) for key in keys}
        if victims:
            said["victims"] = [{key: getattr(ours, key) for key in theirs} for ours, theirs in zip(verdict.victims, victims, strict=True)]
        return {key: self.told[key] for key in said}, said


def folders() -> list[Path]:
    named = Path(OTHERS) if OTHERS else None
    return [OURS, *([named / "oom" if (named / "oom").is_dir() else named] if named else [])]


def read_cases(folder: Path) -> list[Case]:
    return [
        Case(id=path.stem, text=path.with_suffix(".txt").read_text(), told=json.loads(path.read_text()))
        for path in sorted(folder.glob("*.json"))
    ]


def known_victims(verdict: OomVerdict) -> dict[int | None, Victim]:
    return {victim.pid: victim for victim in verdict.victims}
