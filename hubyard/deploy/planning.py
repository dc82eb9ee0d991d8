"""Plan a hub that is about to be deployed, and tell what was decided."""

from hubyard.config.hub import Hub
from hubyard.deploy.events import HubPlanned, HubUnchanged
from hubyard.deploy.facts import read_facts
from hubyard.deploy.plan import plan_hub
from hubyard.deploy.values import Action, DeployTools, HubPlan


def planned(hub: Hub, tools: DeployTools) -> HubPlan:
    facts = read_facts(hub, tools=tools)
    if facts.bases.missing:
        tools.base_images.ensure(facts.bases.missing, hub=hub.name)
        facts = read_facts(hub, tools=tools)
    plan = plan_hub(facts)
    if plan.action is Action.UNCHANGED:
        tools.tell(HubUnchanged(hub=hub.name, revision=plan.revision))
    else:
        tools.tell(HubPlanned(hub=hub.name, action=plan.action, reasons=plan.reasons, revision=plan.revision))
    return plan
