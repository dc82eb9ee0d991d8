"""How a deploy ended: a row a hub with the time of each stage, then what went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from hubyard.deploy.values import Action, HubOutcome
from hubyard.errors import HubyardError, Status, worst
from hubyard.show.answer import Answer
from hubyard.show.errors import error_as_json
from hubyard.show.filters import size, stopwatch
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.grid import NOTHING, Cell, Column, Tone, grid_lines

STAGES: Final = ("pull", "build", "tag", "start", "cleanup")
_COLUMNS: Final = (
    Column("hub"),
    Column("result"),
    *(Column(stage, right=True) for stage in STAGES),
    Column("total", right=True),
    Column("image", right=True),
)
_WELL: Final = {Action.BUILD: "built", Action.RESTART: "restarted", Action.UNCHANGED: "unchanged"}
_ILL: Final = {Status.FAILED: "failed", Status.MEMORY: "memory", Status.REFUSED: "refused", Status.BUSY: "busy", Status.USAGE: "failed"}


@dataclass(frozen=True, kw_only=True)
class DeployAnswer(Answer):
    """`skipped` are the names of hubs that were not begun; `elapsed_s` is of all together where several were at work at once, else 0."""

    outcomes: tuple[HubOutcome, ...]
    skipped: tuple[str, ...] = ()
    elapsed_s: float = 0.0
    schema: ClassVar[str] = "hubyard.deploy/1"

    @property
    def status(self) -> Status:
        return worst([outcome.status for outcome in self.outcomes])

    @property
    def problems(self) -> Sequence[HubyardError]:
        """Those that say the same, a lost engine or a Ctrl-C, once."""
        found: dict[tuple[str, str], HubyardError] = {}
        for problem in (outcome.problem for outcome in self.outcomes if outcome.problem):
            found.setdefault((problem.code(), str(problem)), problem)
        return list(found.values())

    def as_json(self) -> Mapping[str, Any]:
        return {
            "status": int(self.status),
            "hubs": [_hub_as_json(outcome) for outcome in self.outcomes] + [{"hub": hub, "result": "skipped"} for hub in self.skipped],
        }

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:
        if not self.outcomes:
            return [speech.say("tables", "deploy_none")]
        rows = [_row(outcome, speech) for outcome in self.outcomes] + [_skipped(hub, speech) for hub in self.skipped]
        return ["", *grid_lines(_COLUMNS, rows, speech=speech, page=page), self._total(speech)]

    def _total(self, speech: Speech) -> str:
        total_s, waited_s = sum(_total_s(outcome) for outcome in self.outcomes), sum(outcome.waited_s for outcome in self.outcomes)
        code = "deploy_total_at_once" if self.elapsed_s else "deploy_total"
        return speech.say("tables", code, total_s=total_s, waited_s=waited_s, elapsed_s=self.elapsed_s)


def result_of(outcome: HubOutcome) -> str:
    """A key of `[result]` in words.toml, and the word of the JSON document."""
    if outcome.problem:
        return _ILL.get(outcome.status, "stopped")
    return _WELL[outcome.action] if outcome.action else "unchanged"


def _row(outcome: HubOutcome, speech: Speech) -> Sequence[Cell | str]:
    by_name = {stage.stage: stage for stage in outcome.stages}
    times = [_time(by_name[stage].elapsed_s, failed=by_name[stage].failed) if stage in by_name else NOTHING for stage in STAGES]
    result = Cell(speech.word("result", result_of(outcome)), Tone.BAD if outcome.failed else Tone.GOOD)
    image = size(outcome.image_bytes) if outcome.image_bytes else NOTHING
    return [outcome.hub, result, *times, _time(_total_s(outcome), failed=False), image]


def _skipped(hub: str, speech: Speech) -> Sequence[Cell | str]:
    return [hub, Cell(speech.word("result", "skipped"), Tone.WAITING), *([NOTHING] * (len(_COLUMNS) - 2))]


def _time(seconds: float, *, failed: bool) -> Cell:
    """Seconds with a tenth below a minute, `1:07` from there on; a failed stage bears a cross, for those who see no colour."""
    text = f"{seconds:.1f}" if seconds < 59.95 else stopwatch(round(seconds))  # noqa: PLR2004  what rounds to 60.0 is written 1:00
    return Cell(f"✗ {text}", Tone.BAD) if failed else Cell(text)


def _total_s(outcome: HubOutcome) -> float:
    return sum(stage.elapsed_s for stage in outcome.stages)


def _hub_as_json(outcome: HubOutcome) -> Mapping[str, Any]:
    english = Speech("en")  # scripts read the codes; the sentences beside them are for logs
    return {
        "hub": outcome.hub,
        "result": result_of(outcome),
        "status": int(outcome.status),
        "action": str(outcome.action.value) if outcome.action else None,
        "revision": outcome.revision,
        "stages": [{"stage": stage.stage, "elapsed_s": round(stage.elapsed_s, 3), "failed": stage.failed} for stage in outcome.stages],
        "waited_s": round(outcome.waited_s, 3),
        "image_bytes": outcome.image_bytes,
        "error": error_as_json(outcome.problem, english) if outcome.problem else None,
    }
