"""Build: with leave from the gate, under a cap, to the immutable tag; and what it needed into history."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from hubyard.deploy.events import BuildGranted, BuildSpoiled, SigkillTold
from hubyard.deploy.facts import read_facts, references_of
from hubyard.deploy.judging import problem_of
from hubyard.deploy.labels import BUILD_INPUTS, BUILT, HUB, REVISION, YARD, built_label, pending_tag
from hubyard.deploy.leave import NO_WAIT_S, Leave
from hubyard.deploy.measuring import doubting, estimate_of, measured, past_builds, stages_to_run_anew
from hubyard.deploy.plan import plan_hub
from hubyard.deploy.values import DeployTools, HubPlan
from hubyard.engine.port import BuildExit, BuildOrder
from hubyard.errors import HubyardError
from hubyard.gate.admission import reserve_bytes
from hubyard.gate.advice import advise, most_bytes_alone
from hubyard.gate.estimate import cache_state
from hubyard.gate.port import Grant
from hubyard.history.values import BuildMeasured
from hubyard.host.build_steps import SLICE


@dataclass(frozen=True, kw_only=True)
class Built:
    """How a build ended: what it needed, and what is wrong with it."""

    ended: BuildExit
    seen: BuildMeasured
    problem: HubyardError | None


def run(plan: HubPlan, leave: Leave, tools: DeployTools) -> HubPlan:
    """Raises GateBusy, StepsLeftOver, BuildFailed, BuildTooLate, BuildKilled, BuildThrashed, EngineLost, DiskFull."""
    past = past_builds(plan, tools)
    built = None
    with leave.to_build(plan, past) as grant:
        tools.tell(BuildGranted(hub=plan.hub.name, granted_bytes=grant.granted_bytes))
        if grant.waited_s >= NO_WAIT_S:
            plan = plan_hub(read_facts(plan.hub, tools=tools))
        if "build" in plan.stages:
            with telling_who_waits(plan, tools):
                built = build(plan, past, grant=grant, tools=tools)
            if built.problem:
                tools.tell(BuildSpoiled(hub=plan.hub.name))
            elif built.ended.sigkilled_child:
                tools.tell(SigkillTold(hub=plan.hub.name, line=built.ended.sigkilled_child, log=built.ended.log))
        if not (built and built.problem):
            leave.carry_over(plan, grant)
    if built:
        tools.history.record(built.seen)  # nobody waits at the gate for that
        if built.problem:
            raise built.problem
    return plan


@contextmanager
def telling_who_waits(plan: HubPlan, tools: DeployTools) -> Iterator[None]:
    """What ends the build without an outcome spoils it, too: a dependency that fails, a full disk, an engine that is lost."""
    try:
        yield
    except HubyardError:
        tools.tell(BuildSpoiled(hub=plan.hub.name))
        raise


def build(plan: HubPlan, past: Sequence[BuildMeasured], *, grant: Grant, tools: DeployTools) -> Built:
    """It is a release once it is known that nothing was killed in it: a step can survive that, and its image looks well."""
    doubted = tools.history.doubted(hub=plan.hub.slug)
    anew, on_kill = stages_to_run_anew(past, doubted), doubting(plan, tools)
    for order in dependency_orders(plan, anew, grant, tools):
        ended = tools.engine.build(order, ticket_fd=grant.ticket_fd, on_kill=on_kill)
        if problem := release_unless(_problem_of(plan, ended, past, tools), order, tools):
            raise problem
    began, order = tools.clock.now(), order_of(plan, anew, grant, tools)
    ended = tools.engine.build(order, ticket_fd=grant.ticket_fd, on_kill=on_kill)
    expected = cache_state(past, cold_inputs=plan.facts.inputs.cold)
    seen = measured(plan, ended, grant=grant, began=began, expected=expected, doubted=doubted)
    return Built(ended=ended, seen=seen, problem=release_unless(_problem_of(plan, ended, (seen, *past), tools), order, tools))


def release_unless(problem: HubyardError | None, order: BuildOrder, tools: DeployTools) -> HubyardError | None:
    """From the pending tag to the one that it is to have. Returns the problem."""
    (pending,) = order.tags
    if problem is None:
        tools.engine.tag(pending, order.release)
    tools.engine.untag(pending)
    return problem


def order_of(plan: HubPlan, anew: Sequence[str], grant: Grant, tools: DeployTools) -> BuildOrder:
    facts, hub = plan.facts, plan.hub
    return BuildOrder(
        hub=hub.name,
        section=facts.section,
        tags=(pending_tag(hub),),
        release=plan.release_tag,
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
        no_cache_filters=tuple(anew),
        cap_bytes=grant.cap_bytes,
    )


def dependency_orders(plan: HubPlan, anew: Sequence[str], grant: Grant, tools: DeployTools) -> tuple[BuildOrder, ...]:
    """Images of services that the hub waits for and that were never built here: a database with a Dockerfile of its own.

    What is in doubt of them is so of the hub: a stage of the same name in another Dockerfile is run anew with it.
    """
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
                tags=(pending_tag(plan.hub),),
                release=image,
                labels={},
                cgroup_parent=cgroup_parent(plan.hub.slug),
                build_contexts=bases.contexts,
                limit_s=plan.hub.settings.build_timeout_s,
                no_cache_filters=tuple(anew),
                cap_bytes=grant.cap_bytes,
            )
        )
    return tuple(orders)


def cgroup_parent(slug: str) -> str:
    """Constant per hub: it is part of BuildKit's cache key."""
    return f"/{SLICE}/{slug}"


def _problem_of(plan: HubPlan, ended: BuildExit, past: Sequence[BuildMeasured], tools: DeployTools) -> HubyardError | None:
    readings = tools.host.readings()
    kept_bytes = reserve_bytes(total_bytes=readings.total_bytes, chosen=tools.yard.settings.gate.reserve_bytes)
    advice = advise(
        past,
        estimate_bytes=estimate_of(plan, past, tools).build_bytes,
        most_bytes=most_bytes_alone(readings, reserve_bytes=kept_bytes),
        parallelism=plan.hub.settings.parallelism,
    )
    return problem_of(plan, ended, advice=advice, past=past)
