"""DKR01: the engine is down, hangs, is slow, or may not be asked."""

from collections.abc import Iterator
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import PROBE_LIMIT_S, Unread, Why
from hubyard.diagnosis.rules.judging import skipped
from hubyard.diagnosis.values import Finding, State, Verdict

ID: Final = "DKR01"
TROUBLES: Final = {
    Why.NO_ENGINE: ("down", State.FAIL),
    Why.TIMED_OUT: ("hanging", State.FAIL),
    Why.NO_RIGHTS: ("forbidden", State.WARN),
}
"""What an unread engine means. Forbidden is a warning: the engine may be well, but this user can deploy nothing."""

SLOW: Final = ("slow", State.WARN)
ASKED_TOO: Final = ("containers", "usage", "events")
"""Probes that ask the engine as well: one that hangs answers none of them."""


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: an answer of any kind within the limit of a probe; a healthy engine answers in some 30 ms. No docker at all is skipped."""
    if not isinstance(facts.engine, Unread):
        seen: dict[str, object] = {"trouble": "none", "version": facts.engine.version, "limit_s": PROBE_LIMIT_S, "detail": "", "user": ""}
        yield Finding(rule=ID, state=State.OK, seen=seen)
    elif facts.engine.why in TROUBLES:
        trouble, state = SLOW if facts.engine.why is Why.TIMED_OUT and _answered(facts) else TROUBLES[facts.engine.why]
        user = "" if isinstance(facts.system, Unread) else facts.system.user
        seen = {"trouble": trouble, "version": "", "limit_s": PROBE_LIMIT_S, "detail": facts.engine.detail, "user": user}
        yield Finding(rule=ID, state=state, seen=seen)
    else:
        yield skipped(ID, {"engine": facts.engine})


def _answered(facts: Facts) -> bool:
    return len(facts.unread(*ASKED_TOO)) < len(ASKED_TOO)
