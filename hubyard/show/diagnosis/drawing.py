"""What a page draws, as numbers: where on a line of time something stands, and how full a bar is. Percent of the width."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.host import Pressure
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.report import Report
from hubyard.diagnosis.rules.judging import LIVELOCK_SHARE
from hubyard.diagnosis.values import KILLS
from hubyard.history.values import BuildMeasured, BuildOutcome
from hubyard.show.diagnosis.readings import disk_fields, percent, pressures_of
from hubyard.show.speech import Speech

LEAST: Final = timedelta(hours=1)
MOST: Final = timedelta(days=14)
TICKS: Final = 3
MOST_HUBS: Final = 8
MOST_CONTAINERS: Final = 8
WIDTH: Final = 100.0
LEAST_WIDTH: Final = 0.6
"""What is shorter would not be seen."""
PSI_WINDOW: Final = timedelta(seconds=300)
LEAST_PRESSURE: Final = 0.01
MUCH_PRESSURE: Final = 0.1
"""Of `full`: a tenth of the time nothing at all got on."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A moment. `killed`: for want of memory."""

    x: float
    title: str
    killed: bool


@dataclass(frozen=True, kw_only=True)
class Span:
    x: float
    width: float
    title: str
    bad: bool


@dataclass(frozen=True, kw_only=True)
class Lane:
    """The builds of a hub, or the pressure on memory."""

    label: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """`ticks`: a moment each, at equal distances, the first at the left end and the last at the right."""

    ticks: tuple[str, ...]
    marks: tuple[Mark, ...]
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, kw_only=True)
class Bar:
    """`tone`: "good", "warn" or "bad"; `x` how full."""

    label: str
    text: str
    x: float
    tone: str


def timeline_of(report: Report, headlines: Sequence[str], speech: Speech) -> Timeline | None:
    """From the oldest of what is known to have happened, at most two weeks back. None where nothing is known."""
    from hubyard.show.filters import moment  # noqa: PLC0415

    end = _aware(report.facts.taken)
    history = () if isinstance(report.facts.yard, Unread) else report.facts.yard.history
    moments = [_aware(one.at) for one in report.verdict.incidents if one.at] + [_aware(build.began) for build in history]
    recent = [one for one in moments if end - MOST <= one <= end + LEAST]
    if not recent:
        return None
    begin = min(*recent, end - LEAST)
    begin -= (end - begin) / 20
    line = _Line(begin=begin, end=end)
    ticks = tuple(moment(begin + (end - begin) * number / TICKS) for number in range(TICKS + 1))
    lanes = (*line.pressure(report.facts, speech), *line.lanes(report.facts, speech))
    return Timeline(ticks=ticks, marks=tuple(line.marks(report, headlines)), lanes=lanes)


@dataclass(frozen=True, kw_only=True)
class _Line:
    begin: datetime
    end: datetime

    def x(self, at: datetime) -> float:
        share = (_aware(at) - self.begin) / (self.end - self.begin)
        return round(WIDTH * min(1.0, max(0.0, share)), 2)

    def marks(self, report: Report, headlines: Sequence[str]) -> Iterator[Mark]:
        for incident, headline in zip(report.verdict.incidents, headlines, strict=True):
            if incident.at is not None and _aware(incident.at) >= self.begin:
                yield Mark(x=self.x(incident.at), title=headline, killed=incident.what in KILLS)

    def pressure(self, facts: Facts, speech: Speech) -> Iterator[Lane]:
        """The kernel keeps it for five minutes: at the end of the line, and only where there was any."""
        pressure = None if isinstance(facts.memory, Unread) else facts.memory.pressure
        if pressure is not None and pressure.some_300_share >= LEAST_PRESSURE:
            left = min(self.x(self.end - PSI_WINDOW), WIDTH - LEAST_WIDTH)
            span = Span(x=left, width=WIDTH - left, title=_shares(pressure), bad=pressure.full_300_share >= MUCH_PRESSURE)
            yield Lane(label=speech.say("diagnosis", "label.pressure"), spans=(span,))

    def lanes(self, facts: Facts, speech: Speech) -> Iterator[Lane]:
        """Of the hubs that built last."""
        builds = [] if isinstance(facts.yard, Unread) else [one for one in facts.yard.history if _aware(one.began) >= self.begin]
        for hub in list(dict.fromkeys(build.hub for build in builds))[:MOST_HUBS]:
            yield Lane(label=hub, spans=tuple(self._span(build, speech) for build in builds if build.hub == hub))

    def _span(self, build: BuildMeasured, speech: Speech) -> Span:
        from hubyard.show.filters import duration, size  # noqa: PLC0415

        left, right = self.x(build.began), self.x(_aware(build.began) + timedelta(seconds=build.elapsed_s))
        told = (speech.word("outcome", build.outcome), duration(build.elapsed_s, speech.language), size(build.peak_bytes))
        return Span(x=left, width=max(LEAST_WIDTH, right - left), title=", ".join(told), bad=build.outcome is not BuildOutcome.WELL)


