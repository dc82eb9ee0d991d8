"""Out of the kernel's log and the journal: who was killed, at whose limit, and whether anybody noticed."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from hubyard.diagnosis.facts.work import KernelFacts
from hubyard.diagnosis.values import Incident, Process, Sureness, What
from hubyard.diagnosis.verdict import judge_incidents
from tests.unit.diagnosis.rules.made import BOOTED, HEALTHY, HUB, facts
from tests.unit.diagnosis.verdict.made import (
    AT,
    BY_HOST,
    BY_LIMIT,
    DEAD,
    FOREIGN,
    GROUP,
    HOST,
    IN_HUB,
    IN_STEP,
    LIMIT,
    NODE,
    OOMD,
    OUTER,
    STEP,
    Case,
    certain,
    counted,
    kernel,
    only,
)
from tests.unit.diagnosis.verdict.witnesses import ago, dmesg, in_journal, killed, told_line

CASES: Final = {
    "nothing": Case(facts=HEALTHY, incidents=()),
    "host_kills_in_a_container_that_did_not_ask": Case(facts=kernel(BY_HOST), incidents=(HOST,)),
    "the_same_lines_in_the_journal_are_one_kill": Case(
        facts=kernel(BY_HOST, journal=KernelFacts(text=in_journal(BY_HOST))), incidents=(HOST,)
    ),
    "child_in_a_container_that_lives_on": Case(
        facts=kernel(BY_LIMIT, memory=counted(1)), incidents=(replace(LIMIT, what=What.CHILD_KILLED),)
    ),
    "child_whose_container_began_a_moment_later_by_another_clock": Case(
        facts=only(replace(HUB, started=AT + timedelta(seconds=1), kernel_kills=1), kernel=dmesg(BY_LIMIT), memory=counted(1)),
        incidents=(replace(LIMIT, what=What.CHILD_KILLED),),
    ),
    "child_in_a_container_that_ended_with_0": Case(
        facts=only(replace(DEAD, exit_status=0, oom_killed=False), kernel=dmesg(BY_LIMIT), memory=counted(1)),
        incidents=(replace(LIMIT, what=What.CHILD_KILLED),),
    ),
    "container_that_was_restarted_after_its_kill": Case(
        facts=only(replace(HUB, started=AT + timedelta(seconds=1)), kernel=dmesg(BY_LIMIT), memory=counted(1)), incidents=(LIMIT,)
    ),
    "step_of_somebody_else_s_build_killed_by_the_host": Case(
        facts=kernel(killed(AT, memcg=FOREIGN)),
        incidents=(
            certain(
                What.HOST_OUT_OF_MEMORY,
                victims=(replace(NODE, cgroup=FOREIGN),),
                asker=Process(name="node", pid=77, cgroup="/"),
                evidence=told_line(),
            ),
        ),
    ),
    "group_around_the_engine_kills_a_step_that_did_not_ask": Case(
        facts=kernel(killed(AT, memcg=OUTER + STEP, limited=OUTER, limit_mib=1024, asker="npm")),
        incidents=(replace(GROUP, victims=(replace(IN_STEP, cgroup=OUTER + STEP),)),),
    ),
    "group_around_the_engine_kills_in_a_container": Case(
        facts=kernel(killed(AT, memcg=f"{OUTER}/docker/{HUB.id}", limited=OUTER, limit_mib=1024, asker="npm")),
        incidents=(replace(GROUP, victims=(replace(IN_HUB, cgroup=f"{OUTER}/docker/{HUB.id}"),)),),
    ),
    "group_of_a_service": Case(
        facts=kernel(killed(AT, memcg="/system.slice/api.service", limited="/system.slice/api.service", limit_mib=1024, asker="npm")),
        incidents=(replace(GROUP, victims=(replace(NODE, cgroup="/system.slice/api.service"),), limited="/system.slice/api.service"),),
    ),
    "container_that_the_engine_has_forgotten": Case(
        facts=kernel(killed(AT, memcg=OUTER, limited=OUTER, limit_mib=1024, asker="npm")),
        incidents=(replace(GROUP, what=What.CONTAINER_AT_ITS_LIMIT, victims=(replace(NODE, cgroup=OUTER, container="c" * 12),)),),
    ),
    "report_that_was_cut_off_proves_nothing": Case(
        facts=kernel("[ 5000.000000] node invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0"),
        incidents=(
            Incident(
                what=What.KILL_COUNTED,
                sureness=Sureness.UNPROVEN,
                at=BOOTED + timedelta(seconds=5000),
                asker=Process(name="node"),
                evidence="node invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
            ),
        ),
    ),
    "systemd_oomd": Case(
        facts=facts(
            journal=KernelFacts(
                text=f"Nov 29 11:30:00 stage systemd-oomd[840]: {OOMD}\n"
                "Nov 29 11:30:00 stage systemd[1]: app.scope: systemd-oomd killed 12 process(es) in this unit."
            )
        ),
        incidents=(
            certain(
                What.KILLED_BY_A_PROGRAM,
                victims=(Process(cgroup="/user.slice/app.scope"),),
                evidence=OOMD,
                count=12,
            ),
        ),
    ),
    "a_pid_that_came_again_under_another_name_is_another_kill": Case(
        facts=kernel(killed(ago(30.5), name="next-server (v1", asker="node"), BY_HOST, memory=counted(2)),
        incidents=(
            HOST,
            certain(
                What.HOST_OUT_OF_MEMORY,
                ago(30.5),
                victims=(replace(NODE, name="next-server (v1"),),
                asker=Process(name="node", pid=4, cgroup="/"),
                evidence=told_line(name="next-server (v1"),
            ),
        ),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_incidents(case: Case) -> None:
    assert judge_incidents(case.facts).incidents == case.incidents
