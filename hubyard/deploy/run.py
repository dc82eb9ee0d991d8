"""Carry out a deploy. What to do is decided in `plan.py`, anew for each hub when its turn has come; how it looks, in `show/`."""

from collections.abc import Iterator
from contextlib import AbstractContextManager

from hubyard.config.hub import Hub
from hubyard.deploy.events import AllDeployed, DeployBegun, DeployEnded, HubBegun, HubEnded
from hubyard.deploy.gateway import ensure_gateway
from hubyard.deploy.preconditions import check_host
from hubyard.deploy.settle import Settle
from hubyard.deploy.stages import STAGES, pull
from hubyard.deploy.staging import Staging
from hubyard.deploy.values import DeployRequest, DeployTools, HubOutcome
from hubyard.errors import HubyardError, Status
from hubyard.gate.port import Want

SIGNALS = (Status.INTERRUPTED, Status.TERMINATED, Status.HANGUP)


def deploy(request: DeployRequest, *, tools: DeployTools) -> Iterator[HubOutcome]:
    """Yield an outcome for each hub as it ends; what failed, a busy gate included, is in it. Raises what refuses the host as a whole."""
    check_host(tools)
    tools.tell(DeployBegun(hubs=tuple(hub.name for hub in request.hubs)))
    outcomes: list[HubOutcome] = []
    settle = Settle(tools)
    for hub in request.hubs:
        settle.before(hub_is_first=not outcomes)
        outcomes.append(outcome := deploy_hub(hub, request=request, tools=tools))
        settle.after(outcome)
        yield outcome
        if outcome.status in SIGNALS or (outcome.failed and not request.keep_going):
            break
    tell_end(request, outcomes, tools)


def deploy_hub(hub: Hub, *, request: DeployRequest, tools: DeployTools) -> HubOutcome:
    """All of it for one hub, under the hub's own lock from pull to cleanup."""
    tools.tell(HubBegun(hub=hub.name))
    staging = Staging(hub, tools)
    began_s = tools.clock.monotonic_s()
    try:
        with hold(hub, request, tools):
            staging.waited_for_hub(tools.clock.monotonic_s() - began_s)
            if staging.run("pull", lambda: pull.run(hub, tools)) and staging.time("plan", staging.make_plan):
                carry_out(request, staging, tools)
    except HubyardError as problem:
        staging.note(problem)
    outcome = staging.outcome()
    tools.tell(HubEnded(hub=hub.name, status=outcome.status))
    return outcome


def carry_out(request: DeployRequest, staging: Staging, tools: DeployTools) -> None:
    """The plan's stages in the table's order, until one fails."""
    plan = staging.must_plan()
    with staging.put_back_unless_complete():
        for stage in STAGES:
            if stage.name in plan.stages and not staging.run_stage(stage, request):
                return
    if not plan.stages:
        ensure_gateway(tools)


def hold(hub: Hub, request: DeployRequest, tools: DeployTools) -> AbstractContextManager[None]:
    return tools.gate.hub(Want(hub=hub.slug, title=hub.name, command=request.command), patience=request.patience)


def tell_end(request: DeployRequest, outcomes: list[HubOutcome], tools: DeployTools) -> None:
    begun = {outcome.hub for outcome in outcomes}
    skipped = tuple(hub.name for hub in request.hubs if hub.name not in begun)
    tools.tell(DeployEnded(statuses=tuple(outcome.status for outcome in outcomes), skipped=skipped))
    if not skipped and not any(outcome.failed for outcome in outcomes):
        tools.tell(AllDeployed(hubs=len(outcomes)))
