"""Real kills by the kernel, and what `invoke diagnose` makes of them on the machine: whose, at whose limit, who asked, what proves it.

The kernel's log is shared with the host around the machine: other kills are in it too. Each test looks for its own, by machine, place and
moment.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tests.integration.machine.base_images import base_node
from tests.integration.machine.hunger import EATER, expects, hungry
from tests.integration.machine.machine import PROJECT, Machine, eventually
from tests.integration.machine.toy import Edit, app_code, build_step
from tests.integration.machine.yard import ToyYard, steps

MIB: Final = 1024**2
LIMIT_S: Final = 8.0
"""Six is what we set out to reach; a machine for tests may be busy."""
CLOCKS_S: Final = 10.0
"""The kernel stamps its lines by a clock of its own. A machine of tests that ran before takes longer than this to be made anew."""
TWO_STAGES: Final = Edit(
    file="Dockerfile",
    old="FROM node:24-slim AS app\n",
    new="FROM node:24-slim AS paper\nRUN echo paper >/paper\nFROM node:24-slim AS packing\nCOPY --from=paper /paper /\n",
)
"""BuildKit calls a stage by its name only where there is another."""
APP_THAT_FILLS_UP: Final = app_code('process.on("SIGUSR2", () => { for (const held = []; ; ) held.push(Buffer.alloc(16e6, 1)); });')

Told = Mapping[str, Any]


def diagnosed(yard: ToyYard, *, status: int) -> Told:
    ran = yard.invoke("diagnose", "--json")
    assert ran.status == status, ran.text
    host: Told = ran.document()["hosts"][0]
    incidents = [one for one in host["verdict"]["incidents"] if yard.machine.id in (one["limited"] or yard.machine.id)]
    return {**host, "verdict": {**host["verdict"], "incidents": incidents}}


def told_of(host: Told, *, since: datetime, **place: str) -> list[Told]:
    """Incidents since then whose first victim was there (`hub`, `container`). One that has no moment may be any."""
    found = [one for one in host["verdict"]["incidents"] if one["at"] is None or moment(one) >= since - timedelta(seconds=CLOCKS_S)]
    return [one for one in found if one["victims"] and all(one["victims"][0][key] == value for key, value in place.items())]


def moment(incident: Told) -> datetime:
    return datetime.fromisoformat(incident["at"])


def states(host: Told, rule: str) -> Mapping[str, str]:
    """Subject → state."""
    return {one["subject"]: one["state"] for one in host["findings"] if one["rule"] == rule}


def shape(incident: Told) -> tuple[object, ...]:
    """What is the same in each run."""
    victim = incident["victims"][0]
    return (
        incident["what"],
        incident["sureness"],
        victim["name"],
        victim["container"],
        victim["hub"],
        victim["stage"],
        incident["limit_bytes"],
    )


def eater(machine: Machine, name: str, megabytes: int, *, seconds: int) -> None:
    """In a container without a limit of its own, as a hub's."""
    label = f"--label=hubyard.hub={name}"
    machine.must(
        "docker", "run", "--detach", f"--name={name}", label, base_node(), "node", "-e", EATER, "eater", str(megabytes), str(seconds)
    )


def test_build_step_at_its_cap_is_told_with_hub_stage_and_what_ran_then(yard: ToyYard) -> None:
    for name in ("quiet", "glutton"):
        yard.add(name, *hungry(60, seconds=1), expects(180))
        yard.deploy(name)
    yard.change("quiet", build_step("sleep 90"), expects(180))
    yard.change("glutton", TWO_STAGES, *hungry(400, seconds=3), expects(180))
    quiet = yard.begin("deploy", "--hub=quiet")
    eventually(lambda: steps(yard.machine), limit_s=30, what="the quiet one's step runs")
    since = datetime.now(UTC)
    assert yard.invoke("deploy", "--hub=glutton").status == 4
    told = told_of(diagnosed(yard, status=4), since=since, hub="glutton")
    quiet.signal("INT")
    quiet.end()
    cap_bytes = yard.invoke("history", "--hub=glutton", "--json").document()["builds"][0]["cap_bytes"]
    assert [shape(one) for one in told] == [("build_step_killed", "certain", "MainThread", "", "glutton", "packing", cap_bytes)]
    assert sorted(told[0]["beside"]) == ["glutton", "quiet"]
    assert "(MainThread)" in told[0]["evidence"]


