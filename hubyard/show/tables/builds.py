"""The builds that are on record, and the log of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from hubyard.engine.build_record import BuildRecord
from hubyard.show.answer import Answer
from hubyard.show.filters import duration
from hubyard.show.output import Page
from hubyard.show.speech import Speech, showable
from hubyard.show.tables.grid import Cell, Column, Tone, grid_lines

_COLUMNS: Final = (Column("build_id"), Column("hub"), Column("result"), Column("took", right=True), Column("revision"))


@dataclass(frozen=True, kw_only=True)
class BuildsAnswer(Answer):
    records: tuple[BuildRecord, ...]
    schema: ClassVar[str] = "hubyard.builds/1"

    def as_json(self) -> Mapping[str, Any]:
        return {"builds": [_as_json(record) for record in self.records]}

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:
        if not self.records:
            return [speech.say("tables", "builds_none")]
        return grid_lines(_COLUMNS, [_row(record, speech) for record in self.records], speech=speech, page=page)


@dataclass(frozen=True, kw_only=True)
class BuildLogAnswer(Answer):
    record: BuildRecord
    text: str
    schema: ClassVar[str] = "hubyard.build_log/1"

    def as_json(self) -> Mapping[str, Any]:
        return {**_as_json(self.record), "lines": self.text.splitlines()}

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:  # noqa: ARG002  as it was printed: to be searched and copied
        return [showable(line) for line in self.text.splitlines()]


def build_id(record: BuildRecord) -> str:
    """The time in the log's name; `--build=` takes as much of the name as is needed."""
    return record.log.stem.partition("-")[0]


def result_of(record: BuildRecord) -> str:
    """A key of `[result]` in words.toml."""
    match record.status:
        case None:
            return "unfinished"
        case 0:
            return "built"
        case -1:
            return "stopped"
        case _:
            return "failed"


def _row(record: BuildRecord, speech: Speech) -> Sequence[Cell | str]:
    result = result_of(record)
    tone = {"built": Tone.GOOD, "failed": Tone.BAD}.get(result, Tone.WAITING)
    took = duration(record.elapsed_s, speech.language)
    return [build_id(record), record.hub, Cell(speech.word("result", result), tone), took, record.revision]


def _as_json(record: BuildRecord) -> dict[str, Any]:
    return {
        "build": record.log.stem,
        "hub": record.hub,
        "started": record.started.isoformat(),
        "result": result_of(record),
        "elapsed_s": record.elapsed_s,
        "revision": record.revision,
        "tag": record.tag,
        "log": str(record.log),
    }
