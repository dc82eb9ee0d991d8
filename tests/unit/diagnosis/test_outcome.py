"""Exit statuses."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.outcome import status_of
from hubyard.diagnosis.report import Report
from hubyard.diagnosis.values import Finding, Incident, State, Sureness, Verdict, What
from hubyard.errors import Status
from tests.fakes.shells import NOON

FACTS = Facts(host="", taken=NOON)
KILL = Incident(what=What.CONTAINER_AT_ITS_LIMIT, sureness=Sureness.CERTAIN, at=NOON - timedelta(hours=1))
CASES = {
    "well": ((), (), (), Status.DONE, Status.DONE),
    "warning": ((State.WARN,), (), (), Status.DONE, Status.WARNED),
    "broken": ((State.WARN, State.FAIL), (), (), Status.FAILED, Status.FAILED),
    "skipped_is_no_fault": ((State.SKIP, State.OK), (), (), Status.DONE, Status.DONE),
    "blind_is_never_all_good": ((), (), ("kernel",), Status.DONE, Status.WARNED),
    "kill": ((State.FAIL,), (KILL,), (), Status.MEMORY, Status.MEMORY),
    "kill_at_an_unknown_time": ((), (replace(KILL, at=None),), (), Status.MEMORY, Status.MEMORY),
    "old_kill": ((State.WARN,), (replace(KILL, at=NOON - timedelta(days=2)),), (), Status.DONE, Status.WARNED),
    "likely_kill": ((State.FAIL,), (replace(KILL, sureness=Sureness.LIKELY),), (), Status.FAILED, Status.FAILED),
    "137_that_nobody_explains": ((State.WARN,), (replace(KILL, what=What.DIED_OF_SIGKILL),), (), Status.DONE, Status.WARNED),
    "full_heap_is_no_kill": ((State.FAIL,), (replace(KILL, what=What.HEAP_FULL),), (), Status.FAILED, Status.FAILED),
}


@pytest.mark.parametrize(("states", "incidents", "blind", "status", "strictly"), CASES.values(), ids=CASES)
def test_status_of(
    states: tuple[State, ...], incidents: tuple[Incident, ...], blind: tuple[str, ...], status: Status, strictly: Status
) -> None:
    findings = tuple(Finding(rule="MEM01", state=state) for state in states)
    report = Report(facts=FACTS, verdict=Verdict(incidents=incidents, since=NOON, blind=blind), findings=findings)
    assert (status_of(report, strict=False), status_of(report, strict=True)) == (status, strictly)
