"""Tag: move the alias that Compose runs, and remember what it pointed to."""

from hubyard.deploy.labels import alias_tag, previous_tag
from hubyard.deploy.leave import Leave
from hubyard.deploy.values import DeployTools, HubPlan


def run(plan: HubPlan, _leave: Leave, tools: DeployTools) -> HubPlan:
    old, release = plan.facts.previous, tools.engine.image(plan.release_tag) or plan.facts.release
    if old is not None and release is not None and old.id != release.id:
        tools.engine.tag(old.id, previous_tag(plan.hub))
    tools.engine.tag(release.id if release else plan.release_tag, alias_tag(plan.hub, tools.yard))
    return plan
