"""Where a new hub was written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from shlex import quote
from typing import Any, ClassVar

from hubyard.adoption.new import NewHub
from hubyard.show.answer import Answer
from hubyard.show.output import Page
from hubyard.show.speech import Speech


@dataclass(frozen=True, kw_only=True)
class NewHubAnswer(Answer):
    new: NewHub
    schema: ClassVar[str] = "hubyard.new/1"

    def as_json(self) -> Mapping[str, Any]:
        return {"hub": self.new.name, "folder": str(self.new.folder), "files": [str(file) for file in self.new.files]}

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:  # noqa: ARG002  two lines fit any page
        command = f"HUBYARD_YARD={quote(str(self.new.folder.parent))} invoke deploy --hub={quote(self.new.name)}"
        return [
            speech.say("adoption", "answer.new_hub", folder=self.new.folder, count=len(self.new.files)),
            speech.say("adoption", "answer.next", command=command),
        ]
