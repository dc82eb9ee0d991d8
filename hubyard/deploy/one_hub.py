"""All of it for one hub: pull, plan, and the stages of the plan."""

from contextlib import AbstractContextManager

from hubyard.config.hub import Hub
from hubyard.deploy.events import HubBegun, HubEnded
from hubyard.deploy.gateway import ensure_gateway
from hubyard.deploy.leave import Leave
from hubyard.deploy.stages import STAGES, pull
from hubyard.deploy.staging import Staging
from hubyard.deploy.values import DeployRequest, DeployTools, HubOutcome
from hubyard.gate.port import Want


def deploy_hub(hub: Hub, *, request: DeployRequest, tools: DeployTools) -> HubOutcome:
    """Under the hub's own lock from pull to cleanup. What went wrong is in the outcome, be it a busy gate or a fault of ours."""
    tools.tell(HubBegun(hub=hub.name))
    staging = Staging(hub, tools)
    try:
        with staging.waits.counted(hold(hub, request, tools)):
            if staging.run("pull", lambda: pull.run(hub, tools)) and staging.time("plan", staging.make_plan):
                carry_out(request, staging, tools)
        staging.measure_image()
    except Exception as error:  # noqa: BLE001  the last net here, as in a worker (`drivers/workers/serving.py`)
        staging.note(error)
    outcome = staging.outcome()
    tools.tell(HubEnded(hub=hub.name, status=outcome.status))
    return outcome


def carry_out(request: DeployRequest, staging: Staging, tools: DeployTools) -> None:
    """The newest plan's stages in the table's order, until one fails; the memory of the start is kept until what stood before is back."""
    with Leave(request, tools, staging.waits) as leave, staging.put_back_unless_complete():
        if not staging.await_start(leave):
            return
        for stage in STAGES:
            if stage.name in staging.must_plan().stages and not staging.run_stage(stage, leave):
                return
    if not staging.failed and not staging.must_plan().stages:
        ensure_gateway(tools)


def hold(hub: Hub, request: DeployRequest, tools: DeployTools) -> AbstractContextManager[None]:
    return tools.gate.hub(Want(hub=hub.slug, title=hub.name, command=request.command), patience=request.patience)
