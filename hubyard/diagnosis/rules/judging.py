"""What the rules have in common: skipping with a reason, and the host's own time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.values import Finding, State
from hubyard.diagnosis.verdict.moments import apart_s

LIVELOCK_SHARE: Final = 0.4
"""Of the time in which all wait for memory: hosts that stood still while nothing was killed showed more (`full` avg10)."""


def skipped(rule: str, unread: Mapping[str, Unread]) -> Finding:
    """Not judged, or not wholly, for want of these probes. Fields: why and detail of the first, and the names of all."""
    first = next(iter(unread.values()))
    return Finding(rule=rule, state=State.SKIP, seen={"why": first.why, "detail": first.detail, "probes": tuple(unread)})


def skipped_for(rule: str, why: Why, *, probe: str, detail: str = "") -> Finding:
    """The probe was read, but a part of it that this rule needs is not there."""
    return skipped(rule, {probe: Unread(why=why, detail=detail)})


def percent(share: float) -> int:
    """For people, 0 to 100, whatever a host told."""
    return round(100 * share) if 0 < share < 1 else 100 if share >= 1 else 0


def elapsed_s(facts: Facts, since: datetime | None) -> float | None:
    """By the host's own clock; None where that cannot be told."""
    return apart_s(since, facts.now)


def is_within(facts: Facts, at: datetime | None, *, seconds: float) -> bool:
    """Whether it is no longer ago than that.

    What has no moment happened at some time since the host booted: on one that has been up for longer it must not count as new for ever.
    """
    age_s = elapsed_s(facts, at)
    if age_s is None:
        age_s = elapsed_s(facts, facts.booted)
    return age_s is None or age_s <= seconds
