"""What runs in the yard, and the gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from hubyard.deploy.values import HubStatus, YardStatus
from hubyard.gate.port import Queue
from hubyard.show.answer import Answer
from hubyard.show.filters import clock, size
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.grid import NOTHING, Cell, Column, Tone, grid_lines
from hubyard.show.tables.queue import QueueAnswer

_COLUMNS: Final = (
    Column("hub"),
    Column("state"),
    Column("revision"),
    Column("since"),
    Column("image", right=True),
)
_MORE_COLUMNS: Final = (Column("hub"), Column("container"), Column("releases", wraps=True))


@dataclass(frozen=True, kw_only=True)
class StatusAnswer(Answer):
    yard: YardStatus
    queue: Queue
    schema: ClassVar[str] = "hubyard.status/1"

    def as_json(self) -> Mapping[str, Any]:
        return {
            "yard": self.yard.yard,
            "hubs": [_hub_as_json(hub) for hub in self.yard.hubs],
            "gateway": {"address": self.yard.gateway, "running": self.yard.gateway_running},
            "queue": QueueAnswer(queue=self.queue).as_json(),
        }

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:
        yard = self.yard
        return [
            speech.say("tables", "status_yard", yard=yard.yard),
            "",
            *grid_lines(_COLUMNS, [_row(hub, speech) for hub in yard.hubs], speech=speech, page=page),
            "",
            *grid_lines(_MORE_COLUMNS, [_more(hub) for hub in yard.hubs], speech=speech, page=page),
            "",
            speech.say("tables", "status_gateway", gateway=yard.gateway, running=yard.gateway_running),
            "",
            *QueueAnswer(queue=self.queue).as_lines(speech, page),
        ]


def _row(hub: HubStatus, speech: Speech) -> Sequence[Cell | str]:
    well = hub.state == "running" and hub.health in {"", "healthy"}
    state = hub.health if hub.state == "running" and hub.health else hub.state
    tone = Tone.GOOD if well else Tone.QUIET if hub.state == "absent" else Tone.WAITING if hub.health == "starting" else Tone.BAD
    since = clock(hub.since) if hub.since else NOTHING
    image = size(hub.image_bytes) if hub.image_bytes else NOTHING
    return [hub.hub, Cell(speech.word("state", state), tone), hub.revision or NOTHING, since, image]


def _more(hub: HubStatus) -> Sequence[Cell | str]:
    return [hub.hub, hub.container or NOTHING, " ".join(hub.releases) or NOTHING]


def _hub_as_json(hub: HubStatus) -> Mapping[str, Any]:
    return {
        "hub": hub.hub,
        "container": hub.container,
        "state": hub.state,
        "health": hub.health,
        "revision": hub.revision,
        "since": hub.since.isoformat() if hub.since else None,
        "image_bytes": hub.image_bytes,
        "releases": list(hub.releases),
    }
