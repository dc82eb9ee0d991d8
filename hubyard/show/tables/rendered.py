"""The files that `invoke render` wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from hubyard.show.answer import Answer
from hubyard.show.output import Page
from hubyard.show.speech import Speech


@dataclass(frozen=True, kw_only=True)
class RenderedAnswer(Answer):
    files: tuple[Path, ...]
    schema: ClassVar[str] = "hubyard.rendered/1"

    def as_json(self) -> Mapping[str, Any]:
        return {"files": [str(file) for file in self.files]}

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:  # noqa: ARG002  paths as they are: to be copied
        return [str(file) for file in self.files]
