"""What is read of hosts unlike this one."""

from pathlib import Path

import pytest

from hubyard.drivers.host.cgroup_files import read_tree
from hubyard.host.memory import Memory
from hubyard.host.readings import ForeignBuild, Readings
from tests.contracts.host.cgroup_trees import CONTAINER, GIB, ID, LAYOUTS, MIB, V1_CONTAINER, V2, HostTree

MEMORY = Memory(total_bytes=8 * GIB, available_bytes=6 * GIB)


@pytest.fixture(params=LAYOUTS.values(), ids=list(LAYOUTS))
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> HostTree:
    return HostTree(place=tmp_path, layout=request.param)


def test_readings_of_an_idle_host_are_its_memory(tree: HostTree) -> None:
    tree.cgroup("")
    assert tree.host.readings() == Readings(memory=MEMORY)


def test_readings_name_hubs_with_steps_and_what_their_cgroups_hold(tree: HostTree) -> None:
    tree.cgroup("hubyard.slice/fin", held=300 * MIB)
    tree.cgroup(f"hubyard.slice/fin/buildkit/{ID}a", held=290 * MIB, pids="41\n42\n")
    tree.cgroup("hubyard.slice/sales", held=2 * MIB)
    assert tree.host.readings() == Readings(memory=MEMORY, hubs={"fin": 300 * MIB})


def test_readings_name_builds_that_are_not_ours(tree: HostTree) -> None:
    tree.write("proc/41/cmdline", "/bin/sh\0-c\0npm run build --token=x\0")
    tree.cgroup(f"docker/buildkit/{ID}a", held=300 * MIB, pids="43\n41\n0\n")
    tree.cgroup(f"docker/buildkit/{ID}b")
    tree.cgroup(f"docker/buildx/{CONTAINER}/buildkit/{ID}c", held=100 * MIB, pids="0\n")
    tree.cgroup(f"system.slice/system.slice:docker:{ID}d", held=10 * MIB, pids="45\n")
    tree.cgroup(f"docker/{CONTAINER}", held=500 * MIB, pids="46\n")
    found = tree.host.readings()
    assert sorted(found.foreign, key=lambda build: -build.held_bytes) == [
        ForeignBuild(name="npm run build", pids=(41, 43), held_bytes=300 * MIB),
        ForeignBuild(name=CONTAINER[:12], pids=(), held_bytes=100 * MIB),
        ForeignBuild(name=f"system.slice:docker:{ID}d", pids=(45,), held_bytes=10 * MIB),
    ]
    assert not found.hubs


LIMITS = {  #                     where, headroom, limit
    "on_all_there_is": ({"": (700, 1000)}, 300, 1000),
    "on_our_slice": ({"hubyard.slice": (900, 1000)}, 100, 1000),
    "on_ourselves": ({"user.slice": (100, 1000)}, 900, 1000),
    "on_one_hub_is_its_own_affair": ({"hubyard.slice/fin": (900, 1000)}, None, None),
    "on_somebody_else": ({"system.slice": (900, 1000)}, None, None),
    "least_headroom_and_least_limit": ({"": (100, 1000), "hubyard.slice": (1900, 2000)}, 100, 1000),
    "over_it": ({"": (1100, 1000)}, 0, 1000),
}


@pytest.mark.parametrize(("where", "headroom", "limit"), LIMITS.values(), ids=LIMITS)
def test_readings_have_the_limits_above_builds(
    tree: HostTree, where: dict[str, tuple[int, int]], headroom: int | None, limit: int | None
) -> None:
    if tree.layout.own == "0::/init\n" and "user.slice" in where:
        where = {"init": where["user.slice"]}
    for path, (held, allowed) in where.items():
        tree.cgroup(path, held=held * MIB, limit=allowed * MIB)
    found = tree.host.readings()
    assert (found.headroom_bytes, found.limit_bytes) == (headroom and headroom * MIB, limit and limit * MIB)


def test_pressure_of_the_host(tree: HostTree) -> None:
    tree.write("proc/pressure/memory", "some avg10=25.00 avg60=0.00 avg300=0.00 total=7\n")
    assert tree.host.readings().pressure_share == 0.25


def test_readings_without_cgroups_are_of_the_memory(tmp_path: Path) -> None:
    tree = HostTree(place=tmp_path, layout=V2)
    tree.write("proc/self/mountinfo", "")
    assert tree.host.readings() == Readings(memory=MEMORY)


def test_readings_without_the_memory_controller_still_tell_who_builds(tmp_path: Path) -> None:
    tree = HostTree(place=tmp_path, layout=V2)
    tree.write(f"cgroup/hubyard.slice/fin/buildkit/{ID}a/cgroup.procs", "41\n")
    assert tree.host.readings() == Readings(memory=MEMORY, hubs={"fin": 0})


def test_tree_of_a_container_has_its_top_where_we_are(tmp_path: Path) -> None:
    tree = HostTree(place=tmp_path, layout=V1_CONTAINER)
    found = read_tree(tmp_path / "proc")
    assert found is not None
    assert found.folder(f"/docker/{CONTAINER}/hubyard.slice") == tree.folder("hubyard.slice")
