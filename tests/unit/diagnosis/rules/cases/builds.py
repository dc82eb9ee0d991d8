"""BLD01, BLD02, BLD03, PAR01."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import EngineFacts
from hubyard.diagnosis.facts.work import BuildClient, BuildsFacts, BuildStep, GateFacts, GatePresence, YardFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.values import Finding, State, Sureness
from tests.unit.diagnosis.rules.made import GB, HEALTHY, NO_RIGHTS, NOW, Case, facts, found, skipped

OURS: Final = BuildStep(
    cgroup="/hubyard.slice/wbfinhub/buildkit/x",
    pids=(41, 42),
    hub="wbfinhub",
    command="npm ci",
    elapsed_s=300.0,
    held_bytes=GB,
    cpu_share=0.0,
    states=("S",),
    sockets=3,
)
FOREIGN: Final = replace(OURS, cgroup="/docker/buildkit/y", hub="", pids=(51,), cpu_share=0.9, states=("R",))
CLIENT: Final = BuildClient(pid=50, user="deploy", command="docker compose build", elapsed_s=60.0)
OUR_CLIENT: Final = replace(CLIENT, of_ours=True)
HOLDER: Final = GatePresence(hub="wbfinhub", title="deploy", command="invoke deploy", pid=7, since=NOW - timedelta(minutes=5))
NO_GATE: Final = Unread(why=Why.ABSENT)


def built(*steps: BuildStep, clients: tuple[BuildClient, ...] = (), gate: GateFacts | Unread | None = None) -> Facts:
    return facts(builds=BuildsFacts(steps=steps, clients=clients), gate=HEALTHY.gate if gate is None else gate)


def held_by(*running: GatePresence) -> GateFacts:
    return GateFacts(directory="/run/lock/hubyard/v1", running=running)


def foreign(state: State, subject: str = "", **more: object) -> tuple[Finding, ...]:
    seen: dict[str, object] = {"builds": 0, "pid": 0, "user": "", "command": "", "elapsed_s": None, "held_bytes": 0, "factor": 1.5}
    return (found("BLD01", state, subject, **{**seen, **more}),)


def left(state: State, subject: str = "", **more: object) -> tuple[Finding, ...]:
    seen: dict[str, object] = {"steps": 0, "hub": subject, "pids": "", "held_bytes": 0, "elapsed_s": None, "command": ""}
    return (found("BLD02", state, subject, **{**seen, **more}),)


def stuck(cause: str, state: State, sureness: Sureness, subject: str = "", **more: object) -> tuple[Finding, ...]:
    seen: dict[str, object] = {
        "cause": cause,
        "sureness": sureness,
        "hub": "",
        "command": "",
        "pids": "",
        "elapsed_s": None,
        "sockets": None,
        "held_bytes": 0,
        "limit_bytes": None,
        "full_percent": 0,
        "old_lock": "",
        "stuck_s": 120.0,
    }
    return (found("BLD03", state, subject, **{**seen, **more}),)


def stuck_step(cause: str, sureness: Sureness, step: BuildStep, **more: object) -> tuple[Finding, ...]:
    seen: dict[str, object] = {
        "hub": "wbfinhub",
        "command": step.command,
        "pids": "41 42",
        "elapsed_s": step.elapsed_s,
        "sockets": step.sockets,
        "held_bytes": step.held_bytes,
        "limit_bytes": step.limit_bytes,
    }
    return stuck(cause, State.WARN, sureness, "wbfinhub", **{**seen, **more})


WORKS: Final = replace(OURS, cpu_share=1.4, states=("R", "S"))
YOUNG: Final = replace(OURS, elapsed_s=119.0)
CURL: Final = replace(OURS, command="curl -O x")
SLEEPS: Final = replace(CURL, sockets=None)
CLOSED: Final = replace(OURS, sockets=None)
FIGHTS: Final = replace(OURS, cpu_share=1.0, full_pressure_share=0.25, limit_bytes=GB)
DISK: Final = replace(OURS, states=("D", "S"))
STOPPED: Final = replace(OURS, states=("T",))
PAR: Final[dict[str, object]] = {"jobs": 1, "hubs": ("WBSalesHub 2",), "compose": "2.26.1-4", "ignores": "no", "beside": "no"}
BAKES: Final = EngineFacts(version="28.0", plugins={"compose": "v2.37.1"})

CASES: Final = {
    "BLD01_nobody": Case(rule="BLD01", facts=HEALTHY, found=foreign(State.OK)),
    "BLD01_somebody": Case(
        rule="BLD01",
        facts=built(FOREIGN, clients=(CLIENT,)),
        found=foreign(State.WARN, "deploy", builds=1, pid=50, user="deploy", command="docker compose build", elapsed_s=60.0, held_bytes=GB),
    ),
    "BLD01_steps_without_a_client": Case(rule="BLD01", facts=built(FOREIGN), found=foreign(State.WARN, builds=1, held_bytes=GB)),
    "BLD01_steps_elsewhere_are_taken_for_those_of_our_client": Case(
        rule="BLD01", facts=built(FOREIGN, clients=(OUR_CLIENT,)), found=foreign(State.OK, held_bytes=GB)
    ),
    "BLD01_unread": Case(
        rule="BLD01", facts=facts(builds=NO_RIGHTS), found=skipped("BLD01", Why.NO_RIGHTS, "builds", detail=NO_RIGHTS.detail)
    ),
    "BLD02_none": Case(rule="BLD02", facts=HEALTHY, found=left(State.OK)),
    "BLD02_of_a_live_grant": Case(rule="BLD02", facts=built(OURS, gate=held_by(HOLDER)), found=left(State.OK)),
    "BLD02_without_a_grant": Case(
        rule="BLD02",
        facts=built(OURS, gate=held_by(replace(HOLDER, hub="wbsaleshub"))),
        found=left(State.WARN, "wbfinhub", steps=1, pids="41 42", held_bytes=GB, elapsed_s=300.0, command="npm ci"),
    ),
    "BLD02_younger_than_its_end_takes": Case(rule="BLD02", facts=built(replace(OURS, elapsed_s=4.0)), found=left(State.OK)),
    "BLD02_without_any_gate": Case(
        rule="BLD02",
        facts=built(OURS, gate=NO_GATE),
        found=left(State.WARN, "wbfinhub", steps=1, pids="41 42", held_bytes=GB, elapsed_s=300.0, command="npm ci"),
    ),
    "BLD02_gate_unread_and_no_steps": Case(rule="BLD02", facts=built(gate=NO_RIGHTS), found=left(State.OK)),
    "BLD02_gate_unread": Case(
        rule="BLD02", facts=built(OURS, gate=NO_RIGHTS), found=skipped("BLD02", Why.NO_RIGHTS, "gate", detail=NO_RIGHTS.detail)
    ),
    "BLD02_unread": Case(
        rule="BLD02", facts=facts(builds=NO_RIGHTS), found=skipped("BLD02", Why.NO_RIGHTS, "builds", detail=NO_RIGHTS.detail)
    ),
    "BLD03_none": Case(rule="BLD03", facts=HEALTHY, found=stuck("none", State.OK, Sureness.CERTAIN)),
    "BLD03_works": Case(rule="BLD03", facts=built(WORKS), found=stuck("none", State.OK, Sureness.CERTAIN)),
    "BLD03_young": Case(rule="BLD03", facts=built(YOUNG), found=stuck("none", State.OK, Sureness.CERTAIN)),
    "BLD03_npm": Case(rule="BLD03", facts=built(OURS), found=stuck_step("npm", Sureness.LIKELY, OURS)),
    "BLD03_npm_whose_sockets_are_closed_to_us": Case(rule="BLD03", facts=built(CLOSED), found=stuck_step("npm", Sureness.UNPROVEN, CLOSED)),
    "BLD03_network": Case(rule="BLD03", facts=built(CURL), found=stuck_step("network", Sureness.LIKELY, CURL)),
    "BLD03_asleep": Case(rule="BLD03", facts=built(SLEEPS), found=stuck_step("asleep", Sureness.UNPROVEN, SLEEPS)),
    "BLD03_memory": Case(rule="BLD03", facts=built(FIGHTS), found=stuck_step("memory", Sureness.LIKELY, FIGHTS, full_percent=25)),
    "BLD03_disk": Case(rule="BLD03", facts=built(DISK), found=stuck_step("disk", Sureness.LIKELY, DISK)),
    "BLD03_stopped": Case(rule="BLD03", facts=built(STOPPED), found=stuck_step("step_stopped", Sureness.CERTAIN, STOPPED)),
    "BLD03_holder_stopped": Case(
        rule="BLD03",
        facts=built(gate=held_by(replace(HOLDER, stopped=True))),
        found=stuck(
            "lock_stopped", State.FAIL, Sureness.CERTAIN, "wbfinhub", hub="wbfinhub", command="invoke deploy", pids="7", elapsed_s=300.0
        ),
    ),
    "BLD03_held_over_an_hour": Case(
        rule="BLD03",
        facts=built(gate=held_by(replace(HOLDER, since=NOW - timedelta(seconds=3601)))),
        found=stuck("lock", State.WARN, Sureness.LIKELY, "wbfinhub", hub="wbfinhub", command="invoke deploy", pids="7", elapsed_s=3601.0),
    ),
    "BLD03_old_lock": Case(
        rule="BLD03",
        facts=built(gate=GateFacts(directory="/run/x", waiting=(HOLDER,), old_lock="/tmp/deploy-staging.lock", old_lock_pids=(9, 10))),
        found=stuck(
            "old_lock",
            State.WARN,
            Sureness.CERTAIN,
            "wbfinhub",
            hub="wbfinhub",
            pids="9 10",
            elapsed_s=300.0,
            old_lock="/tmp/deploy-staging.lock",
        ),
    ),
    "BLD03_without_any_gate": Case(rule="BLD03", facts=built(gate=NO_GATE), found=stuck("none", State.OK, Sureness.CERTAIN)),
    "BLD03_partly_unread_says_both": Case(
        rule="BLD03",
        facts=built(OURS, gate=NO_RIGHTS),
        found=(*stuck_step("npm", Sureness.LIKELY, OURS), *skipped("BLD03", Why.NO_RIGHTS, "gate", detail=NO_RIGHTS.detail)),
    ),
    "PAR01_jobs_of_the_yard": Case(rule="PAR01", facts=HEALTHY, found=(found("PAR01", State.OK, **PAR),)),
    "PAR01_compose_that_ignores_its_limit_but_does_not_build": Case(
        rule="PAR01",
        facts=facts(engine=BAKES),
        found=(found("PAR01", State.OK, **{**PAR, "compose": "v2.37.1", "ignores": "yes"}),),
    ),
    "PAR01_compose_that_ignores_its_limit_builds_beside_us": Case(
        rule="PAR01",
        facts=facts(engine=BAKES, builds=BuildsFacts(clients=(CLIENT,)), yard=YardFacts()),
        found=(
            found(
                "PAR01",
                State.WARN,
                **{**PAR, "jobs": 0, "hubs": (), "compose": "v2.37.1", "ignores": "yes", "beside": "yes"},
            ),
        ),
    ),
    "PAR01_elsewhere": Case(rule="PAR01", facts=facts(yard=Unread(why=Why.NOT_ASKED)), found=skipped("PAR01", Why.NOT_ASKED, "yard")),
}
