"""The last lines that hubs wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from hubyard.deploy.events import LogLine
from hubyard.show.answer import Answer
from hubyard.show.output import Page
from hubyard.show.speech import Speech


@dataclass(frozen=True, kw_only=True)
class LogsAnswer(Answer):
    """`lines` by hub, the lines of one behind each other; a hub that wrote nothing has none."""

    lines: Mapping[str, Sequence[str]]
    schema: ClassVar[str] = "hubyard.logs/1"

    def as_json(self) -> Mapping[str, Any]:
        return {"hubs": [{"hub": hub, "lines": list(lines)} for hub, lines in self.lines.items()]}

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:  # noqa: ARG002  as they were written: to be searched and copied
        return [speech.said_of(LogLine(hub=hub, text=line)) for hub, lines in self.lines.items() for line in lines]
