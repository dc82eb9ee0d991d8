"""What a deploy would do (`--dry-run`): a row a hub, then what refuses one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from hubyard.deploy.values import Action, HubPlan
from hubyard.errors import HubyardError, Status, worst
from hubyard.show.answer import Answer
from hubyard.show.errors import error_as_json
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.grid import Cell, Column, Tone, grid_lines

_COLUMNS: Final = (Column("hub"), Column("plan"), Column("revision"), Column("why", wraps=True))
_TONES: Final = {Action.UNCHANGED: Tone.QUIET, Action.RESTART: Tone.WAITING, Action.BUILD: Tone.GOOD}


@dataclass(frozen=True, kw_only=True)
class PlanAnswer(Answer):
    """By the hubs' names, in their order."""

    plans: Mapping[str, HubPlan | HubyardError]
    schema: ClassVar[str] = "hubyard.plan/1"

    @property
    def status(self) -> Status:
        return worst([problem.exit_status for problem in self.problems])

    @property
    def problems(self) -> Sequence[HubyardError]:
        return [plan for plan in self.plans.values() if isinstance(plan, HubyardError)]

    def as_json(self) -> Mapping[str, Any]:
        return {"status": int(self.status), "hubs": [_hub_as_json(hub, plan) for hub, plan in self.plans.items()]}

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:
        lines = list(grid_lines(_COLUMNS, [_row(hub, plan, speech) for hub, plan in self.plans.items()], speech=speech, page=page))
        idle = all(isinstance(plan, HubPlan) and plan.action is Action.UNCHANGED for plan in self.plans.values())
        lines += ["", speech.say("tables", "plan_nothing" if idle else "plan_some")]
        return lines


def _row(hub: str, plan: HubPlan | HubyardError, speech: Speech) -> Sequence[Cell | str]:
    if isinstance(plan, HubyardError):
        return [hub, Cell(speech.word("result", "refused"), Tone.BAD), "", speech.say("errors", f"{plan.code()}.happened", **plan.fields())]
    action = Cell(speech.word("action", plan.action), _TONES[plan.action])
    return [hub, action, plan.revision, speech.word("reasons", plan.reasons)]


def _hub_as_json(hub: str, plan: HubPlan | HubyardError) -> Mapping[str, Any]:
    if isinstance(plan, HubyardError):
        return {"hub": hub, "action": None, "error": error_as_json(plan, Speech("en"))}
    return {
        "hub": hub,
        "action": str(plan.action),
        "reasons": [str(reason) for reason in plan.reasons],
        "stages": list(plan.stages),
        "revision": plan.revision,
        "release": plan.release_tag,
        "error": None,
    }
