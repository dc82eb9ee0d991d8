"""What builds needed: when, with what outcome, for how long, how much memory, and what they had been given."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Final

from hubyard.history.values import BuildMeasured, BuildOutcome
from hubyard.show.answer import Answer
from hubyard.show.filters import clock, size, stopwatch
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.grid import NOTHING, Cell, Column, Tone, grid_lines

_COLUMNS: Final = (
    Column("hub", wraps=True),
    Column("began"),
    Column("outcome"),
    Column("cache"),
    Column("took", right=True),
    Column("peak", right=True),
    Column("grant", right=True),
    Column("cap", right=True),
)
_TONES: Final = {
    BuildOutcome.WELL: Tone.GOOD,
    BuildOutcome.FAILED: Tone.BAD,
    BuildOutcome.KILLED: Tone.BAD,
    BuildOutcome.THRASHED: Tone.BAD,
    BuildOutcome.STOPPED: Tone.WAITING,
}


@dataclass(frozen=True, kw_only=True)
class HistoryAnswer(Answer):
    """`builds` newest first; `names` of their hubs, by slug."""

    builds: tuple[BuildMeasured, ...]
    names: Mapping[str, str]
    schema: ClassVar[str] = "hubyard.history/1"

    def as_json(self) -> Mapping[str, Any]:
        return {"builds": [self._as_json(build) for build in self.builds]}

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:
        if not self.builds:
            return [speech.say("tables", "history_none")]
        return grid_lines(_COLUMNS, [self._row(build, speech) for build in self.builds], speech=speech, page=page)

    def _row(self, build: BuildMeasured, speech: Speech) -> Sequence[Cell | str]:
        return [
            self.names[build.hub],
            clock(build.began),
            Cell(speech.word("outcome", build.outcome), _TONES[build.outcome]),
            speech.word("cache", build.cache),
            stopwatch(build.elapsed_s),
            _peak(build),
            size(build.granted_bytes) if build.granted_bytes else NOTHING,
            size(build.cap_bytes) if build.cap_bytes else NOTHING,
        ]

    def _as_json(self, build: BuildMeasured) -> dict[str, Any]:
        return {
            **asdict(build),
            "hub": self.names[build.hub],
            "cache": build.cache.value,
            "outcome": build.outcome.value,
            "began": build.began.isoformat(),
            "peak_bytes": build.peak_bytes or None,
            "stages": [asdict(stage) for stage in build.stages],
            "killed_stages": list(build.killed_stages),
        }


def _peak(build: BuildMeasured) -> Cell | str:
    """`≥` where it was ended for its memory: it would have needed more."""
    if not build.peak_bytes:
        return NOTHING
    bound = "≥" if build.outcome in {BuildOutcome.KILLED, BuildOutcome.THRASHED} else ""
    return bound + size(build.peak_bytes)
