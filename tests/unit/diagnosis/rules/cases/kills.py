"""OOM01 – OOM04, NODE01, EXT01: from incidents."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from hubyard.diagnosis.facts.engine import ContainersFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.rules.incidents import seen_of
from hubyard.diagnosis.values import Finding, Incident, Process, State, Sureness, What
from tests.unit.diagnosis.rules.made import BOOTED, HEALTHY, HUB, MIB, NO_ENGINE, NO_RIGHTS, NOW, SYSTEM, Case, facts, found, skipped

NODE: Final = Process(name="node", pid=77, held_bytes=400 * MIB)
HOST: Final = Incident(
    what=What.HOST_OUT_OF_MEMORY,
    sureness=Sureness.CERTAIN,
    at=NOW - timedelta(hours=1),
    victims=(replace(NODE, container="wbsaleshub-staging", hub="wbsaleshub"),),
    asker=Process(name="dockerd", pid=5),
    evidence="Out of memory: Killed process 77 (node)",
    count=1,
    beside=("wbfinhub", "wbonboardinghub"),
)
OLD: Final = replace(HOST, at=NOW - timedelta(days=2))
ANCIENT: Final = replace(HOST, at=NOW - timedelta(days=8))
COUNTED: Final = Incident(what=What.KILL_COUNTED, sureness=Sureness.CERTAIN, evidence="/proc/vmstat: oom_kill 3", count=3)
BY_HAND: Final = replace(HOST, what=What.KILLED_BY_HAND, victims=(NODE,))
BY_PROGRAM: Final = replace(HOST, what=What.KILLED_BY_A_PROGRAM, victims=(Process(cgroup="/user.slice"),))
LIMITED: Final = replace(
    HOST, what=What.CONTAINER_AT_ITS_LIMIT, limit_bytes=512 * MIB, victims=(replace(NODE, container="api"),), count=1, beside=()
)
FLAGGED: Final = replace(LIMITED, sureness=Sureness.LIKELY, victims=(Process(container="api"),), asker=None, limit_bytes=0)
GROUP: Final = replace(LIMITED, what=What.GROUP_AT_ITS_LIMIT, limited="/docker/outer", victims=(replace(NODE, hub="wbfinhub"),), count=3)
STEP: Final = replace(
    LIMITED,
    what=What.BUILD_STEP_KILLED,
    victims=(replace(NODE, hub="wbfinhub", stage="build"), replace(NODE, pid=78)),
    asker=Process(name="node", pid=77),
    count=2,
)
COUNTED_STEP: Final = replace(STEP, victims=(Process(hub="wbfinhub", stage="build", held_bytes=600 * MIB),), asker=None, count=1)
FOREIGN_STEP: Final = replace(STEP, victims=(NODE,), limit_bytes=0)
THRASHED: Final = replace(COUNTED_STEP, what=What.BUILD_THRASHED, count=0)
CHILD: Final = replace(LIMITED, what=What.CHILD_KILLED, victims=(replace(NODE, container="wbsaleshub-staging", hub="wbsaleshub"),))
CHILD_OF_BUILD: Final = replace(COUNTED_STEP, what=What.CHILD_KILLED)
HEAP: Final = Incident(
    what=What.HEAP_FULL,
    sureness=Sureness.CERTAIN,
    at=NOW - timedelta(hours=1),
    victims=(Process(hub="wbfinhub"),),
    evidence="FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
)
UNKNOWN: Final = Incident(
    what=What.DIED_OF_SIGKILL,
    sureness=Sureness.UNPROVEN,
    at=NOW - timedelta(hours=1),
    victims=(Process(container="api"),),
    evidence="docker inspect api: OOMKilled=false ExitCode=137",
    count=1,
)
UNKNOWN_STEP: Final = replace(UNKNOWN, victims=(Process(hub="wbfinhub"),))
FORCED: Final = replace(UNKNOWN, what=What.STOPPED_BY_FORCE, sureness=Sureness.CERTAIN)


RULES: Final = ("OOM01", "OOM02", "OOM03", "OOM04", "NODE01", "EXT01")


def told(rule: str, state: State, incident: Incident, subject: str = "", times: int = 1) -> tuple[Finding, ...]:
    there = {"wbsaleshub-staging": "yes", "api": "no"}.get(incident.victims[0].container if incident.victims else "", "")
    return (found(rule, state, subject, **seen_of(incident), there=there, times=times, repeated=times if times > 1 else 0),)


def nothing(rule: str) -> tuple[Finding, ...]:
    return (found(rule, State.OK, times=0, since=BOOTED),)


def case(rule: str, state: State, incident: Incident, subject: str = "") -> Case:
    return Case(rule=rule, facts=HEALTHY, incidents=(incident,), found=told(rule, state, incident, subject))


RESTARTED: Final = ContainersFacts(containers=(replace(HUB, started=NOW - timedelta(minutes=59)),))

CASES: Final = {
    **{
        f"{rule}_nothing": Case(rule=rule, facts=HEALTHY, found=nothing(rule))
        for rule in ("OOM01", "OOM02", "OOM03", "OOM04", "NODE01", "EXT01")
    },
    "OOM01_within_a_day": case("OOM01", State.FAIL, HOST, "wbsaleshub-staging"),
    "OOM01_before": case("OOM01", State.WARN, OLD, "wbsaleshub-staging"),
    "OOM01_before_a_week": Case(rule="OOM01", facts=HEALTHY, incidents=(ANCIENT,), found=nothing("OOM01")),
    "OOM01_twice_is_said_once": Case(
        rule="OOM01", facts=HEALTHY, incidents=(HOST, OLD), found=told("OOM01", State.FAIL, HOST, "wbsaleshub-staging", times=2)
    ),
    "OOM01_counted_only_since_a_boot_days_ago": case("OOM01", State.WARN, COUNTED),
    "OOM01_counted_only_since_a_boot_today": Case(
        rule="OOM01",
        facts=facts(system=replace(SYSTEM, booted=NOW - timedelta(hours=2))),
        incidents=(COUNTED,),
        found=told("OOM01", State.FAIL, COUNTED),
    ),
    "OOM01_reported_only": case("OOM01", State.WARN, replace(COUNTED, sureness=Sureness.UNPROVEN, count=0)),
    "OOM01_by_hand": case("OOM01", State.FAIL, BY_HAND),
    "OOM01_by_a_program": case("OOM01", State.FAIL, BY_PROGRAM),
    "OOM01_kernel_log_closed_is_never_well": Case(
        rule="OOM01", facts=facts(kernel=NO_RIGHTS), found=skipped("OOM01", Why.NO_RIGHTS, "kernel", detail=NO_RIGHTS.detail)
    ),
    "OOM01_kernel_log_closed_and_a_counter": Case(
        rule="OOM01",
        facts=facts(kernel=NO_RIGHTS),
        incidents=(COUNTED,),
        found=(*told("OOM01", State.WARN, COUNTED), *skipped("OOM01", Why.NO_RIGHTS, "kernel", detail=NO_RIGHTS.detail)),
    ),
    "OOM01_no_journal_on_this_host": Case(rule="OOM01", facts=facts(journal=Unread(why=Why.ABSENT)), found=nothing("OOM01")),
    "OOM01_journal_closed": Case(
        rule="OOM01", facts=facts(journal=NO_RIGHTS), found=skipped("OOM01", Why.NO_RIGHTS, "journal", detail=NO_RIGHTS.detail)
    ),
    "OOM02_container": case("OOM02", State.FAIL, LIMITED, "api"),
    "OOM02_by_the_flag": case("OOM02", State.FAIL, FLAGGED, "api"),
    "OOM02_group": case("OOM02", State.FAIL, GROUP, "wbfinhub"),
    "OOM02_no_engine": Case(
        rule="OOM02", facts=facts(containers=NO_ENGINE), found=skipped("OOM02", Why.NO_ENGINE, "containers", detail=NO_ENGINE.detail)
    ),
    "OOM03_step": case("OOM03", State.FAIL, STEP, "wbfinhub"),
    "OOM03_step_by_its_counter": case("OOM03", State.FAIL, COUNTED_STEP, "wbfinhub"),
    "OOM03_step_of_a_foreign_build": case("OOM03", State.FAIL, FOREIGN_STEP),
    "OOM03_thrashed": case("OOM03", State.FAIL, THRASHED, "wbfinhub"),
    "OOM03_unread": Case(
        rule="OOM03",
        facts=facts(kernel=NO_RIGHTS, builds=NO_ENGINE),
        found=skipped("OOM03", Why.NO_RIGHTS, "kernel", "builds", detail=NO_RIGHTS.detail),
    ),
    "OOM04_child": case("OOM04", State.FAIL, CHILD, "wbsaleshub-staging"),
    "OOM04_child_of_a_build": case("OOM04", State.FAIL, CHILD_OF_BUILD, "wbfinhub"),
    "OOM04_victim_of_the_host_in_a_container_that_lives": Case(
        rule="OOM04", facts=HEALTHY, incidents=(HOST,), found=told("OOM04", State.FAIL, HOST, "wbsaleshub-staging")
    ),
    "OOM04_victim_of_the_host_in_a_container_that_was_restarted": Case(
        rule="OOM04", facts=facts(containers=RESTARTED), incidents=(HOST,), found=nothing("OOM04")
    ),
    "OOM04_unread": Case(
        rule="OOM04", facts=facts(kernel=NO_RIGHTS), found=skipped("OOM04", Why.NO_RIGHTS, "kernel", detail=NO_RIGHTS.detail)
    ),
    "NODE01_heap": case("NODE01", State.FAIL, HEAP, "wbfinhub"),
    "NODE01_elsewhere": Case(rule="NODE01", facts=facts(yard=Unread(why=Why.NOT_ASKED)), found=skipped("NODE01", Why.NOT_ASKED, "yard")),
    "EXT01_unknown": case("EXT01", State.WARN, UNKNOWN, "api"),
    "EXT01_unknown_in_a_build": case("EXT01", State.WARN, UNKNOWN_STEP, "wbfinhub"),
    "EXT01_forced": case("EXT01", State.WARN, FORCED, "api"),
    "EXT01_no_engine": Case(
        rule="EXT01",
        facts=facts(containers=NO_ENGINE, events=NO_ENGINE),
        found=skipped("EXT01", Why.NO_ENGINE, "containers", "events", detail=NO_ENGINE.detail),
    ),
}
