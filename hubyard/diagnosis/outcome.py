"""How the diagnosis of a host ends, as an exit status: a decision from its report alone."""

from datetime import datetime, timedelta
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.report import Report
from hubyard.diagnosis.values import Incident, State, Sureness, What
from hubyard.errors import Status

KILLS: Final = frozenset(
    (
        *(What.HOST_OUT_OF_MEMORY, What.CONTAINER_AT_ITS_LIMIT, What.BUILD_STEP_KILLED, What.CHILD_KILLED, What.GROUP_AT_ITS_LIMIT),
        *(What.KILLED_BY_A_PROGRAM, What.KILLED_BY_HAND, What.KILL_COUNTED, What.BUILD_THRASHED),
    )
)
"""For want of memory. A full JavaScript heap is none (nobody was killed), nor is a 137 that nobody explains."""
RECENT: Final = timedelta(days=1)
"""As long as the rules call it a failure: one that was dealt with must not fail a check for ever."""


def status_of(report: Report, *, strict: bool) -> Status:
    """MEMORY: a kill within a day is proven; else FAILED: something is broken.

    strict: WARNED for a warning, and where kills may have gone unseen: what could not be read is never "all good"
    """
    if any(is_proven_kill(incident, facts=report.facts) for incident in report.verdict.incidents):
        return Status.MEMORY
    if report.worst is State.FAIL:
        return Status.FAILED
    return Status.WARNED if strict and (report.worst is State.WARN or report.verdict.blind) else Status.DONE


def is_proven_kill(incident: Incident, *, facts: Facts) -> bool:
    """One without a moment may have been just now."""
    return incident.what in KILLS and incident.sureness is Sureness.CERTAIN and _is_recent(incident.at, facts)


def _is_recent(at: datetime | None, facts: Facts) -> bool:
    now = facts.taken if isinstance(facts.system, Unread) or facts.system.now is None else facts.system.now
    if at is None or (at.tzinfo is None) is not (now.tzinfo is None):
        return True
    return now - at <= RECENT
