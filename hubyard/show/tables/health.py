"""What each hub answered at the gateway."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from hubyard.deploy.values import HealthReport, HubHealth
from hubyard.errors import Status
from hubyard.show.answer import Answer
from hubyard.show.filters import duration
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.grid import NOTHING, Cell, Column, Tone, grid_lines

_COLUMNS: Final = (Column("hub"), Column("answer", wraps=True), Column("took", right=True), Column("revision"), Column("url", wraps=True))


@dataclass(frozen=True, kw_only=True)
class HealthAnswer(Answer):
    report: HealthReport
    schema: ClassVar[str] = "hubyard.health/1"

    @property
    def status(self) -> Status:
        return self.report.status

    def as_json(self) -> Mapping[str, Any]:
        return {"status": int(self.status), "hubs": [asdict(hub) for hub in self.report.hubs]}

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:
        hubs = self.report.hubs
        ill = [hub for hub in hubs if not hub.well]
        summary = (
            speech.say("tables", "health_ill", hubs=len(hubs), ill=len(ill), first=ill[0].hub)
            if ill
            else speech.say("tables", "health_well", hubs=len(hubs))
        )
        return [*grid_lines(_COLUMNS, [_row(hub, speech) for hub in hubs], speech=speech, page=page), "", summary]


def _row(hub: HubHealth, speech: Speech) -> Sequence[Cell | str]:
    said = " ".join(part for part in (str(hub.status or ""), hub.detail) if part)
    return [
        hub.hub,
        Cell(said or "–", Tone.GOOD if hub.well else Tone.BAD),
        duration(hub.seconds, speech.language),
        hub.revision or NOTHING,
        urlsplit(hub.url).path,
    ]
