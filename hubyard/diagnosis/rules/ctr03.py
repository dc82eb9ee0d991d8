"""CTR03: a container runs, and its own health check says that it does not work."""

from collections.abc import Iterator
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.rules.judging import skipped
from hubyard.diagnosis.values import Finding, State, Verdict

ID: Final = "CTR03"
HEALTH: Final = "unhealthy"
"""Source: the engine says so after `retries` failed checks one after the other, three by default (Dockerfile reference, HEALTHCHECK)."""


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: the engine's own word, "unhealthy". A container without a check is not judged here, and is counted."""
    if isinstance(facts.containers, Unread):
        yield skipped(ID, {"containers": facts.containers})
        return
    running = [one for one in facts.containers.containers if one.state == "running"]
    ill = [one for one in running if one.health == HEALTH]
    for one in ill:
        yield Finding(rule=ID, state=State.FAIL, subject=one.name, seen={"name": one.name, "hub": one.hub, "ill": len(ill)})
    if not ill:
        unchecked = tuple(one.name for one in running if not one.has_healthcheck and one.hub)
        yield Finding(rule=ID, state=State.OK, seen={"ill": 0, "containers": len(running), "unchecked": unchecked})
