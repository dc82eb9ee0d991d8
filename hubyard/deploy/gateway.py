"""The yard's gateway as a deploy sees it."""

from hubyard.deploy.values import DeployTools
from hubyard.gateway.port import Upstream


def upstreams_of(tools: DeployTools) -> tuple[Upstream, ...]:
    """All hubs of the yard, whether they run or not: one that is missing is told so by the gateway."""
    yard = tools.yard
    return tuple(
        Upstream(hub=hub.name, route=hub.settings.route, host=hub.name_in(yard.settings.name), port=hub.settings.port) for hub in yard.hubs
    )


def ensure_gateway(tools: DeployTools) -> None:
    tools.gateway.ensure(upstreams_of(tools))
