"""Carry out a deploy. What to do is decided in `plan.py`, anew for each hub when its turn has come; how it looks, in `show/`."""

from collections.abc import Iterator

from hubyard.deploy.events import AllDeployed, DeployBegun, DeployEnded
from hubyard.deploy.one_hub import deploy_hub
from hubyard.deploy.overlap import side_by_side
from hubyard.deploy.preconditions import check_host
from hubyard.deploy.settle import Settle
from hubyard.deploy.values import DeployRequest, DeployTools, HubOutcome, StageResult
from hubyard.deploy.workers import DeployAllTools
from hubyard.errors import Interrupted, Status

SIGNALS = (Status.INTERRUPTED, Status.TERMINATED, Status.HANGUP)


def deploy(request: DeployRequest, *, tools: DeployAllTools) -> Iterator[HubOutcome]:
    """Yield an outcome for each hub that was begun, in their order; what failed is in it. Raises what refuses the host as a whole."""
    check_host(tools)
    tools.tell(DeployBegun(hubs=tuple(hub.name for hub in request.hubs), overlaps=request.overlaps, jobs=request.jobs))
    outcomes: list[HubOutcome] = []
    for outcome in side_by_side(request, tools=tools) if request.overlaps else in_turn(request, tools=tools):
        outcomes.append(outcome)
        yield outcome
    tell_end(request, outcomes, tools)


def in_turn(request: DeployRequest, *, tools: DeployTools) -> Iterator[HubOutcome]:
    """One after the other, in this process, each when the memory of the one before it is back."""
    settle = Settle(tools)
    for number, hub in enumerate(request.hubs):
        try:
            settle.before(hub_is_first=number == 0)
        except Interrupted as signal:
            yield HubOutcome(hub=hub.name, action=None, revision="", stages=(StageResult(stage="plan", elapsed_s=0.0, problem=signal),))
            return
        outcome = deploy_hub(hub, request=request, tools=tools)
        settle.after(outcome)
        yield outcome
        if outcome.status in SIGNALS or (outcome.failed and not request.keep_going):
            return


def tell_end(request: DeployRequest, outcomes: list[HubOutcome], tools: DeployTools) -> None:
    begun = {outcome.hub for outcome in outcomes}
    skipped = tuple(hub.name for hub in request.hubs if hub.name not in begun)
    tools.tell(DeployEnded(statuses=tuple(outcome.status for outcome in outcomes), skipped=skipped))
    if not skipped and not any(outcome.failed for outcome in outcomes):
        tools.tell(AllDeployed(hubs=len(outcomes)))
