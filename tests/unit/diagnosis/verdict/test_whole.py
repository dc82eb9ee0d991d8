"""What the verdict says of all incidents: their order, what was building then, how far the readings reach."""

from dataclasses import replace
from datetime import datetime
from typing import Final

import pytest

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.work import GateFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.values import Process, What
from hubyard.diagnosis.verdict import judge_incidents
from hubyard.history.values import BuildOutcome
from tests.unit.diagnosis.rules.made import BOOTED, HEALTHY, NO_ENGINE, NO_RIGHTS, facts
from tests.unit.diagnosis.verdict.made import BY_HOST, HOLDER, HOST, NODE, Case, certain, counted, kernel, past
from tests.unit.diagnosis.verdict.witnesses import ago, build, dmesg, killed, told_line

CASES: Final = {
    "what_was_building_then_oldest_first": Case(
        facts=past(
            build(BuildOutcome.FAILED, began=ago(31), hub="wbsaleshub"),
            build(BuildOutcome.WELL, began=ago(32), hub="wbfinhub"),
            build(BuildOutcome.WELL, began=ago(60), hub="wbhubmanager"),
            kernel=dmesg(BY_HOST),
        ),
        incidents=(replace(HOST, beside=("wbfinhub", "wbsaleshub")),),
    ),
    "what_builds_still_was_building_then": Case(
        facts=kernel(BY_HOST, gate=GateFacts(directory="/run/x", running=(HOLDER, replace(HOLDER, hub="wbsaleshub", since=ago(29))))),
        incidents=(replace(HOST, beside=("wbfinhub",)),),
    ),
    "latest_first_and_those_without_a_moment_last": Case(
        facts=kernel(killed(ago(90), pid=5), BY_HOST, memory=counted(3)),
        incidents=(
            HOST,
            certain(
                What.HOST_OUT_OF_MEMORY,
                ago(90),
                victims=(replace(NODE, pid=5),),
                asker=Process(name="node", pid=5, cgroup="/"),
                evidence=told_line(5),
            ),
            certain(What.KILL_COUNTED, None, evidence="/proc/vmstat: oom_kill 3 named=2"),
        ),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_incidents(case: Case) -> None:
    assert judge_incidents(case.facts).incidents == case.incidents


REACH: Final = {  # facts, since, blind
    "all_read": (HEALTHY, BOOTED, ()),
    "no_journal_here_hides_nothing": (facts(journal=Unread(why=Why.ABSENT)), BOOTED, ()),
    "journal_closed": (facts(journal=NO_RIGHTS), BOOTED, ("journal",)),
    "kernel_closed_and_counters_read": (facts(kernel=NO_RIGHTS), BOOTED, ("kernel",)),
    "kernel_closed_and_no_engine": (facts(kernel=NO_RIGHTS, containers=NO_ENGINE), BOOTED, ("kernel", "containers")),
    "nothing_of_the_past": (
        facts(kernel=NO_RIGHTS, memory=NO_RIGHTS, journal=NO_RIGHTS),
        None,
        ("kernel", "journal", "memory"),
    ),
    "log_begins_after_the_boot": (facts(kernel=dmesg(since=ago(100))), ago(100), ()),
    "log_that_does_not_say_since_when": (facts(kernel=dmesg(since=None)), BOOTED, ()),
}


@pytest.mark.parametrize(("read", "since", "blind"), REACH.values(), ids=REACH)
def test_reach(read: Facts, since: datetime | None, blind: tuple[str, ...]) -> None:
    verdict = judge_incidents(read)
    assert (verdict.since, verdict.blind) == (since, blind)
