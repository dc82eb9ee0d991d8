"""Cleanup: the newest releases stay; only what carries our labels goes, and the build cache beyond its bound. Never fails a deploy.

Two yards of one host may have the same hub, and with it the name of its images: what is another yard's, or runs there, stays.
"""

from collections.abc import Sequence

from hubyard.config.hub import Hub
from hubyard.deploy.events import CleanupIncomplete
from hubyard.deploy.labels import HUB, YARD, newest_first
from hubyard.deploy.leave import Leave
from hubyard.deploy.values import DeployTools, HubPlan
from hubyard.engine.port import Container, Image
from hubyard.errors import RefusedError, WorkError


def run(plan: HubPlan, _leave: Leave, tools: DeployTools) -> HubPlan:
    """What could not be removed is told as a warning."""
    try:
        for tag in stale_tags(images_of(plan.hub, tools), hub=plan.hub, alias=tools.yard.settings.name):
            tools.engine.untag(tag)
        tools.engine.prune_builds(keep_bytes=tools.yard.settings.build_cache_bytes)
    except (WorkError, RefusedError) as problem:  # refused: the cache is asked by a connection of its own, the engine may be gone
        tools.tell(CleanupIncomplete(hub=plan.hub.name, detail=str(problem)))
    return plan


def images_of(hub: Hub, tools: DeployTools) -> Sequence[Image]:
    """The hub's, as far as they are this yard's alone."""
    label = f"{HUB}={hub.slug}"
    return own_images(tools.engine.images(label=label), tools.engine.containers(label=label), hub=hub, yard=tools.yard.settings.name)


def own_images(images: Sequence[Image], containers: Sequence[Container], *, hub: Hub, yard: str) -> tuple[Image, ...]:
    """Those that `yard` built and no other yard's alias names. Other yards are known by the labels of images and containers."""
    labels = [*(image.labels for image in images), *(container.labels for container in containers)]
    yards = {one.get(YARD, yard) for one in labels}
    aliases = {f"{hub.image}:{other}" for other in yards - {yard}}
    return tuple(image for image in images if image.labels.get(YARD, yard) == yard and not aliases & set(image.tags))


def stale_tags(images: Sequence[Image], *, hub: Hub, alias: str) -> tuple[str, ...]:
    """Tags of the hub's releases beyond the newest `keep_releases`, but for the running one and the one before it."""
    kept = {f"{hub.image}:{alias}", f"{hub.image}:previous"}
    old = [image for image in newest_first(images)[hub.settings.keep_releases :] if not kept & set(image.tags)]
    return tuple(tag for image in old for tag in image.tags if tag.startswith(f"{hub.image}:"))
