"""What is read of one cgroup, v1 and v2. What is not there is None."""

from pathlib import Path

import pytest

from hubyard.drivers.host import cgroup_files
from hubyard.drivers.host.cgroup_files import StepCgroup
from hubyard.host.cgroup_tree import CgroupTree
from hubyard.host.cgroups import CgroupMemory, Strain
from hubyard.host.pressure import Pressure
from tests.contracts.host.cgroup_trees import HYBRID, ID, MIB, V1, V2, HostTree

PRESSURE = "some avg10=5.00 avg60=0.00 avg300=0.00 total=9\nfull avg10=4.00 avg60=0.00 avg300=0.00 total=8\n"


@pytest.fixture(params=[V1, V2], ids=["v1", "v2"])
def tree(request: pytest.FixtureRequest, tmp_path: Path) -> HostTree:
    return HostTree(place=tmp_path, layout=request.param)


def seen(tree: HostTree) -> CgroupTree:
    found = cgroup_files.read_tree(tree.place / "proc")
    assert found is not None
    return found


def test_hub_folder_is_in_the_memory_hierarchy(tree: HostTree) -> None:
    assert cgroup_files.hub_folder(seen(tree), "fin") == tree.folder("hubyard.slice/fin")


def test_one_cgroup(tree: HostTree) -> None:
    folder = tree.cgroup("hubyard.slice/fin", held=300 * MIB, limit=500 * MIB)
    assert cgroup_files.read_memory(folder) == CgroupMemory(held_bytes=300 * MIB, limit_bytes=500 * MIB)
    assert cgroup_files.read_peak_bytes(folder) == 600 * MIB
    assert cgroup_files.read_kills(folder) == 2
    assert cgroup_files.read_strain(folder) == Strain(refaults=0, limit_hits=3)


def test_one_cgroup_without_a_limit(tree: HostTree) -> None:
    assert cgroup_files.read_limit_bytes(tree.cgroup("hubyard.slice/fin")) is None


def test_what_throttles_is_a_limit(tmp_path: Path) -> None:
    tree = HostTree(place=tmp_path, layout=V2)
    folder = tree.cgroup("hubyard.slice", limit=500)
    (folder / "memory.high").write_text("400\n")
    assert cgroup_files.read_limit_bytes(folder) == 400


def test_steps_are_those_with_processes(tree: HostTree) -> None:
    hub = tree.cgroup("hubyard.slice/fin")
    tree.cgroup(f"hubyard.slice/fin/buildkit/{ID}a")
    step = tree.cgroup(f"hubyard.slice/fin/buildkit/{ID}b", pids="42\n")
    tree.cgroup(f"hubyard.slice/fin/buildkit/{ID}b/init", pids="41\n0\n")
    assert cgroup_files.read_steps(hub) == [StepCgroup(folder=step, pids=(0, 41, 42))]


def test_what_went_is_none(tree: HostTree) -> None:
    folder = tree.folder("hubyard.slice/gone")
    read = cgroup_files
    assert [read.read_memory(folder), read.read_limit_bytes(folder), read.read_peak_bytes(folder)] == [None] * 3
    assert [read.read_kills(folder), read.read_strain(folder), read.read_pressure(seen(tree), folder)] == [None] * 3
    assert [*read.read_steps(folder), *read.read_pids(folder)] == []


def test_pressure_of_a_cgroup_on_v1_is_in_the_tree_beside_it(tmp_path: Path) -> None:
    tree = HostTree(place=tmp_path, layout=HYBRID)
    tree.write("cgroup/unified/hubyard.slice/fin/memory.pressure", PRESSURE)
    found = cgroup_files.read_pressure(seen(tree), tree.cgroup("hubyard.slice/fin"))
    assert found == Pressure(some_share=0.05, full_share=0.04, some_total_s=9e-6, full_total_s=8e-6)


def test_pressure_of_a_cgroup_on_v1_alone_is_not_counted(tmp_path: Path) -> None:
    tree = HostTree(place=tmp_path, layout=V1)
    assert cgroup_files.read_pressure(seen(tree), tree.cgroup("hubyard.slice/fin")) is None


def test_kills_on_the_host() -> None:
    kills = cgroup_files.read_host_kills()
    assert kills is None or kills >= 0
