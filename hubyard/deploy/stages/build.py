"""Build: with leave from the gate, to the immutable tag."""

from dataclasses import replace

from hubyard.deploy.facts import read_facts, references_of
from hubyard.deploy.labels import BUILD_INPUTS, BUILT, HUB, REVISION, YARD, built_label
from hubyard.deploy.plan import plan_hub
from hubyard.deploy.values import DeployRequest, DeployTools, HubPlan
from hubyard.engine.port import BuildExit, BuildOrder
from hubyard.errors import BuildFailed, BuildTooLate
from hubyard.gate.port import Grant, Want

NO_WAIT_S = 1.0
"""A shorter wait leaves the plan as it is: what it was made from has just been read."""


def run(plan: HubPlan, request: DeployRequest, tools: DeployTools) -> HubPlan:
    """Raises GateBusy, StepsLeftOver, BuildFailed, BuildTooLate, EngineLost, DiskFull."""
    want = Want(hub=plan.hub.slug, title=plan.hub.name, command=request.command)
    with tools.gate.grant(want, patience=request.patience) as grant:
        if grant.waited_s >= NO_WAIT_S:
            plan = plan_hub(read_facts(plan.hub, tools=tools))
        if "build" in plan.stages:
            for order in (*dependency_orders(plan, tools), order_of(plan, tools)):
                _build(order, grant, tools)
    return replace(plan, waited_s=grant.waited_s)


def order_of(plan: HubPlan, tools: DeployTools) -> BuildOrder:
    facts, hub = plan.facts, plan.hub
    return BuildOrder(
        hub=hub.name,
        section=facts.section,
        tags=(plan.release_tag,),
        labels={
            HUB: hub.slug,
            YARD: tools.yard.settings.name,
            REVISION: plan.revision,
            BUILD_INPUTS: facts.inputs.build,
            BUILT: built_label(tools.clock.now()),
        },
        cgroup_parent=cgroup_parent(hub.slug),
        build_contexts=facts.bases.contexts,
        limit_s=hub.settings.build_timeout_s,
    )


def dependency_orders(plan: HubPlan, tools: DeployTools) -> tuple[BuildOrder, ...]:
    """Images of services that the hub waits for and that were never built here: a database with a Dockerfile of its own."""
    facts = plan.facts
    orders = []
    for name, service in facts.dependencies.items():
        image = service.image or f"{facts.project_name}-{name}"
        if service.build is None or tools.engine.image(image) is not None:
            continue
        bases = tools.base_images.look(references_of(service.build, tools), chosen=tools.yard.settings.build_contexts)
        orders.append(
            BuildOrder(
                hub=plan.hub.name,
                section=service.build,
                tags=(image,),
                labels={},
                cgroup_parent=cgroup_parent(plan.hub.slug),
                build_contexts=bases.contexts,
                limit_s=plan.hub.settings.build_timeout_s,
            )
        )
    return tuple(orders)


def cgroup_parent(slug: str) -> str:
    """Constant per hub: it is part of BuildKit's cache key."""
    return f"/hubyard.slice/{slug}"


def _build(order: BuildOrder, grant: Grant, tools: DeployTools) -> None:
    _must_be_well(order, tools.engine.build(order, ticket_fd=grant.ticket_fd))


def _must_be_well(order: BuildOrder, ended: BuildExit) -> None:
    if ended.status is None:
        raise BuildTooLate(hub=order.hub, limit_s=order.limit_s, log=ended.log)
    if ended.status != 0:
        raise BuildFailed(hub=order.hub, step=ended.failed_step, tail="\n".join(ended.tail), log=ended.log)
