"""How the diagnosis of a host ends, as an exit status: a decision from its report alone."""

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.report import Report
from hubyard.diagnosis.rules.incidents import RECENT_S
from hubyard.diagnosis.rules.judging import is_within
from hubyard.diagnosis.values import KILLS, Incident, State, Sureness
from hubyard.errors import Status


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
    """As long as the rules call it a failure: one that was dealt with must not fail a check for ever."""
    return incident.what in KILLS and incident.sureness is Sureness.CERTAIN and is_within(facts, incident.at, seconds=RECENT_S)
