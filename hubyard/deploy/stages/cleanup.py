"""Cleanup: the newest releases stay; only what carries our labels goes, and the build cache beyond its bound. Never fails a deploy."""

from collections.abc import Sequence

from hubyard.config.hub import Hub
from hubyard.deploy.events import CleanupIncomplete
from hubyard.deploy.labels import HUB, newest_first
from hubyard.deploy.leave import Leave
from hubyard.deploy.values import DeployTools, HubPlan
from hubyard.engine.port import Image
from hubyard.errors import WorkError


def run(plan: HubPlan, _leave: Leave, tools: DeployTools) -> HubPlan:
    """What could not be removed is told as a warning."""
    try:
        for tag in stale_tags(tools.engine.images(label=f"{HUB}={plan.hub.slug}"), hub=plan.hub, alias=tools.yard.settings.name):
            tools.engine.untag(tag)
        tools.engine.prune_builds(keep_bytes=tools.yard.settings.build_cache_bytes)
    except WorkError as problem:
        tools.tell(CleanupIncomplete(hub=plan.hub.name, detail=str(problem)))
    return plan


def stale_tags(images: Sequence[Image], *, hub: Hub, alias: str) -> tuple[str, ...]:
    """Tags of the hub's releases beyond the newest `keep_releases`, but for the running one and the one before it."""
    kept = {f"{hub.image}:{alias}", f"{hub.image}:previous"}
    old = [image for image in newest_first(images)[hub.settings.keep_releases :] if not kept & set(image.tags)]
    return tuple(tag for image in old for tag in image.tags if tag.startswith(f"{hub.image}:"))