def bars_of(facts: Facts, speech: Speech) -> tuple[Bar, ...]:
    """How full memory, swap, the group we are in, the disks and the largest containers are."""
    return (*_memory_bars(facts, speech), *_disk_bars(facts), *_container_bars(facts))


def pressure_bars_of(facts: Facts, speech: Speech) -> tuple[Bar, ...]:
    """Over the last five minutes."""
    if isinstance(facts.memory, Unread):
        return ()
    return tuple(_pressure_bar(name, pressure, speech) for name, pressure in pressures_of(facts.memory).items())


def _pressure_bar(resource: str, pressure: Pressure, speech: Speech) -> Bar:
    """That processes wait for a processor is no fault of the host."""
    tone = _tone(pressure.full_300_share, warn=MUCH_PRESSURE, bad=LIVELOCK_SHARE) if resource != "cpu" else "good"
    return Bar(label=speech.word("resource", resource), text=_shares(pressure), x=_x(pressure.some_300_share), tone=tone)


def _shares(pressure: Pressure) -> str:
    return f"{percent(pressure.some_300_share)} % / {percent(pressure.full_300_share)} %"


def _memory_bars(facts: Facts, speech: Speech) -> Iterator[Bar]:
    memory = facts.memory
    if isinstance(memory, Unread):
        return
    used_bytes = memory.total_bytes - memory.available_bytes
    yield _bar(speech.say("diagnosis", "label.memory"), used_bytes, memory.total_bytes)
    if memory.limit_bytes:
        yield _bar(speech.say("diagnosis", "label.group"), memory.limit_held_bytes, memory.limit_bytes)
    if memory.swap_total_bytes:
        yield _bar(speech.say("diagnosis", "label.swap"), memory.swap_total_bytes - memory.swap_free_bytes, memory.swap_total_bytes)


def _disk_bars(facts: Facts) -> Iterator[Bar]:
    for one in () if isinstance(facts.disk, Unread) else facts.disk.file_systems:
        yield _bar(str(disk_fields(one)["mount"]), one.total_bytes - one.free_bytes, one.total_bytes)


def _container_bars(facts: Facts) -> Iterator[Bar]:
    limited = (
        [] if isinstance(facts.containers, Unread) else [one for one in facts.containers.containers if one.held_bytes and one.limit_bytes]
    )
    for one in sorted(limited, key=lambda one: -(one.held_bytes or 0) / (one.limit_bytes or 1))[:MOST_CONTAINERS]:
        yield _bar(one.name, one.held_bytes or 0, one.limit_bytes or 0)


def _bar(label: str, used_bytes: int, total_bytes: int) -> Bar:
    from hubyard.show.filters import size  # noqa: PLC0415

    share = used_bytes / total_bytes if total_bytes else 0.0
    return Bar(label=label, text=f"{size(used_bytes)} / {size(total_bytes)}", x=_x(share), tone=_tone(share, warn=0.85, bad=0.95))


def _tone(share: float, *, warn: float, bad: float) -> str:
    return "bad" if share >= bad else "warn" if share >= warn else "good"


def _x(share: float) -> float:
    return round(WIDTH * min(1.0, max(0.0, share)), 2)


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
