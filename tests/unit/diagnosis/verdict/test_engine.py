"""Out of the engine's flags, exit statuses and events, alone and beside the kernel's lines."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from hubyard.diagnosis.values import Incident, Sureness, What
from hubyard.diagnosis.verdict import judge_incidents
from tests.unit.diagnosis.rules.made import DATABASE, MIB, NO_RIGHTS, facts
from tests.unit.diagnosis.verdict.made import (
    AT,
    BY_LIMIT,
    DEAD,
    DIED,
    FORCED,
    IN_HUB,
    INSPECTED,
    LIMIT,
    NAMELESS,
    Case,
    certain,
    counted,
    only,
)
from tests.unit.diagnosis.verdict.witnesses import dmesg, event

CASES: Final = {
    "kernel_line_flag_and_events_are_one_kill": Case(
        facts=only(DEAD, DATABASE, kernel=dmesg(BY_LIMIT), events=DIED, memory=counted(1)), incidents=(LIMIT,)
    ),
    "container_that_was_removed_has_its_name_of_the_events": Case(
        facts=only(kernel=dmesg(BY_LIMIT), events=DIED, memory=counted(1)), incidents=(replace(LIMIT, victims=(replace(IN_HUB, hub=""),)),)
    ),
    "flag_of_a_container_that_ended_with_0": Case(
        facts=only(replace(DEAD, exit_status=0)),
        incidents=(
            Incident(
                what=What.CHILD_KILLED,
                sureness=Sureness.LIKELY,
                at=DEAD.finished,
                victims=(NAMELESS,),
                limit_bytes=512 * MIB,
                evidence="docker inspect wbsaleshub-staging: OOMKilled=true ExitCode=0 State=exited",
                count=1,
            ),
        ),
    ),
    "flag_alone_is_likely": Case(
        facts=only(DEAD, kernel=NO_RIGHTS, memory=counted(1)),
        incidents=(
            Incident(
                what=What.CONTAINER_AT_ITS_LIMIT,
                sureness=Sureness.LIKELY,
                at=DEAD.finished,
                victims=(NAMELESS,),
                limit_bytes=512 * MIB,
                evidence=INSPECTED,
                count=1,
            ),
        ),
    ),
    "flag_without_a_limit_means_the_host": Case(
        facts=only(replace(DEAD, limit_bytes=None), kernel=NO_RIGHTS),
        incidents=(
            Incident(
                what=What.HOST_OUT_OF_MEMORY,
                sureness=Sureness.LIKELY,
                at=DEAD.finished,
                victims=(NAMELESS,),
                evidence=INSPECTED,
                count=1,
            ),
        ),
    ),
    "oom_event_without_an_end": Case(
        facts=facts(events=(event(AT, "oom"),)),
        incidents=(
            Incident(
                what=What.CHILD_KILLED,
                sureness=Sureness.LIKELY,
                at=AT,
                victims=(NAMELESS,),
                limit_bytes=512 * MIB,
                evidence="docker events: 2026-11-29T11:30:00+00:00 oom wbsaleshub-staging",
                count=1,
            ),
        ),
    ),
    "137_without_anybody_s_word": Case(
        facts=only(replace(DEAD, oom_killed=False)),
        incidents=(
            Incident(
                what=What.DIED_OF_SIGKILL,
                sureness=Sureness.UNPROVEN,
                at=DEAD.finished,
                victims=(NAMELESS,),
                evidence="docker inspect wbsaleshub-staging: OOMKilled=false ExitCode=137 State=exited",
                count=1,
            ),
        ),
    ),
    "137_after_the_engine_s_own_signal": Case(
        facts=only(replace(DEAD, oom_killed=False), events=FORCED),
        incidents=(
            certain(
                What.STOPPED_BY_FORCE,
                AT + timedelta(seconds=1),
                victims=(NAMELESS,),
                evidence="docker events: 2026-11-29T11:30:01+00:00 die wbsaleshub-staging exitCode=137 OOMKilled=false",
            ),
        ),
    ),
    "container_that_was_removed_by_force_was_meant_to_end": Case(facts=only(events=FORCED), incidents=()),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_incidents(case: Case) -> None:
    assert judge_incidents(case.facts).incidents == case.incidents