def test_app_at_its_limit_is_told_after_a_child_that_its_container_outlived(yard: ToyYard) -> None:
    since = datetime.now(UTC)
    yard.add("toy", APP_THAT_FILLS_UP)
    yard.deploy("toy")
    yard.machine.must("docker", "exec", "toy-staging", "sh", "-c", 'node -e "$0" eater 400 1; echo lives on', EATER)
    host = diagnosed(yard, status=4)
    told = told_of(host, since=since, container="toy-staging")
    assert [shape(one) for one in told] == [("child_killed", "certain", "MainThread", "toy-staging", "toy", "", 128 * MIB)]
    assert states(host, "OOM04")["toy-staging"] == "fail"
    since = datetime.now(UTC)
    yard.machine.must("docker", "kill", "--signal=USR2", "toy-staging")
    eventually(lambda: not yard.container("toy")["State"]["Running"], limit_s=20, what="the app is killed")
    host = diagnosed(yard, status=4)
    told = told_of(host, since=since, container="toy-staging")[:1]
    assert [shape(one) for one in told] == [("container_at_its_limit", "certain", "MainThread", "toy-staging", "toy", "", 128 * MIB)]
    assert states(host, "OOM02")["toy-staging"] == "fail"


def test_whole_machine_out_of_memory_tells_who_asked_from_who_died(yard: ToyYard) -> None:
    """A machine is memory-limited: what the host itself is elsewhere, is its own group here."""
    machine, since = yard.machine, datetime.now(UTC)
    eater(machine, "holder", 1900, seconds=60)
    eventually(lambda: "holds" in machine.run("docker", "logs", "holder").out, limit_s=30, what="it holds its memory")
    eater(machine, "asker", 1700, seconds=0)
    statuses = machine.must("docker", "wait", "holder", "asker").split()
    host = diagnosed(yard, status=4)
    told = told_of(host, since=since, container="holder")
    assert [shape(one) for one in told] == [("group_at_its_limit", "certain", "MainThread", "holder", "holder", "", 3072 * MIB)]
    asker, victim = told[0]["asker"], told[0]["victims"][0]
    assert f"PID: {asker['pid']} Comm: {asker['name']} " in machine.must("dmesg"), asker  # chance may have it that the engine asks last
    assert (asker["pid"] != victim["pid"], asker["container"] == "asker") == (True, asker["name"] == "MainThread")
    # A busy machine's kernel may kill the asker as well, some milliseconds later: the holder's memory is not back yet.
    assert len(told_of(host, since=since, container="asker")) == statuses.count("137") - 1


def test_user_without_the_kernel_log_is_told_by_counters_and_never_that_nothing_was_killed(clean_machine: Machine) -> None:
    yard, since = ToyYard(machine=clean_machine, folder="/yards/of-ubuntu", user="ubuntu"), datetime.now(UTC)
    yard.add("toy", TWO_STAGES, *hungry(400), expects(150))
    assert yard.invoke("deploy", "--hub=toy").status == 4
    options = ("--memory=96m", "--label=hubyard.hub=other", "--name=other")
    survivor = 'node -e "$0" eater 400 1; echo lives on; sleep 600'
    clean_machine.must("docker", "run", "--detach", *options, base_node(), "sh", "-c", survivor, EATER)
    eventually(lambda: "lives on" in clean_machine.run("docker", "logs", "other").out, limit_s=30, what="its child is killed")
    host = diagnosed(yard, status=4)
    step, child = told_of(host, since=since, hub="toy"), told_of(host, since=since, container="other")
    assert "kernel" in host["verdict"]["blind"]
    assert [shape(one)[:6] for one in step] == [("build_step_killed", "certain", "", "", "toy", "packing")]
    assert [shape(one) for one in child] == [("child_killed", "certain", "", "other", "other", "", 96 * MIB)]
    assert "other" in child[0]["evidence"]
    assert [states(host, rule)[""] for rule in ("OOM02", "OOM03", "OOM04")] == ["skip"] * 3
    assert "ok" not in {*states(host, "OOM01").values()}


@contextmanager
def hanging_engine(machine: Machine) -> Iterator[None]:
    machine.shell("kill -STOP $(pidof dockerd)")
    try:
        yield
    finally:
        machine.shell("kill -CONT $(pidof dockerd)")


def test_hanging_engine_is_told_with_the_rest_of_the_answer_in_time(yard: ToyYard) -> None:
    yard.add("toy")
    timed = "TIMEFORMAT=%R; time invoke diagnose --json"
    with hanging_engine(yard.machine):
        ran = yard.machine.run("bash", "-c", timed, folder=PROJECT, environment={"HUBYARD_YARD": yard.folder, "HUBYARD_LANG": "en"})
    elapsed_s = float(ran.err.split()[-1])
    print(f"the answer with a hanging engine: {elapsed_s:.2f} s")  # noqa: T201  a figure of this run
    host = ran.document()["hosts"][0]
    assert elapsed_s <= LIMIT_S
    assert ran.status in (2, 4), ran.text
    assert states(host, "DKR01") == {"": "fail"}
    assert {"kernel", "memory", "disk"} <= {name for name, read in host["facts"].items() if read and "why" not in read}
