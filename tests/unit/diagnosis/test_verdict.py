"""What happened, out of what each witness says: one incident for one kill, whoever tells of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import pytest

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainersFacts
from hubyard.diagnosis.facts.host import MemoryFacts
from hubyard.diagnosis.facts.work import BuildLogTail, BuildsFacts, GateFacts, GatePresence, KernelFacts, SliceKills
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.values import Incident, Process, Sureness, What
from hubyard.diagnosis.verdict import judge_incidents
from hubyard.history.values import BuildMeasured, BuildOutcome
from tests.unit.diagnosis.rules.made import BOOTED, DATABASE, HEALTHY, HUB, MEMORY, MIB, NO_ENGINE, NO_RIGHTS, YARD, facts
from tests.unit.diagnosis.witnesses import ago, build, dmesg, event, in_journal, killed, told_line

SCOPE: Final = f"/system.slice/docker-{HUB.id}.scope"
SLICE: Final = "/hubyard.slice/wbfinhub"
STEP: Final = SLICE + "/buildkit/" + "q7" * 12 + "x"
FOREIGN: Final = "/docker/buildkit/" + "z3" * 12 + "y"
OUTER: Final = "/docker/" + "c" * 64
AT: Final = ago(30)
DEAD: Final = replace(HUB, state="exited", exit_status=137, oom_killed=True, finished=AT + timedelta(seconds=1), kernel_kills=None)
NODE: Final = Process(name="node", pid=77, held_bytes=400 * MIB)
IN_HUB: Final = replace(NODE, cgroup=SCOPE, container="wbsaleshub-staging", hub="wbsaleshub")
IN_STEP: Final = replace(NODE, cgroup=STEP, hub="wbfinhub")
NAMELESS: Final = Process(container="wbsaleshub-staging", hub="wbsaleshub")
OF_HUB: Final = Process(hub="wbfinhub")
HOLDER: Final = GatePresence(hub="wbfinhub", title="deploy", command="invoke deploy", pid=9, since=ago(31))
KILLED: Final = build(BuildOutcome.KILLED, began=ago(33), killed_stages=("build",))
KILLED_WORDS: Final = "history: wbfinhub 2026-11-29T11:27:00+00:00 killed peak=629145600 cap=805306368 stages=build"
OOMD: Final = "Killed /user.slice/app.scope due to memory pressure for /user.slice being 60% > 50% for > 20s with reclaim activity"
INSPECTED: Final = "docker inspect wbsaleshub-staging: OOMKilled=true ExitCode=137 State=exited"
EXIT_137: Final = '#15 ERROR: process "/bin/sh -c npm run build" did not complete successfully: exit code: 137'


@dataclass(frozen=True, kw_only=True)
class Case:
    facts: Facts
    incidents: tuple[Incident, ...]


def certain(what: What, at: datetime | None = AT, **more: Any) -> Incident:  # noqa: ANN401  any field
    return Incident(**{"what": what, "sureness": Sureness.CERTAIN, "at": at, "count": 1, **more})


def kernel(*lines: str, **changed: Any) -> Facts:  # noqa: ANN401  any field of Facts
    return facts(kernel=dmesg(*lines), **changed)


def only(*some: Any, **changed: Any) -> Facts:  # noqa: ANN401  likewise
    return facts(containers=ContainersFacts(containers=some), **changed)


def past(*history: BuildMeasured, logs: tuple[BuildLogTail, ...] = (), **changed: Any) -> Facts:  # noqa: ANN401  likewise
    return facts(yard=replace(YARD, history=history, failed_logs=logs), **changed)


def log(text: str, *, status: int | None = 1, at: datetime = AT) -> BuildLogTail:
    return BuildLogTail(hub="wbfinhub", at=at, status=status, text=text)


def counted(kernel_kills: int) -> MemoryFacts:
    return replace(MEMORY, kernel_kills=kernel_kills)


BY_HOST: Final = killed(AT, memcg=SCOPE, asker="dockerd")
BY_LIMIT: Final = killed(AT, memcg=SCOPE, limited=SCOPE, limit_mib=512)
OF_STEP: Final = killed(AT, memcg=STEP, limited=SLICE, limit_mib=768)
HOST: Final = certain(What.HOST_OUT_OF_MEMORY, victims=(IN_HUB,), asker=Process(name="dockerd", pid=4, cgroup="/"), evidence=told_line())
LIMIT: Final = certain(
    What.CONTAINER_AT_ITS_LIMIT,
    victims=(IN_HUB,),
    asker=Process(name="node", pid=77, cgroup="/"),
    limit_bytes=512 * MIB,
    limited=SCOPE,
    evidence=told_line(limited=True),
)
BUILD: Final = certain(
    What.BUILD_STEP_KILLED,
    victims=(IN_STEP,),
    asker=Process(name="node", pid=77, cgroup="/"),
    limit_bytes=768 * MIB,
    limited=SLICE,
    evidence=told_line(limited=True),
)
GROUP: Final = replace(
    BUILD, what=What.GROUP_AT_ITS_LIMIT, limit_bytes=1024 * MIB, limited=OUTER, asker=Process(name="npm", pid=4, cgroup="/")
)
FORCED: Final = (
    event(AT - timedelta(seconds=10), "kill", signal=15),
    event(AT, "kill", signal=9),
    event(AT + timedelta(seconds=1), "die", exit_status=137),
    event(AT + timedelta(seconds=1), "stop"),
)
DIED: Final = (event(AT, "oom"), event(AT + timedelta(seconds=1), "die", exit_status=137))

CASES: Final = {
    "nothing": Case(facts=HEALTHY, incidents=()),
    "host_kills_in_a_container_that_did_not_ask": Case(facts=kernel(BY_HOST), incidents=(HOST,)),
    "the_same_lines_in_the_journal_are_one_kill": Case(
        facts=kernel(BY_HOST, journal=KernelFacts(text=in_journal(BY_HOST))), incidents=(HOST,)
    ),
    "kernel_line_flag_and_events_are_one_kill": Case(
        facts=only(DEAD, DATABASE, kernel=dmesg(BY_LIMIT), events=DIED, memory=counted(1)), incidents=(LIMIT,)
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
    "container_that_was_removed_has_its_name_of_the_events": Case(
        facts=only(kernel=dmesg(BY_LIMIT), events=DIED, memory=counted(1)), incidents=(replace(LIMIT, victims=(replace(IN_HUB, hub=""),)),)
    ),
    "container_that_was_restarted_after_its_kill": Case(
        facts=only(replace(HUB, started=AT + timedelta(seconds=1)), kernel=dmesg(BY_LIMIT), memory=counted(1)), incidents=(LIMIT,)
    ),
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
    "step_killed_at_the_hub_s_cap_and_history_knows_the_stage": Case(
        facts=past(
            KILLED, kernel=dmesg(OF_STEP), memory=counted(1), builds=BuildsFacts(slices=(SliceKills(hub="wbfinhub", kernel_kills=1),))
        ),
        incidents=(replace(BUILD, victims=(replace(IN_STEP, stage="build"),), beside=("wbfinhub",)),),
    ),
    "step_by_history_alone": Case(
        facts=past(KILLED),
        incidents=(
            certain(
                What.BUILD_STEP_KILLED,
                ago(28),
                victims=(Process(hub="wbfinhub", stage="build", held_bytes=600 * MIB),),
                limit_bytes=768 * MIB,
                evidence=KILLED_WORDS,
                beside=("wbfinhub",),
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
    "step_of_a_build_that_ended_well": Case(
        facts=past(build(BuildOutcome.WELL, began=ago(33)), kernel=dmesg(OF_STEP)),
        incidents=(replace(BUILD, what=What.CHILD_KILLED, beside=("wbfinhub",)),),
    ),
    "step_of_a_build_that_followed_at_once_on_one_that_went_well": Case(
        facts=past(
            replace(KILLED, began=AT - timedelta(seconds=2)),
            build(BuildOutcome.WELL, began=AT - timedelta(seconds=63), minutes=1),
            kernel=dmesg(OF_STEP),
        ),
        incidents=(replace(BUILD, victims=(replace(IN_STEP, stage="build"),), beside=("wbfinhub",)),),
    ),
    "step_of_a_build_whose_log_ended_with_0": Case(
        facts=past(KILLED, kernel=dmesg(OF_STEP), logs=(log("#9 DONE 1.0s", status=0, at=ago(28)),)),
        incidents=(replace(BUILD, what=What.CHILD_KILLED, victims=(replace(IN_STEP, stage="build"),), beside=("wbfinhub",)),),
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
    "build_thrashed": Case(
        facts=past(build(BuildOutcome.THRASHED, began=ago(33))),
        incidents=(
            certain(
                What.BUILD_THRASHED,
                ago(28),
                victims=(replace(OF_HUB, held_bytes=600 * MIB),),
                limit_bytes=768 * MIB,
                evidence="history: wbfinhub 2026-11-29T11:27:00+00:00 thrashed peak=629145600 cap=805306368",
                count=0,
                beside=("wbfinhub",),
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
    "log_heap": Case(
        facts=past(logs=(log("#19 148.5 FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"),)),
        incidents=(
            certain(
                What.HEAP_FULL,
                victims=(OF_HUB,),
                evidence="FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
                count=0,
            ),
        ),
    ),
    "log_network_with_the_odd_status_152": Case(
        facts=past(
            logs=(
                log(
                    "#15 49.22 npm error code ECONNRESET\n#15 49.23 npm error network read ECONNRESET\n"
                    '#15 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 152'
                ),
            )
        ),
        incidents=(certain(What.NETWORK, victims=(OF_HUB,), evidence="npm error code ECONNRESET", count=0),),
    ),
    "log_disk": Case(
        facts=past(logs=(log("9.549 [Error: ENOSPC: no space left on device, write] {"),)),
        incidents=(certain(What.DISK_FULL, victims=(OF_HUB,), evidence="[Error: ENOSPC: no space left on device, write] {", count=0),),
    ),
    "log_step_whose_counter_buildkit_read": Case(
        facts=past(logs=(log('#21 ERROR: process "/bin/sh -c x" did not complete successfully: cannot allocate memory'),)),
        incidents=(
            certain(
                What.BUILD_STEP_KILLED,
                victims=(OF_HUB,),
                evidence='ERROR: process "/bin/sh -c x" did not complete successfully: cannot allocate memory',
            ),
        ),
    ),
    "log_137_proves_nothing": Case(
        facts=past(logs=(log(EXIT_137),)),
        incidents=(
            Incident(
                what=What.DIED_OF_SIGKILL,
                sureness=Sureness.UNPROVEN,
                at=AT,
                victims=(OF_HUB,),
                evidence=EXIT_137.removeprefix("#15 "),
            ),
        ),
    ),
    "log_137_of_a_build_whose_kill_is_known": Case(
        facts=past(KILLED, kernel=dmesg(OF_STEP), logs=(log(EXIT_137, at=ago(28)),)),
        incidents=(replace(BUILD, victims=(replace(IN_STEP, stage="build"),), beside=("wbfinhub",)),),
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
