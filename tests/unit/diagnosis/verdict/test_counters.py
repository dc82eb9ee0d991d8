"""What was counted beyond those whom anybody named."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from hubyard.diagnosis.facts.work import BuildsFacts, KernelFacts, SliceKills
from hubyard.diagnosis.values import Process, What
from hubyard.diagnosis.verdict import judge_incidents
from tests.unit.diagnosis.rules.made import BOOTED, HUB, MIB, NO_RIGHTS, facts
from tests.unit.diagnosis.verdict.made import BY_HOST, HOST, NAMELESS, NODE, OF_HUB, Case, certain, counted, kernel, only
from tests.unit.diagnosis.verdict.witnesses import ago, dmesg, in_journal, killed, told_line

CASES: Final = {
    "child_by_the_counter_alone": Case(
        facts=only(replace(HUB, kernel_kills=2), kernel=NO_RIGHTS, memory=counted(2)),
        incidents=(
            certain(
                What.CHILD_KILLED,
                None,
                victims=(NAMELESS,),
                limit_bytes=512 * MIB,
                evidence="memory.events of wbsaleshub-staging: oom_kill 2",
                count=2,
            ),
        ),
    ),
    "flag_of_a_container_that_lives_and_its_counter": Case(
        facts=only(replace(HUB, oom_killed=True, kernel_kills=1), memory=counted(1)),
        incidents=(
            certain(
                What.CHILD_KILLED,
                None,
                victims=(NAMELESS,),
                limit_bytes=512 * MIB,
                evidence="docker inspect wbsaleshub-staging: OOMKilled=true ExitCode=None State=running",
            ),
        ),
    ),
    "step_by_the_slice_s_counter_alone": Case(
        facts=facts(kernel=NO_RIGHTS, memory=counted(2), builds=BuildsFacts(slices=(SliceKills(hub="wbfinhub", kernel_kills=2),))),
        incidents=(
            certain(
                What.BUILD_STEP_KILLED, None, victims=(OF_HUB,), evidence="memory.events of hubyard.slice/wbfinhub: oom_kill 2", count=2
            ),
        ),
    ),
    "counted_and_never_named": Case(
        facts=facts(kernel=NO_RIGHTS, memory=counted(3)),
        incidents=(certain(What.KILL_COUNTED, None, evidence="/proc/vmstat: oom_kill 3", count=3),),
    ),
    "counted_more_than_named": Case(
        facts=kernel(BY_HOST, memory=counted(3)),
        incidents=(HOST, certain(What.KILL_COUNTED, None, evidence="/proc/vmstat: oom_kill 3 named=1", count=2)),
    ),
    "counted_before_the_log_begins": Case(
        facts=facts(kernel=dmesg(since=ago(100)), memory=counted(1)),
        incidents=(certain(What.KILL_COUNTED, ago(100), evidence="/proc/vmstat: oom_kill 1 log_begins=2026-11-29T10:20:00+00:00"),),
    ),
    "named_before_this_boot_is_not_in_the_counter": Case(
        facts=facts(journal=KernelFacts(text=in_journal(killed(BOOTED - timedelta(days=1), memcg="/init.scope")))),
        incidents=(
            certain(
                What.HOST_OUT_OF_MEMORY,
                BOOTED - timedelta(days=1),
                victims=(replace(NODE, cgroup="/init.scope"),),
                asker=Process(name="node", pid=77, cgroup="/"),
                evidence=told_line(),
            ),
        ),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_incidents(case: Case) -> None:
    assert judge_incidents(case.facts).incidents == case.incidents
