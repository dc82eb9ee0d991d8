import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hubyard.diagnosis.facts.engine import ContainerFacts, ContainersFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.probes.containers import parse
from tests.unit.diagnosis.probes.answers import answer

ID = "8f46b18e999a" + "0" * 52
SAID = {
    "id": ID,
    "name": "/wbsaleshub-staging",
    "image": "wbsaleshub:staging",
    "state": "running",
    "health": "healthy",
    "exit": 0,
    "oom": False,
    "restarts": 2,
    "policy": "unless-stopped",
    "started": "2026-11-29T21:26:10.5Z",
    "finished": "0001-01-01T00:00:00Z",
    "limit": 100663296,
    "check": "CMD-SHELL",
    "hub": "wbsaleshub",
    "project": "staging",
    "service": "wbsaleshub-staging",
}
RUNNING = ContainerFacts(
    id=ID,
    name="wbsaleshub-staging",
    image="wbsaleshub:staging",
    hub="wbsaleshub",
    project="staging",
    service="wbsaleshub-staging",
    state="running",
    health="healthy",
    restarts=2,
    restart_policy="unless-stopped",
    started=datetime(2026, 11, 29, 21, 26, 10, 500_000, tzinfo=UTC),
    limit_bytes=100663296,
    has_healthcheck=True,
)
V1 = f"/sys/fs/cgroup/memory/docker/{ID}/"
V2 = f"/sys/fs/cgroup/system.slice/docker-{ID}.scope/"
FINISHED = datetime(2026, 11, 29, 21, 26, 11, tzinfo=UTC)
DEAD = {"state": "exited", "exit": 137, "oom": True, "finished": "2026-11-29T21:26:11Z", "health": ""}

CASES = {
    "running": ({}, "", RUNNING),
    "no_limit": ({"limit": 0}, "", replace(RUNNING, limit_bytes=None)),
    "no_check": ({"check": "", "health": ""}, "", replace(RUNNING, has_healthcheck=False, health="")),
    "check_switched_off": ({"check": "NONE", "health": "none"}, "", replace(RUNNING, has_healthcheck=False, health="")),
    "killed": (
        DEAD,
        "",
        replace(
            RUNNING, state="exited", exit_status=137, oom_killed=True, health="", finished=datetime(2026, 11, 29, 21, 26, 11, tzinfo=UTC)
        ),
    ),
    "ended_well": ({"state": "exited"}, "", replace(RUNNING, state="exited", exit_status=0)),
    "builder": ({"name": "/buildx_buildkit_b0"}, "", replace(RUNNING, name="buildx_buildkit_b0", is_builder=True)),
    "held_v1": (
        {},
        "\n".join(
            [
                f"{V1}memory.stat:total_rss 40",
                f"{V1}memory.stat:total_shmem 2",
                f"{V1}memory.kmem.usage_in_bytes:1",
                f"{V1}memory.oom_control:oom_kill 1",
            ]
        ),
        replace(RUNNING, held_bytes=43, kernel_kills=1),
    ),
    "held_v2": (
        {},
        f"{V2}memory.max:9\n{V2}memory.stat:anon 40\n{V2}memory.stat:shmem 2\n{V2}memory.stat:kernel 5\n{V2}memory.events:oom_kill 3",
        replace(RUNNING, held_bytes=47, kernel_kills=3),
    ),
    "clock_that_is_none": ({"started": "yesterday"}, "", replace(RUNNING, started=None)),
}


@pytest.mark.parametrize(("said", "held", "expected"), CASES.values(), ids=CASES)
def test_parse(said: dict[str, object], held: str, expected: ContainerFacts) -> None:
    heard = answer(("ids", ID), ("containers", json.dumps({**SAID, **said})), ("held", held))
    assert parse(heard) == ContainersFacts(containers=(expected,))


def test_one_removed_meanwhile_does_not_cost_the_others() -> None:
    text = json.dumps(SAID) + "\nError response from daemon: No such container: 0123456789ab"
    assert parse(answer(("containers", text, 1))) == ContainersFacts(containers=(RUNNING,))


def test_no_containers_at_all() -> None:
    assert parse(answer(("ids", ""), ("containers", ""), ("held", ""))) == ContainersFacts(containers=())


def test_engine_that_is_down_says_so() -> None:
    detail = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"
    assert parse(answer(("ids", detail, 1))) == Unread(why=Why.NO_ENGINE, detail=detail)


def test_engine_that_hangs_is_timed_out() -> None:
    assert parse(answer(status=None)) == Unread(why=Why.TIMED_OUT)
