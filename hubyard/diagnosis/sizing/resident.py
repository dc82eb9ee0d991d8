"""What all that runs now uses, and which part of it are the hubs."""

from collections.abc import Mapping, Sequence

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainerFacts
from hubyard.diagnosis.facts.work import BuildStep, YardHub
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.sizing.values import Resident


def resident_of(facts: Facts, hubs: Sequence[YardHub], *, used_bytes: int) -> Resident:
    """`used_bytes`: total less available, so that page cache counts as nothing. Builds that run now are left out of the result."""
    steps = () if isinstance(facts.builds, Unread) else facts.builds.steps
    used_bytes = max(0, used_bytes - sum(step.held_bytes for step in steps))
    if isinstance(facts.containers, Unread):
        return Resident(hubs_bytes=None, others_bytes=None, system_bytes=used_bytes)
    slugs = {hub.slug for hub in hubs}
    held = [(slug_of(container, hubs) in slugs, _held_bytes(container, steps)) for container in facts.containers.containers]
    hubs_bytes = sum(held_bytes for is_hub, held_bytes in held if is_hub)
    others_bytes = sum(held_bytes for is_hub, held_bytes in held if not is_hub)
    return Resident(hubs_bytes=hubs_bytes, others_bytes=others_bytes, system_bytes=max(0, used_bytes - hubs_bytes - others_bytes))


def held_by_hub(facts: Facts, hubs: Sequence[YardHub]) -> Mapping[str, int]:
    """By slug; a hub of which no running container could be read is not in it."""
    held: dict[str, int] = {}
    for container in () if isinstance(facts.containers, Unread) else facts.containers.containers:
        slug = slug_of(container, hubs)
        if slug and container.held_bytes is not None:
            held[slug] = held.get(slug, 0) + container.held_bytes
    return held


def slug_of(container: ContainerFacts, hubs: Sequence[YardHub]) -> str:
    """By our label, or by its name where something else started it; "" of none."""
    return container.hub or next((hub.slug for hub in hubs if hub.container and hub.container == container.name), "")


def _held_bytes(container: ContainerFacts, steps: Sequence[BuildStep]) -> int:
    """A builder's own container is above its steps, and holds what they hold."""
    building_bytes = sum(step.held_bytes for step in steps if container.id in step.cgroup)
    return max(0, (container.held_bytes or 0) - building_bytes)
