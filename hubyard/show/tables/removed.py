"""What `invoke down` took away."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from hubyard.deploy.values import Removed
from hubyard.show.answer import Answer
from hubyard.show.output import Page
from hubyard.show.speech import Speech


@dataclass(frozen=True, kw_only=True)
class RemovedAnswer(Answer):
    removed: Removed
    schema: ClassVar[str] = "hubyard.removed/1"

    def as_json(self) -> Mapping[str, Any]:
        return {name: list(values) for name, values in asdict(self.removed).items()}

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:  # noqa: ARG002  as wide as it is: to be copied
        removed = asdict(self.removed)
        return speech.say("tables", "removed" if any(removed.values()) else "removed_nothing", **removed).splitlines()
