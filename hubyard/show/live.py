"""The view of a deploy on a terminal: what happened stays above, and below one line moves for each hub at work."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self, TextIO

from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from hubyard.deploy.events import HealthAwaited, HubBegun, HubEnded, StageEnded, StageStarted
from hubyard.engine.events import BuildStep
from hubyard.events import Event
from hubyard.gate.events import TurnAwaited, TurnTaken, WaitTimedOut
from hubyard.show.filters import stopwatch
from hubyard.show.output import coloured
from hubyard.show.said import said_of
from hubyard.show.speech import Speech, showable

LOOKS_PER_S: Final = 4


@dataclass(kw_only=True)
class Line:
    """A hub at work. `since_s` is of the console's clock."""

    hub: str
    since_s: float
    doing: str = ""
    step: str = ""


class LiveView:
    """A listener. Lines are only set here; rich's own thread draws them."""

    def __init__(self, speech: Speech, environment: Mapping[str, str], *, stream: TextIO) -> None:
        self._speech = speech
        self._console = Console(file=stream, no_color=not coloured(stream, environment), highlight=False, markup=False, emoji=False)
        self._lines: dict[str, Line] = {}
        self._spinner = Spinner("dots", style="cyan")
        self._live = Live(
            self, console=self._console, refresh_per_second=LOOKS_PER_S, transient=True, redirect_stdout=False, redirect_stderr=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._lines.clear()
        with suppress(OSError):  # the terminal has gone
            self._live.stop()

    def tell(self, event: Event) -> None:
        self._update(event)
        if stays(event) and (said := said_of(event, self._speech)):
            with suppress(OSError):  # as PlainLines: a deploy does not end because nobody looks
                self._console.print(Text(said), soft_wrap=True)

    def _update(self, event: Event) -> None:
        match event:
            case HubBegun():
                self._lines[event.hub] = Line(hub=event.hub, since_s=self._console.get_time())
                self._live.start()
            case HubEnded():
                self._lines.pop(event.hub, None)
                if not self._lines:
                    self._live.stop()  # an empty view would still take a line
            case StageStarted():
                self._set(event.hub, doing=self._speech.word("stage", event.stage), anew=True)
            case BuildStep():
                self._set(event.hub, step=event.name)
            case HealthAwaited():
                self._set(event.hub, step=event.state)
            case TurnAwaited():
                self._set(event.hub, step=self._speech.say("gate", "waiting", wait_for=event.wait_for, position=event.position))
            case TurnTaken() | WaitTimedOut():
                self._set(event.hub)
            case _:
                pass

    def _set(self, hub: str, *, doing: str | None = None, step: str = "", anew: bool = False) -> None:
        """Names of hubs are compared without case: the gate knows them as slugs."""
        for line in self._lines.values():
            if line.hub.lower() == hub.lower():
                line.doing = line.doing if doing is None else doing
                line.step = step
                line.since_s = self._console.get_time() if anew else line.since_s

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Group(*(self._drawn(line) for line in list(self._lines.values())))

    def _drawn(self, line: Line) -> Table:
        """One line of the terminal, however long the step's name is."""
        row = Table.grid(padding=(0, 1), expand=True)
        for _ in range(4):
            row.add_column(no_wrap=True, min_width=1)
        row.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
        elapsed = stopwatch(self._console.get_time() - line.since_s)
        step = Text(" ".join(showable(line.step).split()), style="dim", overflow="ellipsis", no_wrap=True)
        row.add_row(self._spinner, Text(line.hub, style="bold"), Text(line.doing), Text(elapsed, style="cyan"), step)
        return row


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
