"""What is known of each hub: what it holds, and what its builds were seen to need. Hints of hub.toml are guesses, and left out."""

from collections.abc import Sequence
from sys import maxsize

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.work import YardHub
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.sizing.resident import held_by_hub
from hubyard.diagnosis.sizing.values import HubSize, Known
from hubyard.gate.estimate import WELL, estimate_build, kills_since_well, least_bytes
from hubyard.history.values import BuildMeasured, BuildOutcome, CacheState


def hubs_of(facts: Facts) -> tuple[YardHub, ...]:
    """The yard's; where that cannot be read, those that have a container with our label."""
    if not isinstance(facts.yard, Unread):
        return facts.yard.hubs
    containers = () if isinstance(facts.containers, Unread) else facts.containers.containers
    return tuple(YardHub(slug=slug, name=slug) for slug in sorted({container.hub for container in containers} - {""}))


def size_hubs(chosen: Sequence[YardHub], facts: Facts) -> tuple[HubSize, ...]:
    held = held_by_hub(facts, hubs_of(facts))
    if isinstance(facts.yard, Unread):
        return tuple(_unread(hub, held.get(hub.slug)) for hub in chosen)
    history = facts.yard.history
    return tuple(_size(hub, [build for build in history if build.hub == hub.slug], held.get(hub.slug)) for hub in chosen)


def _unread(hub: YardHub, resident_bytes: int | None) -> HubSize:
    return HubSize(slug=hub.slug, name=hub.name, resident_bytes=resident_bytes, peak_bytes=0, counted_bytes=0, known=Known.UNREAD)


def _size(hub: YardHub, past: Sequence[BuildMeasured], resident_bytes: int | None) -> HubSize:
    """A build from scratch needs most. One that is known counts as the gate would grant it, so that both agree on what fits."""
    estimate = estimate_build(past, cache=CacheState.COLD, hint_bytes=0, total_bytes=maxsize)
    peak_bytes = least_bytes(past)
    return HubSize(
        slug=hub.slug,
        name=hub.name,
        resident_bytes=resident_bytes,
        peak_bytes=peak_bytes,
        counted_bytes=estimate.build_bytes if estimate.known else peak_bytes,
        known=Known.MEASURED if estimate.known else _known(past) if peak_bytes else Known.NEVER,
    )


def _known(past: Sequence[BuildMeasured]) -> Known:
    kills = kills_since_well(past)
    if kills:
        newest = max(kills, key=lambda build: build.began)
        return Known.KILLED if newest.outcome is BuildOutcome.KILLED else Known.THRASHED
    return Known.CACHED if any(build.outcome in WELL and build.peak_bytes for build in past) else Known.UNFINISHED
