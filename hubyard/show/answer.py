"""What a task has to say at its end: one value, shown as text or as a JSON document."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from hubyard.errors import HubyardError, Status

if TYPE_CHECKING:
    from hubyard.show.output import Page
    from hubyard.show.speech import Speech


class Answer(Protocol):
    """To be inherited. `schema` is the document's name and version, "hubyard.queue/1"; `status` becomes the exit status."""

    schema: ClassVar[str]

    @property
    def status(self) -> Status:
        return Status.DONE

    @property
    def problems(self) -> Sequence[HubyardError]:
        """Told after the lines, on standard error, three lines each. The document has them already."""
        return ()

    def as_json(self) -> Mapping[str, Any]:
        """The document without its schema: plain JSON values, times in ISO 8601, sizes in bytes, durations in seconds."""

    def as_lines(self, speech: "Speech", page: "Page") -> Sequence[str]:
        """For people, as wide as the page is in cells (a Korean syllable takes two)."""
