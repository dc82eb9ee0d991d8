"""Who listens to a task's events: a live view on a terminal, plain lines elsewhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from hubyard.deploy.events import LogLine
from hubyard.events import Event, Tell
from hubyard.show.output import forget, print_lines
from hubyard.show.said import said_of
from hubyard.show.speech import Speech


@contextmanager
def listening(speech: Speech, environment: Mapping[str, str], *, stream: TextIO) -> Iterator[Tell]:
    """Give the `tell` for the stream. The live view begins with the first event that wants one, and is gone when this ends."""
    if stream.isatty() and environment.get("TERM", "dumb") != "dumb":
        from hubyard.show.live import LiveView  # noqa: PLC0415  rich is 26 ms and more

        with LiveView(speech, environment, stream=stream) as view:
            yield view.tell
    else:
        yield PlainLines(speech, stream=stream).tell


class PlainLines:
    """Each event's sentence as it comes, without colours or movement: for pipes, files, CI.

    A reader that has gone, or a full disk, must not end a deploy in the middle, nor its putting back: the rest is told to nobody. Only
    who follows a log ends with its reader.
    """

    def __init__(self, speech: Speech, *, stream: TextIO) -> None:
        self._speech, self._stream, self._heard = speech, stream, True

    def tell(self, event: Event) -> None:
        if self._heard and (said := said_of(event, self._speech)):
            try:
                print_lines([said], stream=self._stream)
            except OSError:
                self._heard = False
                forget(self._stream)
                if isinstance(event, LogLine):
                    raise
