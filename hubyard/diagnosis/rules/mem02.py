"""MEM02: whether processes wait for memory."""

from collections.abc import Iterator
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.rules.judging import LIVELOCK_SHARE, percent, skipped, skipped_for
from hubyard.diagnosis.values import Finding, State, Verdict
from hubyard.gate.admission import PRESSURE_CLOSES_SHARE

ID: Final = "MEM02"
WARN_SHARE: Final = PRESSURE_CLOSES_SHARE
"""Of the time in which some wait. Source: gate/admission.py lets no build begin above it."""


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: `some` above 20 % of the last 10 or 300 s warns, `full` above 40 % of the last 10 s fails."""
    if isinstance(facts.memory, Unread):
        yield skipped(ID, {"memory": facts.memory})
        return
    pressure = facts.memory.pressure
    if pressure is None:
        yield skipped_for(ID, Why.ABSENT, probe="memory", detail="/proc/pressure/memory")
        return
    waits = max(pressure.some_10_share, pressure.some_300_share) >= WARN_SHARE
    state = State.FAIL if pressure.full_10_share >= LIVELOCK_SHARE else State.WARN if waits else State.OK
    seen: dict[str, object] = {
        "state": state,
        "some_percent": percent(pressure.some_10_share),
        "full_percent": percent(pressure.full_10_share),
        "some_300_percent": percent(pressure.some_300_share),
        "warn_percent": percent(WARN_SHARE),
        "fail_percent": percent(LIVELOCK_SHARE),
    }
    yield Finding(rule=ID, state=state, seen=seen)
