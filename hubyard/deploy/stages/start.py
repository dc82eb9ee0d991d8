"""Start: the new container in the place of the old, well before the gateway is told."""

from hubyard.deploy.gateway import ensure_gateway
from hubyard.deploy.health import await_healthy
from hubyard.deploy.labels import REVISION, alias_tag, healthy_tag
from hubyard.deploy.leave import Leave
from hubyard.deploy.override import override_of
from hubyard.deploy.project import override_file, project_of
from hubyard.deploy.values import DeployTools, HubPlan
from hubyard.engine.override import render_override

DEPENDENCIES_LIMIT_S = 300.0


def run(plan: HubPlan, _leave: Leave, tools: DeployTools) -> HubPlan:
    """Only the hub's own service is touched. Raises StartFailed, PortTaken, NameTaken, HubUnhealthy, GatewayFailed."""
    facts, yard = plan.facts, tools.yard
    file = override_file(plan.hub, yard)
    if yard.settings.gateway != "none":
        tools.engine.ensure_network(yard.network)
    write_override(plan, tools)
    start_dependencies(plan, tools)
    with tools.undisturbed():  # the engine goes on stopping the old container when Compose is ended: what we put back would stop, too
        tools.engine.up(project_of(plan.hub, override=file), [facts.service.name])
    await_healthy(facts, old=facts.container.labels.get(REVISION, "") if facts.container else "", tools=tools)
    ensure_gateway(tools)
    tools.engine.tag(alias_tag(plan.hub, yard), healthy_tag(plan.hub, revision=plan.revision))
    return plan


def write_override(plan: HubPlan, tools: DeployTools) -> None:
    """Checked by Compose itself when it is a new one: what it refuses must not meet the running container."""
    file = override_file(plan.hub, tools.yard)
    text = render_override(
        override_of(plan.hub, tools.yard, service=plan.facts.service, revision=plan.revision, run_inputs=plan.facts.inputs.run)
    )
    if tools.files.read(file) != text:
        tools.files.write(file, text)
        tools.engine.config(project_of(plan.hub, override=file))


def start_dependencies(plan: HubPlan, tools: DeployTools) -> None:
    """Databases and the like that do not run yet; those that run are not touched."""
    missing = [
        name
        for name in plan.facts.dependencies
        if not any(c.state == "running" for c in tools.engine.service_containers(project=plan.facts.project_name, service=name))
    ]
    if missing:
        tools.engine.up(plan.facts.project, missing, with_dependencies=True, limit_s=DEPENDENCIES_LIMIT_S)
