"""Between history and a build: what it is expected to need, and what it was seen to need."""

from collections.abc import Sequence
from datetime import datetime

from hubyard.deploy.values import DeployRequest, DeployTools, HubPlan
from hubyard.engine.build_output import stage_of
from hubyard.engine.kill_news import OnKill
from hubyard.engine.port import BuildExit, BuildMemory
from hubyard.gate.estimate import Estimate, cache_state, estimate_build
from hubyard.gate.port import Grant, Want
from hubyard.history.values import BuildMeasured, BuildOutcome, CacheState, StageMeasured

PAST = 50
"""Builds of a hub that an estimate looks back at: enough for ten of each cache state."""


def past_builds(plan: HubPlan, tools: DeployTools) -> Sequence[BuildMeasured]:
    return tools.history.builds(hub=plan.hub.slug, limit=PAST)


def want_to_build(plan: HubPlan, past: Sequence[BuildMeasured], request: DeployRequest, tools: DeployTools) -> Want:
    return Want(hub=plan.hub.slug, title=plan.hub.name, command=request.command, estimate=estimate_of(plan, past, tools))


def estimate_of(plan: HubPlan, past: Sequence[BuildMeasured], tools: DeployTools) -> Estimate:
    return estimate_build(
        past,
        cache=cache_state(past, cold_inputs=plan.facts.inputs.cold),
        hint_bytes=plan.hub.settings.memory.build_bytes,
        total_bytes=tools.host.readings().total_bytes,
    )


def doubting(plan: HubPlan, tools: DeployTools) -> OnKill:
    """Tells history at once: a deploy that is ended, or loses its engine, records no build, and a step that survived is in the cache."""

    def doubt(steps: Sequence[str]) -> None:
        with tools.undisturbed():
            tools.history.doubt(hub=plan.hub.slug, stages=tuple(dict.fromkeys(map(stage_of, steps))))

    return doubt


def stages_to_run_anew(past: Sequence[BuildMeasured], doubted: Sequence[str]) -> tuple[str, ...]:
    """Where something was killed since the last build that went well: a step may have survived it, and is in the cache.

    `doubted`: the same, of builds that were never recorded.
    """
    stages = dict.fromkeys(doubted)
    for build in past:
        if build.outcome is BuildOutcome.WELL:
            break
        stages.update(dict.fromkeys(build.killed_stages))
    return tuple(stages)


def measured(
    plan: HubPlan, ended: BuildExit, *, grant: Grant, began: datetime, expected: CacheState, doubted: Sequence[str]
) -> BuildMeasured:
    """`doubted` are stages that were so before it: it may have ended before it came to them."""
    outcome = outcome_of(ended)
    killed = [stage_of(kill.step) for kill in ended.memory.kills]
    still_doubted = () if outcome is BuildOutcome.WELL else doubted
    return BuildMeasured(
        hub=plan.hub.slug,
        revision=plan.revision,
        inputs=plan.facts.inputs.build,
        cold_inputs=plan.facts.inputs.cold,
        cache=CacheState.COLD if ended.steps_cached == 0 else expected,
        outcome=outcome,
        began=began,
        elapsed_s=ended.elapsed_s,
        peak_bytes=ended.memory.peak_bytes,
        granted_bytes=grant.granted_bytes,
        cap_bytes=ended.memory.cap_bytes,
        stages=stages_of(ended.memory),
        killed_stages=tuple(dict.fromkeys((*killed, *still_doubted))),
    )


def outcome_of(ended: BuildExit) -> BuildOutcome:
    if ended.memory.thrashed:
        return BuildOutcome.THRASHED
    if ended.memory.kills:
        return BuildOutcome.KILLED
    if ended.status is None:
        return BuildOutcome.STOPPED
    return BuildOutcome.FAILED if ended.status else BuildOutcome.WELL


def stages_of(memory: BuildMemory) -> tuple[StageMeasured, ...]:
    """The steps of a stage run one after the other: its peak is the greatest of theirs, its time their sum."""
    found: dict[str, StageMeasured] = {}
    for step in memory.steps:
        name = stage_of(step.name)
        before = found.get(name, StageMeasured(name=name, peak_bytes=0, elapsed_s=0.0))
        found[name] = StageMeasured(
            name=name, peak_bytes=max(before.peak_bytes, step.peak_bytes), elapsed_s=before.elapsed_s + step.elapsed_s
        )
    return tuple(found.values())
