"""CLK01: a clock that is off. Certificates fail then, and logs of two hosts cannot be laid side by side."""

from collections.abc import Iterator
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.rules.judging import skipped, skipped_for
from hubyard.diagnosis.values import Finding, State, Verdict

ID: Final = "CLK01"
WARN_S: Final = 5.0
"""Source: PROBE_LIMIT_S: an answer may take that long, and no nearer is its moment known."""
FAIL_S: Final = 300.0
"""Source: RFC 4120, 10: five minutes is the clock skew that servers customarily accept."""


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: 5 s against the asker's clock, or no time service that keeps it, warns; five minutes fail."""
    if isinstance(facts.system, Unread):
        yield skipped(ID, {"system": facts.system})
        return
    ahead_s, synchronized = facts.system.clock_ahead_s, facts.system.synchronized
    if ahead_s is None and synchronized is None:
        yield skipped_for(ID, Why.ABSENT, probe="system", detail="timedatectl")
        return
    off_s = abs(ahead_s or 0.0)
    state = State.FAIL if off_s > FAIL_S else State.WARN if off_s > WARN_S or synchronized is False else State.OK
    way = "level" if off_s <= WARN_S else "ahead" if (ahead_s or 0.0) > 0 else "behind"
    seen: dict[str, object] = {
        "way": way,
        "off_s": off_s,
        "synchronized": "unknown" if synchronized is None else "yes" if synchronized else "no",
        "warn_s": WARN_S,
        "fail_s": FAIL_S,
    }
    yield Finding(rule=ID, state=state, seen=seen)
