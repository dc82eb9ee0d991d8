"""What a release is recorded by, in the engine itself: labels and tags. There is no second book that could disagree."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from hubyard.config.hub import Hub
from hubyard.config.yard import Yard
from hubyard.engine.port import Image

HUB: Final = "hubyard.hub"
YARD: Final = "hubyard.yard"
REVISION: Final = "hubyard.revision"
BUILD_INPUTS: Final = "hubyard.inputs"
BUILT: Final = "hubyard.built"
RUN_INPUTS: Final = "hubyard.run-inputs"

DIGITS: Final = 12
"""Hex digits of a digest in tags: 48 bits, far beyond the number of releases of a hub."""


def release_tag(hub: Hub, *, revision: str, build_inputs: str) -> str:
    """The immutable tag of a release."""
    return f"{hub.image}:{revision}-{build_inputs[:DIGITS]}"


def pending_tag(hub: Hub) -> str:
    """What a build makes: no release before it is known that nothing was killed in it."""
    return f"{hub.image}:pending"


def alias_tag(hub: Hub, yard: Yard) -> str:
    """What the Compose project runs: `wbfinhub:staging`."""
    return f"{hub.image}:{yard.settings.name}"


def previous_tag(hub: Hub) -> str:
    return f"{hub.image}:previous"


def healthy_tag(hub: Hub, *, revision: str) -> str:
    """Given once the release answered: what a rollback may go to."""
    return f"{hub.image}:healthy-{revision}"


def revision_of(image: Image | None) -> str:
    """The revision an image was built from, "" for one that is not ours."""
    return image.labels.get(REVISION, "") if image else ""


def built_label(now: datetime) -> str:
    """ISO 8601 in UTC with microseconds: its order as text is that of time."""
    return now.astimezone(UTC).isoformat(timespec="microseconds")


def is_release(image: Image, hub: Hub) -> bool:
    """No where it bears no tag of a release: a build that was killed or interrupted between its end and its judgement."""
    return any(tag.startswith(f"{hub.image}:") and tag != pending_tag(hub) for tag in image.tags)


def newest_first(images: Iterable[Image]) -> list[Image]:
    """By when they were built here: the engine's `created` is that of a cached layer, however old, where all came from the cache."""
    return sorted(images, key=lambda image: image.labels.get(BUILT) or built_label(image.created), reverse=True)
