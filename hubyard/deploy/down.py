"""Take hubs down: only what carries our labels, and volumes only when their owner's name was typed."""

from collections.abc import Sequence

from hubyard.config.hub import Hub
from hubyard.deploy.labels import HUB, YARD, alias_tag
from hubyard.deploy.project import project_of, service_of
from hubyard.deploy.stages.cleanup import images_of
from hubyard.deploy.values import DeployTools, Removed
from hubyard.engine.port import Container, Service
from hubyard.gate.port import Patience, Want


def take_down(hubs: Sequence[Hub], *, everything: bool, volumes: bool, tools: DeployTools) -> Removed:
    """Containers of the hubs; with `everything` their images, the gateway and its network too; with `volumes` what only they mount.

    Each hub under its own lock, or a deploy would lose what it has just started. Raises GateBusy where one of them takes too long.
    """
    owned = {hub.slug: volumes_of(hub, tools) if volumes else () for hub in hubs}
    removed = []
    for hub in hubs:
        want = Want(hub=hub.slug, title=hub.name, command="invoke down")
        with tools.gate.hub(want, patience=Patience(limit_s=tools.yard.settings.gate.wait_s)):
            removed.append(_take_down(hub, everything=everything, owned=owned[hub.slug], tools=tools))
    if everything:
        tools.gateway.remove()
    return Removed(
        containers=tuple(name for one in removed for name in one.containers),
        images=tuple(tag for one in removed for tag in one.images),
        volumes=tuple(volume for one in removed for volume in one.volumes),
    )


def _take_down(hub: Hub, *, everything: bool, owned: tuple[str, ...], tools: DeployTools) -> Removed:
    containers = _containers(hub, tools)
    for container in containers:
        tools.engine.remove(container.id)
    images = _tags(hub, tools) if everything else ()
    for tag in images:
        tools.engine.untag(tag)
    for volume in owned:
        tools.engine.remove_volume(volume)
    return Removed(containers=tuple(c.name for c in containers), images=images, volumes=owned)


def volumes_of(hub: Hub, tools: DeployTools) -> tuple[str, ...]:
    """Names in the engine of the volumes that the hub's service mounts and no other service of its project does."""
    config = tools.engine.config(project_of(hub))
    own = service_of(hub, config)
    others = {volume for service in config.services.values() if service.name != own.name for volume in _mounted(service)}
    declared = config.section.get("volumes")
    named = declared if isinstance(declared, dict) else {}
    return tuple(named[volume].get("name", volume) for volume in _mounted(own) if volume not in others and volume in named)


def _mounted(service: Service) -> tuple[str, ...]:
    mounts = service.section.get("volumes")
    if not isinstance(mounts, list):
        return ()
    return tuple(mount["source"] for mount in mounts if isinstance(mount, dict) and mount.get("type") == "volume" and "source" in mount)


def _containers(hub: Hub, tools: DeployTools) -> Sequence[Container]:
    return [c for c in tools.engine.containers(label=f"{HUB}={hub.slug}") if c.labels.get(YARD) == tools.yard.settings.name]


def _tags(hub: Hub, tools: DeployTools) -> tuple[str, ...]:
    """Of an image that is another yard's too, our alias alone."""
    alias = alias_tag(hub, tools.yard)
    tags = [tag for image in images_of(hub, tools) for tag in image.tags]
    return tuple(tags if alias in tags or tools.engine.image(alias) is None else [*tags, alias])
