"""Whole hosts, as they were recorded: what of each matters."""

from dataclasses import dataclass, field

import pytest

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainersFacts, EngineFacts
from hubyard.diagnosis.facts.host import MemoryFacts, NetworkFacts, SystemFacts
from hubyard.diagnosis.facts.work import BuildsFacts, GateFacts, KernelFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.host.oom.kill import parse_kills
from tests.unit.diagnosis.probes.hosts import HOSTS, facts_on

MIB = 1 << 20
LOGS_CLOSED = {"kernel": Why.NO_RIGHTS, "journal": Why.NO_RIGHTS}
NO_JOURNAL = {"journal": Why.ABSENT}
NO_GATE = {"gate": Why.ABSENT}
NO_DOCKER = dict.fromkeys(("engine", "containers", "usage", "events"), Why.ABSENT)
NOT_IN_TIME = dict.fromkeys(("engine", "containers", "usage", "events"), Why.TIMED_OUT)
ENGINE_DOWN = dict.fromkeys(("engine", "containers", "usage", "events"), Why.NO_ENGINE)
ENGINE_CLOSED = dict.fromkeys(("engine", "containers", "usage", "events"), Why.NO_RIGHTS)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What of a host matters.

    unread: by probe; counted: kills since boot; logged: where the victims were by the kernel's log; journaled: by the journal
    ended: exit status by container, of those that do not run; flagged: those with the engine's OOMKilled
    steps: hub and command of each; clients: command, and whether it is of ours
    """

    user: str = "root"
    unread: dict[str, Why] = field(default_factory=dict)
    limit_bytes: int | None = None
    counted: int | None = 0
    logged: tuple[str, ...] = ()
    journaled: tuple[str, ...] = ()
    cgroup_version: int = 0
    running: int = 0
    ended: dict[str, int | None] = field(default_factory=dict)
    flagged: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    clients: tuple[tuple[str, bool], ...] = ()
    slice_kills: tuple[tuple[str, int], ...] = ()
    running_at_gate: tuple[tuple[str, bool], ...] = ()
    waiting_at_gate: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()
    clock_off_s: float = 0.0


def seen_in(facts: Facts) -> Seen:
    read = {name: value for name, value in vars(facts).items() if name not in {"host", "taken", "elapsed_s", "yard"}}
    system, memory, engine, containers = (read[name] for name in ("system", "memory", "engine", "containers"))
    builds, gate, network = (read[name] for name in ("builds", "gate", "network"))
    assert isinstance(system, SystemFacts)
    assert isinstance(memory, MemoryFacts)
    assert isinstance(builds, BuildsFacts)
    assert isinstance(network, NetworkFacts)
    rows = containers.containers if isinstance(containers, ContainersFacts) else ()
    return Seen(
        user=system.user,
        unread={name: value.why for name, value in read.items() if isinstance(value, Unread)},
        limit_bytes=memory.limit_bytes,
        counted=memory.kernel_kills,
        logged=_victims(facts.kernel),
        journaled=_victims(facts.journal),
        cgroup_version=engine.cgroup_version if isinstance(engine, EngineFacts) else 0,
        running=sum(one.state == "running" for one in rows),
        ended={one.name: one.exit_status for one in rows if one.state != "running"},
        flagged=tuple(one.name for one in rows if one.oom_killed),
        steps=tuple((step.hub, step.command) for step in builds.steps),
        clients=tuple((client.command, client.of_ours) for client in builds.clients),
        slice_kills=tuple((one.hub, one.kernel_kills) for one in builds.slices),
        running_at_gate=tuple((one.hub, one.stopped) for one in gate.running) if isinstance(gate, GateFacts) else (),
        waiting_at_gate=tuple(one.hub for one in gate.waiting) if isinstance(gate, GateFacts) else (),
        not_found=tuple(one.name for one in network.lookups if not one.found),
        clock_off_s=round(system.clock_ahead_s or 0.0, 0) + 0.0,
    )


def _victims(log: KernelFacts | Unread) -> tuple[str, ...]:
    return () if isinstance(log, Unread) else tuple(kill.cgroup.rpartition("/")[2][:19] for kill in parse_kills(log.text))


CASES: dict[str, Seen] = {
    "container-engine-socket": Seen(
        unread={**NO_JOURNAL, **NO_GATE, "kernel": Why.NO_RIGHTS},
        counted=96,
        cgroup_version=1,
        running=4,
        ended={"agitated_brown": None, "exciting_kare": None, "great_khayyam": None},
        not_found=("images.example",),
    ),
    "container-limit-512m": Seen(unread={**NO_DOCKER, **NO_JOURNAL, **NO_GATE, "kernel": Why.NO_RIGHTS}, limit_bytes=512 * MIB, counted=95),
    "container-plain": Seen(unread={**NO_DOCKER, **NO_JOURNAL, **NO_GATE, "kernel": Why.NO_RIGHTS}, counted=95),
    "healthy-ubuntu-22-two-hubs.edited": Seen(unread=NO_GATE, cgroup_version=2, running=2),
    "healthy-ubuntu-24-arm-four-hubs.edited": Seen(unread=NO_GATE, cgroup_version=2, running=4),
    "healthy-v1-machine.edited": Seen(unread={**NO_JOURNAL, **NO_GATE}, limit_bytes=1500 * MIB, cgroup_version=1, running=2),
    "healthy-v2-root.edited": Seen(unread=NO_GATE, cgroup_version=2, running=2),
    "healthy-v2-ubuntu-no-logs.edited": Seen(user="ubuntu", unread={**LOGS_CLOSED, **NO_GATE}, cgroup_version=2, running=2),
    "root-v1-many-kills": Seen(
        unread=NO_JOURNAL,
        counted=114,
        logged=(
            "c8fed0066f901841acf",
            "de0004536a73e4cf22a",
            "61b717531571c7d1a5c",
            "k6cgt66sw1ja55z26rb",
            "wq1ov38olkpls26rrws",
            "qrmac0vww5t41zft2ot",
            "plbfwyab58f6853569c",
            "hubyardtest00000000",
        ),
        cgroup_version=1,
        running=1,
        steps=(("", "npm ci --no-audit ..."),),
        clients=(("docker compose build", False),),
        not_found=("images.example",),
    ),
    "ubuntu-24-clock-off.edited": Seen(unread=NO_GATE, cgroup_version=2, running=4, clock_off_s=187.0),
    "ubuntu-24-disk-full.edited": Seen(unread=NO_GATE, cgroup_version=2, running=4),
    "ubuntu-24-inodes-out.edited": Seen(unread=NO_GATE, cgroup_version=2, running=4),
    "ubuntu-24-names-not-found.edited": Seen(unread=NO_GATE, cgroup_version=2, running=4, not_found=("packages.example", "images.example")),
    "ubuntu-24-thrashing.edited": Seen(unread=NO_GATE, cgroup_version=2, running=4),
    "user-v1-no-rights": Seen(
        user="nobody",
        unread={**ENGINE_CLOSED, **NO_JOURNAL, "kernel": Why.NO_RIGHTS, "gate": Why.NO_RIGHTS},
        counted=95,
        clients=(("docker buildx build /yards/1/toy02", True),),
    ),
    "v1-build-step": Seen(
        unread={**NO_JOURNAL, **NO_GATE},
        limit_bytes=1500 * MIB,
        counted=3,
        logged=("3376428984bd5701318", "65a3b0931ff220c30af", "qog8pobng0a7igqj46i"),
        cgroup_version=1,
        running=1,
        not_found=("images.example",),
    ),
    "v1-builds-seen-by-a-user": Seen(
        user="ubuntu",
        unread={**NO_JOURNAL, **NO_GATE, "kernel": Why.NO_RIGHTS},
        limit_bytes=1500 * MIB,
        counted=3,
        cgroup_version=1,
        running=1,
        steps=(("", "sleep 301"), ("wbsaleshub", "export ...")),
        clients=(("docker build /home/ubuntu/other", False), ("docker buildx build .", True)),
        not_found=("images.example",),
    ),
    "v1-child-of-a-living-shell": Seen(
        unread={**NO_JOURNAL, **NO_GATE},
        limit_bytes=1500 * MIB,
        counted=2,
        logged=("3376428984bd5701318", "65a3b0931ff220c30af"),
        cgroup_version=1,
        running=2,
        flagged=("wbsaleshub-staging",),
        not_found=("images.example",),
    ),
    "v1-container-at-its-limit": Seen(
        unread={**NO_JOURNAL, **NO_GATE},
        limit_bytes=1500 * MIB,
        counted=1,
        logged=("3376428984bd5701318",),
        cgroup_version=1,
        running=2,
        ended={"wbfinhub-staging": 137},
        flagged=("wbfinhub-staging",),
        not_found=("images.example",),
    ),
    "v1-engine-down": Seen(
        unread={**ENGINE_DOWN, **NO_JOURNAL, **NO_GATE},
        limit_bytes=1500 * MIB,
        counted=4,
        logged=("3376428984bd5701318", "65a3b0931ff220c30af", "qog8pobng0a7igqj46i", "c8fed0066f901841acf"),
    ),
    "v1-engine-hanging": Seen(
        user="ubuntu",
        unread={**NOT_IN_TIME, **NO_JOURNAL, "kernel": Why.NO_RIGHTS},
        limit_bytes=1500 * MIB,
        counted=3,
        steps=(("", "sleep 301"),),
        clients=(("docker build /home/ubuntu/other", False),),
    ),
    "v1-gate-in-use": Seen(
        user="ubuntu",
        unread={**NO_JOURNAL, "kernel": Why.NO_RIGHTS},
        limit_bytes=1500 * MIB,
        counted=3,
        cgroup_version=1,
        running=1,
        steps=(("", "sleep 301"),),
        clients=(("docker build /home/ubuntu/other", False),),
        running_at_gate=(("wbsaleshub", True),),
        waiting_at_gate=("wbonboardinghub", "wbfinhub"),
        not_found=("images.example",),
    ),
    "v1-two-builds-running": Seen(
        unread={**NO_JOURNAL, **NO_GATE},
        limit_bytes=1500 * MIB,
        counted=3,
        logged=("3376428984bd5701318", "65a3b0931ff220c30af", "qog8pobng0a7igqj46i"),
        cgroup_version=1,
        running=1,
        steps=(("", "sleep 301"), ("wbsaleshub", "export ...")),
        clients=(("docker build /home/ubuntu/other", False), ("docker buildx build .", True)),
        not_found=("images.example",),
    ),
    "v1-whole-group": Seen(
        unread={**NO_JOURNAL, **NO_GATE},
        limit_bytes=1500 * MIB,
        counted=4,
        logged=("3376428984bd5701318", "65a3b0931ff220c30af", "qog8pobng0a7igqj46i", "c8fed0066f901841acf"),
        cgroup_version=1,
        running=1,
        ended={"wbfinhub-staging": 137},
        flagged=("wbfinhub-staging", "wbhubmanager-staging"),
        not_found=("images.example",),
    ),
    "v2-booted-again-after-kills-root": Seen(
        unread=NO_GATE,
        journaled=("docker-7eef0983e78b", "xuww7jo93b2bixyl21r"),
        cgroup_version=2,
        running=2,
        not_found=("images.example",),
    ),
    "v2-build-step-root": Seen(
        unread=NO_GATE,
        counted=2,
        logged=("docker-7eef0983e78b", "xuww7jo93b2bixyl21r"),
        journaled=("docker-7eef0983e78b", "xuww7jo93b2bixyl21r"),
        cgroup_version=2,
        running=2,
        slice_kills=(("wbsaleshub", 1),),
        not_found=("images.example",),
    ),
    "v2-build-step-ubuntu": Seen(
        user="ubuntu",
        unread={**LOGS_CLOSED, **NO_GATE},
        counted=2,
        cgroup_version=2,
        running=2,
        slice_kills=(("wbsaleshub", 1),),
        not_found=("images.example",),
    ),
    "v2-container-at-its-limit-root": Seen(
        unread=NO_GATE,
        counted=1,
        logged=("docker-7eef0983e78b",),
        journaled=("docker-7eef0983e78b",),
        cgroup_version=2,
        running=2,
        ended={"wbfinhub-staging": 137},
        flagged=("wbfinhub-staging",),
        not_found=("images.example",),
    ),
    "v2-container-at-its-limit-ubuntu": Seen(
        user="ubuntu",
        unread={**LOGS_CLOSED, **NO_GATE},
        counted=1,
        cgroup_version=2,
        running=2,
        ended={"wbfinhub-staging": 137},
        flagged=("wbfinhub-staging",),
        not_found=("images.example",),
    ),
    "v2-host-running-out-root": Seen(
        unread=NO_GATE,
        logged=("docker-6a1e43fda29c",),
        journaled=("docker-7eef0983e78b", "xuww7jo93b2bixyl21r", "docker-6a1e43fda29c"),
        cgroup_version=2,
        running=2,
        ended={"wbonboardinghub-staging": 137},
        flagged=("wbonboardinghub-staging",),
        not_found=("images.example",),
    ),
    "v2-two-builds-running": Seen(
        unread=NO_GATE,
        counted=2,
        logged=("docker-7eef0983e78b", "xuww7jo93b2bixyl21r"),
        journaled=("docker-7eef0983e78b", "xuww7jo93b2bixyl21r"),
        cgroup_version=2,
        running=2,
        steps=(("wbsaleshub", "sleep 400; true"), ("", "sleep 401; true")),
        clients=(("docker buildx build .", True), ("docker build /root/other", False)),
        slice_kills=(("wbsaleshub", 1),),
        not_found=("images.example",),
    ),
    "v2-whole-host-ubuntu-adm": Seen(
        user="ubuntu",
        unread={**NO_GATE, "kernel": Why.NO_RIGHTS},
        counted=1,
        journaled=("docker-7eef0983e78b", "xuww7jo93b2bixyl21r", "docker-6a1e43fda29c"),
        cgroup_version=2,
        running=2,
        ended={"wbonboardinghub-staging": 137},
        flagged=("wbonboardinghub-staging",),
        not_found=("images.example",),
    ),
}


def test_every_recorded_host_is_in_the_table() -> None:
    assert set(CASES) == set(HOSTS)


@pytest.mark.parametrize(("host", "expected"), CASES.items(), ids=CASES)
def test_facts_of_a_recorded_host(host: str, expected: Seen) -> None:
    assert seen_in(facts_on(host)) == expected


@pytest.mark.parametrize("host", HOSTS)
def test_what_could_be_read_of_a_host_says_from_when_on(host: str) -> None:
    """A log of which nothing is known but that it shows no kill would be taken for one that reaches back for ever."""
    kernel = facts_on(host).kernel
    assert isinstance(kernel, Unread) or kernel.since is not None
