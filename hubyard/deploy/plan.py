"""Decide what to do with a hub, from facts alone. Up to date is an empty list of stages."""

from hubyard.deploy.labels import RUN_INPUTS, release_tag, revision_of
from hubyard.deploy.values import Action, HubFacts, HubPlan, Reason
from hubyard.engine.port import Container

RUNNING = "running"


def plan_hub(facts: HubFacts) -> HubPlan:
    """Build only what was never built from these very inputs; restart only what does not run as it should."""
    reasons = why_build(facts) or why_restart(facts)
    action = _action(reasons)
    revision = facts.checkout.revision if action is Action.BUILD else revision_of(facts.release)
    return HubPlan(
        facts=facts,
        action=action,
        reasons=reasons,
        release_tag=release_tag(facts.hub, revision=revision, build_inputs=facts.inputs.build),
        revision=revision,
        stages=_stages(action, facts),
    )


def why_build(facts: HubFacts) -> tuple[Reason, ...]:
    if facts.release:
        return ()
    return (Reason.BUILD_INPUTS_CHANGED if facts.built_before else Reason.NEVER_BUILT,)


def why_restart(facts: HubFacts) -> tuple[Reason, ...]:
    container, release = facts.container, facts.release
    if container is None or not runs(container):
        return (Reason.NOT_RUNNING,)
    wrong = {
        Reason.OTHER_IMAGE_RUNS: release is not None and container.image_id != release.id,
        Reason.RUN_INPUTS_CHANGED: container.labels.get(RUN_INPUTS) != facts.inputs.run,
        Reason.NOT_HEALTHY: facts.unwell,
    }
    return tuple(reason for reason, holds in wrong.items() if holds)


def runs(container: Container | None) -> bool:
    return container is not None and container.state == RUNNING


def _action(reasons: tuple[Reason, ...]) -> Action:
    if not reasons:
        return Action.UNCHANGED
    return Action.BUILD if reasons[0] in {Reason.NEVER_BUILT, Reason.BUILD_INPUTS_CHANGED} else Action.RESTART


def _stages(action: Action, facts: HubFacts) -> tuple[str, ...]:
    if action is Action.UNCHANGED:
        return ()
    if action is Action.BUILD:
        return ("build", "tag", "start", "cleanup")
    aliased = facts.previous is not None and facts.release is not None and facts.previous.id == facts.release.id
    return ("start",) if aliased else ("tag", "start", "cleanup")
