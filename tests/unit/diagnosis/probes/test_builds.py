from dataclasses import replace

import pytest

from hubyard.diagnosis.facts.work import BuildClient, BuildsFacts, BuildStep, SliceKills
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.probes.builds import parse
from tests.unit.diagnosis.probes.answers import answer

STEP_ID = "qog8pobng0a7igqj46ix4r28m"
OURS = f"/sys/fs/cgroup/hubyard.slice/wbsaleshub/buildkit/{STEP_ID}"
SLICE = "/sys/fs/cgroup/hubyard.slice/wbsaleshub"
FOREIGN = f"/sys/fs/cgroup/memory/docker/buildkit/{STEP_ID}"
WITHIN = f"/sys/fs/cgroup/memory/docker/{'c0ffee42' * 8}/hubyard.slice/wbsaleshub/buildkit/{STEP_ID}"
SYSTEMD = f"/sys/fs/cgroup/system.slice/system.slice:docker:{STEP_ID}"
PROCS = "{0}/cgroup.procs:42\n{0}/cgroup.procs:43\n"
STAT = "/proc/{0}/stat:{0} (np(m) ci) {1} 1 1 1 0 -1 0 0 0 0 0 {2} {3} 0 0 20 0 1 0 {4} 0 0\n"
PLAIN = BuildStep(cgroup=OURS, pids=(42, 43), hub="wbsaleshub")

CASES = {
    "ours": (OURS, PROCS.format(OURS), [], PLAIN),
    "foreign": (FOREIGN, PROCS.format(FOREIGN), [], replace(PLAIN, cgroup=FOREIGN, hub="")),
    "of_an_engine_within_a_container": (WITHIN, PROCS.format(WITHIN), [], replace(PLAIN, cgroup=WITHIN, hub="")),
    "systemd": (SYSTEMD, PROCS.format(SYSTEMD), [], replace(PLAIN, cgroup=SYSTEMD, hub="")),
    "held_v2_and_the_limit_of_the_hub": (
        OURS,
        PROCS.format(OURS) + f"{OURS}/memory.stat:anon 7\n{OURS}/memory.stat:shmem 1\n{OURS}/memory.max:max\n{SLICE}/memory.max:1000\n",
        [],
        replace(PLAIN, held_bytes=8, limit_bytes=1000),
    ),
    "pressure": (
        OURS,
        PROCS.format(OURS) + f"{OURS}/memory.pressure:full avg10=41.00 avg60=1.00 avg300=0.00 total=1\n",
        [],
        replace(PLAIN, full_pressure_share=0.41),
    ),
    "processor_time": (
        OURS,
        PROCS.format(OURS),
        [
            ("uptime_1", "100.00 50.00"),
            ("stat_1", STAT.format(42, "S", 10, 5, 4000) + STAT.format(43, "R", 0, 0, 5000)),
            ("uptime_2", "100.50 50.00"),
            ("stat_2", STAT.format(42, "D", 20, 10, 4000) + STAT.format(43, "R", 5, 5, 5000)),
        ],
        replace(PLAIN, elapsed_s=60.5, cpu_share=0.5, states=("D", "R")),
    ),
    "process_that_came_meanwhile": (
        OURS,
        PROCS.format(OURS),
        [("uptime_1", "100.00 50.00"), ("uptime_2", "100.50 50.00"), ("stat_2", STAT.format(43, "R", 5, 5, 5000))],
        replace(PLAIN, elapsed_s=50.5, states=("R",)),
    ),
    "command_of_the_first": (OURS, PROCS.format(OURS), [("commands", "42 npm ci \n43 node ...")], replace(PLAIN, command="npm ci")),
    "sockets": (
        OURS,
        PROCS.format(OURS),
        [("sockets", "fd 42 900\nfd 43 901\nfd 99 902\nmay 42\nmay 43\ntcp 901\ntcp 902")],
        replace(PLAIN, sockets=1),
    ),
    "sockets_closed_to_us": (OURS, PROCS.format(OURS), [("sockets", "tcp 901")], PLAIN),
}


@pytest.mark.parametrize(("folder", "memory", "parts", "expected"), CASES.values(), ids=CASES)
def test_parse_step(folder: str, memory: str, parts: list[tuple[str, str]], expected: BuildStep) -> None:
    assert parse(answer(("clients", ""), ("folders", folder), ("memory", memory), *parts)) == BuildsFacts(steps=(expected,))


@pytest.mark.parametrize("folder", ["/sys/fs/cgroup/docker/buildkit", "/sys/fs/cgroup/docker/buildkit/short", OURS])
def test_cgroup_that_is_no_step_or_empty_is_none(folder: str) -> None:
    assert parse(answer(("clients", ""), ("folders", folder), ("memory", ""))) == BuildsFacts()


CLIENTS = {
    "one": ("10 1 root 35 0 docker build /srv/app", BuildClient(pid=10, user="root", command="docker build /srv/app", elapsed_s=35.0)),
    "plugin_says_it_again": (
        "10 1 root 35 0 docker buildx build\n11 10 root 35 1 docker-buildx buildx build",
        BuildClient(pid=10, user="root", command="docker buildx build", elapsed_s=35.0, of_ours=True),
    ),
    "ours": (
        "10 1 ubuntu 3 1 docker buildx build",
        BuildClient(pid=10, user="ubuntu", command="docker buildx build", elapsed_s=3.0, of_ours=True),
    ),
    "busybox_minutes": ("10 1 root 1:05 0 docker build", BuildClient(pid=10, user="root", command="docker build", elapsed_s=65.0)),
    "days": ("10 1 root 1-02:00:01 0 docker build", BuildClient(pid=10, user="root", command="docker build", elapsed_s=93_601.0)),
}


@pytest.mark.parametrize(("text", "expected"), CLIENTS.values(), ids=CLIENTS)
def test_parse_client(text: str, expected: BuildClient) -> None:
    assert parse(answer(("clients", text), ("folders", ""))) == BuildsFacts(clients=(expected,))


def test_parse_kills_of_a_hubs_cgroup() -> None:
    found = parse(answer(("clients", ""), ("slices", f"{SLICE}/memory.events:oom 2\n{SLICE}/memory.events:oom_kill 1")))
    assert found == BuildsFacts(slices=(SliceKills(hub="wbsaleshub", kernel_kills=1),))


def test_clients_are_known_before_the_steps() -> None:
    found = parse(answer(("clients", "10 1 root 35 0 docker build"), status=None))
    assert found == BuildsFacts(clients=(BuildClient(pid=10, user="root", command="docker build", elapsed_s=35.0),))


def test_nothing_in_time_is_timed_out() -> None:
    assert parse(answer(status=None)) == Unread(why=Why.TIMED_OUT)
