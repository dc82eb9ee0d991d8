"""What runs in the yard. Reads only."""

from collections.abc import Sequence

from hubyard.config.hub import Hub
from hubyard.deploy.labels import HUB, REVISION, YARD, newest_first, revision_of
from hubyard.deploy.values import DeployTools, HubStatus, YardStatus


def read_status(hubs: Sequence[Hub], *, tools: DeployTools) -> YardStatus:
    gateway = tools.gateway.state()
    return YardStatus(
        yard=tools.yard.settings.name,
        hubs=tuple(_status(hub, tools) for hub in hubs),
        gateway=gateway.address,
        gateway_running=gateway.running,
    )


def _status(hub: Hub, tools: DeployTools) -> HubStatus:
    containers = [c for c in tools.engine.containers(label=f"{HUB}={hub.slug}") if c.labels.get(YARD) == tools.yard.settings.name]
    images = tools.engine.images(label=f"{HUB}={hub.slug}")
    container = containers[0] if containers else None
    image = next((image for image in images if container and image.id == container.image_id), None)
    return HubStatus(
        hub=hub.name,
        container=container.name if container else "",
        state=container.state if container else "absent",
        health=container.health if container else "",
        revision=container.labels.get(REVISION, "") if container else "",
        since=container.started if container else None,
        image_bytes=image.size_bytes if image else 0,
        releases=tuple(dict.fromkeys(revision_of(image) for image in newest_first(images))),
    )
