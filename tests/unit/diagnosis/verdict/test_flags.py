"""What the engine's flags prove of a container, where a group around it was full, or another of its name was there before."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import pytest

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainersFacts, EngineFacts
from hubyard.diagnosis.values import Sureness, What
from hubyard.diagnosis.verdict import judge_incidents
from tests.unit.diagnosis.rules.made import DATABASE, HUB, NO_RIGHTS, facts
from tests.unit.diagnosis.verdict.witnesses import ago, dmesg, event, killed

AT: Final = ago(30)
OUTER: Final = "/docker/" + "c" * 64
V1: Final = EngineFacts(version="28.5.1", cgroup_version=1)
DIED: Final = replace(DATABASE, state="exited", exit_status=137, finished=AT + timedelta(seconds=1))
WELL: Final = replace(HUB, state="exited", exit_status=0, oom_killed=True, finished=ago(20))
LIVING: Final = replace(HUB, oom_killed=True)
WHOLE: Final = dmesg(killed(AT, memcg=f"{OUTER}/docker/{DATABASE.id}", limited=OUTER, limit_mib=1024))
TOLD_ALL: Final = (
    event(AT, "oom", HUB.id),
    event(AT, "oom", DATABASE.id),
    event(AT + timedelta(seconds=1), "die", DATABASE.id, exit_status=137),
)
GROUP: Final = (What.GROUP_AT_ITS_LIMIT, Sureness.CERTAIN, DATABASE.name)
ENDED: Final = (What.CONTAINER_AT_ITS_LIMIT, Sureness.LIKELY, "wbsaleshub-staging")


@dataclass(frozen=True, kw_only=True)
class Case:
    """incidents: what, how sure, whose."""

    facts: Facts
    incidents: tuple[tuple[What, Sureness, str], ...]


CASES: Final = {
    "group_around_all_names_its_victim_and_flags_the_others": Case(
        facts=facts(kernel=WHOLE, engine=V1, containers=ContainersFacts(containers=(LIVING, DIED)), events=TOLD_ALL),
        incidents=(GROUP,),
    ),
    "container_that_ended_well_long_after_was_flagged_with_all": Case(
        facts=facts(kernel=WHOLE, engine=V1, containers=ContainersFacts(containers=(WELL, DIED))), incidents=(GROUP,)
    ),
    "flag_of_cgroup_v2_goes_by_the_container_s_own_count": Case(
        facts=facts(kernel=WHOLE, containers=ContainersFacts(containers=(WELL, DIED))),
        incidents=((What.CHILD_KILLED, Sureness.LIKELY, HUB.name), GROUP),
    ),
    "flagged_at_once_and_no_log_says_whom": Case(
        facts=facts(kernel=NO_RIGHTS, engine=V1, containers=ContainersFacts(containers=(LIVING, DATABASE)), events=TOLD_ALL[:2]),
        incidents=((What.CHILD_KILLED, Sureness.UNPROVEN, HUB.name), (What.CHILD_KILLED, Sureness.UNPROVEN, DATABASE.name)),
    ),
    "flagged_at_once_and_one_ended": Case(
        facts=facts(kernel=NO_RIGHTS, engine=V1, containers=ContainersFacts(containers=(LIVING, DIED)), events=TOLD_ALL),
        incidents=((What.GROUP_AT_ITS_LIMIT, Sureness.LIKELY, DATABASE.name), (What.CHILD_KILLED, Sureness.UNPROVEN, HUB.name)),
    ),
    "child_of_a_container_whose_predecessor_of_that_name_was_killed_a_moment_before": Case(
        facts=facts(
            kernel=NO_RIGHTS,
            containers=ContainersFacts(containers=(replace(LIVING, started=AT + timedelta(seconds=30), kernel_kills=1),)),
            events=(event(AT, "oom", "d" * 64), event(AT + timedelta(seconds=1), "die", "d" * 64, exit_status=137)),
        ),
        incidents=(ENDED, (What.CHILD_KILLED, Sureness.CERTAIN, HUB.name)),
    ),
    "end_among_the_oldest_events_of_a_container_that_is_gone": Case(
        facts=facts(events=(event(AT, "die", "d" * 64, exit_status=137), event(ago(1), "die", "e" * 64, exit_status=0))), incidents=()
    ),
    "end_after_others_of_a_container_that_is_gone": Case(
        facts=facts(events=(event(ago(90), "die", "e" * 64, exit_status=0), event(AT, "die", "d" * 64, exit_status=137))),
        incidents=((What.DIED_OF_SIGKILL, Sureness.UNPROVEN, "wbsaleshub-staging"),),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_flags(case: Case) -> None:
    told = judge_incidents(case.facts).incidents
    assert tuple((one.what, one.sureness, one.victims[0].container) for one in told) == case.incidents
