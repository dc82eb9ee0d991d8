from pathlib import Path

import pytest

from hubyard.host.cgroup_tree import CgroupTree, memory_path, parse_tree

DATA = Path("tests/data/host")
FS = Path("/sys/fs/cgroup")
CONTAINER = "/docker/55a00edfe59f56b53a9ef4a4b6040f82fd51f22aca9930e1307d45e120a97e8d"

TREES = {
    "v1_with_v2_beside_it": (
        "mountinfo-v1-and-v2.txt",
        CgroupTree(version=1, root=FS / "memory", root_path="/", pressure_root=FS / "unified"),
    ),
    "v2": ("mountinfo-v2.txt", CgroupTree(version=2, root=FS, root_path="/", pressure_root=FS)),
    "v1_in_a_container": (
        "mountinfo-v1-container.txt",
        CgroupTree(version=1, root=FS / "memory", root_path=CONTAINER, pressure_root=None),
    ),
    "v1_in_a_container_with_a_namespace": (
        "mountinfo-v1-namespace.txt",
        CgroupTree(version=1, root=FS / "memory", root_path="/", pressure_root=None),
    ),
}


@pytest.mark.parametrize(("name", "tree"), TREES.values(), ids=TREES)
def test_parse_tree(name: str, tree: CgroupTree) -> None:
    assert parse_tree((DATA / name).read_text()) == tree


def test_parse_tree_without_cgroups() -> None:
    assert parse_tree("23 28 0:21 / /proc rw,relatime - proc proc rw\n") is None


FOLDERS = {
    "top": ("/docker/1", FS),
    "below": ("/docker/1/hubyard.slice/fin", FS / "hubyard.slice/fin"),
    "beside": ("/docker/12", None),
    "above": ("/docker", None),
    "out_of_the_namespace": ("/docker/1/../../user.slice", None),
}


@pytest.mark.parametrize(("path", "folder"), FOLDERS.values(), ids=FOLDERS)
def test_folder(path: str, folder: Path | None) -> None:
    assert CgroupTree(version=2, root=FS, root_path="/docker/1", pressure_root=FS).folder(path) == folder


PATHS = {
    "v1_beside_v2": ("9:name=systemd:/\n4:memory:/process/5\n1:cpu,cpuacct:/\n0::/\n", "/process/5"),
    "v1_controllers_together": ("4:cpuset,memory:/a\n1:cpu:/b\n", "/a"),
    "v2": ("0::/user.slice/user-1000.slice/session-1.scope\n", "/user.slice/user-1000.slice/session-1.scope"),
    "colons_in_the_path": ("0::/system.slice/system.slice:docker:bngcu\n", "/system.slice/system.slice:docker:bngcu"),
    "gone": ("", "/"),
}


@pytest.mark.parametrize(("text", "path"), PATHS.values(), ids=PATHS)
def test_memory_path(text: str, path: str) -> None:
    assert memory_path(text) == path
