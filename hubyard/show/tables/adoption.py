"""What was adopted, whence each value comes, and what could not be decided."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from shlex import quote
from typing import Any, ClassVar, Final

from hubyard.adoption.values import Adoption, Finding, Kind, OpenPoint, Proposal, Verdict
from hubyard.config.keys import document_of
from hubyard.show.answer import Answer
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.grid import NOTHING, Cell, Column, Tone, grid_lines

_COLUMNS: Final = (Column("hub"), Column("key"), Column("value", wraps=True), Column("from", wraps=True))
_SERVICES: Final = (Column("service"), Column("kind"), Column("why", wraps=True))
_OPEN: Final = (Column("hub"), Column("undecided", wraps=True))
_SHOWN: Final = ("service", "path", "route", "health_path", "port", "remote", "branch", "profiles")


@dataclass(frozen=True)
class SpokenWording:
    """`adoption.files.Wording`: the comments in what is written, in the reader's language."""

    speech: Speech

    def head(self) -> str:
        return self.speech.say("adoption", "head")

    def finding(self, finding: Finding) -> str:
        return self.speech.say("adoption", "finding", source=finding.source.value, place=finding.place)

    def open_point(self, point: OpenPoint) -> str:
        return self.speech.say("adoption", f"open.{point.what.value}", detail=point.detail)


@dataclass(frozen=True, kw_only=True)
class AdoptionAnswer(Answer):
    adoption: Adoption
    schema: ClassVar[str] = "hubyard.adopt/1"

    @property
    def open_points(self) -> Sequence[OpenPoint]:
        return [*self.adoption.open_points, *(point for hub in self.adoption.hubs for point in hub.open_points)]

    def as_json(self) -> Mapping[str, Any]:
        adoption = self.adoption
        return {
            "folder": str(adoption.folder),
            "yard": str(adoption.yard),
            "dry_run": adoption.dry_run,
            "hubs": [_hub_as_json(hub) for hub in adoption.hubs],
            "before": list(adoption.before),
            "services": [asdict(verdict) for verdict in adoption.verdicts],
            "open": [asdict(point) for point in self.open_points],
            "files": [str(file) for file in adoption.files],
        }

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:
        adoption = self.adoption
        wording = SpokenWording(speech)
        others = [verdict for verdict in adoption.verdicts if verdict.kind is not Kind.HUB]
        title = "would_adopt" if adoption.dry_run else "adopted"
        rows = [row for hub in adoption.hubs for row in _rows(hub, wording)]
        lines = [speech.say("adoption", f"answer.{title}", folder=adoption.folder), *grid_lines(_COLUMNS, rows, speech=speech, page=page)]
        if others:
            lines += ["", *grid_lines(_SERVICES, [_verdict(verdict, speech) for verdict in others], speech=speech, page=page)]
        points: list[Sequence[Cell | str]] = [[point.hub or NOTHING, wording.open_point(point)] for point in self.open_points]
        lines += ["", *(grid_lines(_OPEN, points, speech=speech, page=page) if points else [speech.say("adoption", "answer.decided")]), ""]
        if adoption.before:
            lines.append(speech.say("adoption", "answer.before", before=adoption.before))
        if not adoption.dry_run:
            lines.append(speech.say("adoption", "answer.written", yard=adoption.yard))
        return [*lines, speech.say("adoption", "answer.next", command=self._next())]

    def _next(self) -> str:
        adoption = self.adoption
        if adoption.dry_run:
            return f"invoke adopt {quote(str(adoption.folder))} --yard={quote(str(adoption.yard))}"
        return f"HUBYARD_YARD={quote(str(adoption.yard))} invoke deploy --hub=all --dry-run"


def _rows(hub: Proposal, wording: SpokenWording) -> list[Sequence[Cell | str]]:
    values = document_of(hub.settings, defaults=True)
    rows: list[Sequence[Cell | str]] = []
    for key in _SHOWN:
        finding, value = hub.findings.get(key), values.get(key)
        if value or finding:
            shown = ", ".join(value) if isinstance(value, list) else str("" if value is None else value)
            rows.append(["" if rows else hub.name, key, shown, wording.finding(finding) if finding else Cell("", Tone.QUIET)])
    return rows


def _verdict(verdict: Verdict, speech: Speech) -> Sequence[Cell | str]:
    why = speech.say("adoption", f"because.{verdict.because.value}", evidence=verdict.evidence)
    return [verdict.service, speech.word("kind", verdict.kind.value), why]


def _hub_as_json(hub: Proposal) -> Mapping[str, Any]:
    return {
        "hub": hub.name,
        "checkout": str(hub.checkout),
        "settings": document_of(hub.settings, defaults=True),
        "from": {key: asdict(finding) for key, finding in hub.findings.items()},
    }
