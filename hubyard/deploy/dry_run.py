"""What a deploy would do, on what lies here now: no lock, no network, nothing changed."""

from collections.abc import Sequence

from hubyard.config.hub import Hub
from hubyard.deploy.facts import read_facts
from hubyard.deploy.plan import plan_hub
from hubyard.deploy.values import DeployTools, HubPlan
from hubyard.errors import HubyardError


def plan_all(hubs: Sequence[Hub], *, tools: DeployTools) -> tuple[HubPlan | HubyardError, ...]:
    """A plan for each hub, or what refuses it."""
    return tuple(_plan(hub, tools) for hub in hubs)


def _plan(hub: Hub, tools: DeployTools) -> HubPlan | HubyardError:
    try:
        return plan_hub(read_facts(hub, tools=tools))
    except HubyardError as problem:
        return problem
