"""The view of a deploy on a terminal: what happened stays above, and below one line moves for each hub at work."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Final, Self, TextIO

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from hubyard.deploy.events import HealthAwaited, HubBegun, StageEnded, StageStarted
from hubyard.engine.events import BuildStep
from hubyard.events import Event
from hubyard.show.at_work import AtWork, HubLine
from hubyard.show.filters import stopwatch
from hubyard.show.output import coloured
from hubyard.show.said import said_of
from hubyard.show.speech import Speech, showable

LOOKS_PER_S: Final = 4


class LiveView:
    """A listener. Lines are only set here; rich's own thread draws them. It begins with the first hub, not before."""

    def __init__(self, speech: Speech, environment: Mapping[str, str], *, stream: TextIO) -> None:
        self._speech = speech
        self._console = Console(file=stream, no_color=not coloured(stream, environment), highlight=False, markup=False, emoji=False)
        self._at_work = AtWork(speech=speech)
        self._spinner = Spinner("dots", style="cyan")
        self._live = Live(
            self, console=self._console, refresh_per_second=LOOKS_PER_S, transient=True, redirect_stdout=False, redirect_stderr=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._at_work.lines.clear()
        with suppress(OSError):  # the terminal has gone
            self._live.stop()

    def tell(self, event: Event) -> None:
        self._at_work.hear(event, now_s=self._console.get_time())
        self._begin_or_end()
        if stays(event) and not self._at_work.is_among_ourselves(event) and (said := said_of(event, self._speech)):
            with suppress(OSError):  # as PlainLines: a deploy does not end because nobody looks
                self._console.print(Text(said), soft_wrap=True)

    def _begin_or_end(self) -> None:
        """An empty view would still take a line."""
        if self._at_work.lines:
            self._live.start()
        else:
            self._live.stop()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Group(*self._drawn(list(self._at_work.lines.values()), self._at_work.queue))

    def _drawn(self, lines: list[HubLine], queue: tuple[str, ...]) -> Iterable[RenderableType]:
        """One line of the terminal for each, however long the step's name is; columns one below the other."""
        with_memory = any(line.memory for line in lines)
        table = Table.grid(padding=(0, 1), expand=True)
        for _ in range(5 if with_memory else 4):
            table.add_column(no_wrap=True, min_width=1)
        table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        for line in lines:
            elapsed = Text(stopwatch(self._console.get_time() - line.since_s), style="cyan")
            memory = [Text(line.memory, style="magenta", justify="right")] if with_memory else []
            step = Text(" ".join(showable(line.step).split()), style="dim", overflow="ellipsis", no_wrap=True)
            table.add_row(self._spinner, Text(line.hub, style="bold"), Text(line.doing), elapsed, *memory, step)
        yield table
        if queue:
            yield Text("  " + self._speech.say("deploy", "begun_later", hubs=queue), style="dim", overflow="ellipsis", no_wrap=True)


def stays(event: Event) -> bool:
    """What is worth a line of its own above; the rest is seen in the moving line and in the closing table."""
    match event:
        case BuildStep() | HealthAwaited() | HubBegun():
            return False
        case StageStarted():
            return event.stage == "build"
        case StageEnded():
            return event.failed or event.stage == "build"
        case _:
            return True
