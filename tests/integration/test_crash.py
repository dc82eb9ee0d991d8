"""The crash that Hubyard is for: two hubs built at once on a small host, the old way and ours. The kernel itself says who was killed."""

import time
from collections.abc import Iterator

import pytest

from tests.integration.machine.base_images import base_node
from tests.integration.machine.hunger import expects, hungry
from tests.integration.machine.life import ready_machine
from tests.integration.machine.machine import PROJECT, Machine
from tests.integration.machine.yard import ToyYard, clean, nothing_left

MEMORY = "900m"
"""decisions/crash.md has what was measured."""
NEED = 500
HUBS = ("alpha", "beta")
REAL = ("WBSalesHub", "WBFinHub")
LIMIT_S = 900
pytestmark = pytest.mark.xdist_group("real hubs")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with ready_machine(memory=MEMORY, scratch=tmp_path_factory.mktemp("small")) as machine:
        yield machine


@pytest.fixture
def crowded(small: Machine) -> Iterator[ToyYard]:
    clean(small)
    small.must("docker", "tag", base_node(), "node:24-slim")  # as a registry would have given it: the old way knows no stand-ins
    yard = ToyYard(machine=small, folder="/yards/crowded")
    for name in HUBS:
        yard.add(name, *hungry(NEED, seconds=6), expects(NEED + 50))
    with nothing_left(small):
        yield yard


def kills(machine: Machine) -> set[str]:
    """The kernel's lines about tasks killed in this machine's memory, as far back as its log reaches: on a busy host a few minutes."""
    return {line for line in machine.must("dmesg").splitlines() if "oom-kill:" in line and machine.id in line}


def test_two_hungry_hubs_the_old_way_end_in_a_kernel_kill_and_ours_do_not(crowded: ToyYard) -> None:
    machine = crowded.machine
    before = kills(machine)
    both = [machine.start("docker", "compose", "build", f"{name}-staging", folder=crowded.place(name)) for name in HUBS]
    statuses = sorted(build.end(limit_s=LIMIT_S).status for build in both)  # they may fight for minutes before the kernel ends it
    old_way = kills(machine) - before
    assert old_way, [build.text for build in both]
    assert statuses[-1] != 0
    ran = crowded.invoke("deploy", "--hub=all", limit_s=300)
    assert ran.status == 0, ran.text
    assert kills(machine) - before <= old_way
    assert {name: crowded.health(name)["hub"] for name in HUBS} == {name: name for name in HUBS}


def test_two_real_hubs_end_well_through_us_and_badly_the_old_way(small: Machine) -> None:
    """Badly: killed by the kernel, or not done in half as much time again, since at this size they only fight for memory."""
    clean(small)
    small.must("docker", "tag", base_node(), "node:24-slim")
    before = kills(small)
    with nothing_left(small):
        ours = small.run("invoke", "deploy", f"--hub={','.join(REAL)}", folder=PROJECT, environment={"HUBYARD_LANG": "en"}, limit_s=LIMIT_S)
        assert ours.status == 0, ours.text
        assert kills(small) <= before
        clean(small)
        small.must("docker", "builder", "prune", "--all", "--force")
        small.must("docker", "tag", base_node(), "node:24-slim")
        both = [small.start("docker", "compose", "build", f"{hub.lower()}-staging", folder=f"{PROJECT}/hubs/{hub}") for hub in REAL]
        deadline = time.monotonic() + 1.5 * ours.elapsed_s
        while not (killed := kills(small) - before) and time.monotonic() < deadline and not all(build.ended for build in both):
            time.sleep(1)
        done_well = all(build.ended and build.end().status == 0 for build in both)
        assert killed or not done_well, f"both were built in {1.5 * ours.elapsed_s:.0f} s, and the kernel killed nobody"
