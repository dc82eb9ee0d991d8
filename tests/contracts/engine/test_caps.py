"""The limit of a build's cgroup, by each way that this machine has."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from hubyard.drivers.engine.as_root import AsRoot
from hubyard.drivers.engine.caps import Caps, is_in_force
from hubyard.drivers.host.cgroup_files import read_limit_bytes, read_tree
from hubyard.engine.as_root import Way
from hubyard.engine.cap import Cap, NoCap
from hubyard.engine.events import CapMissing
from hubyard.events import Event
from hubyard.host.cgroup_tree import CgroupTree
from tests.contracts.engine.conftest import remove_cgroups
from tests.contracts.engine.tiny_image import ensure_tiny_image

MIB = 1024**2
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root may write a cgroup by itself")


@dataclass(kw_only=True)
class Hub:
    """A build cgroup of this test alone."""

    name: str
    told: list[Event] = field(default_factory=list)
    images: Sequence[str] = ()

    @property
    def tree(self) -> CgroupTree:
        found = read_tree()
        assert found, "no cgroups are mounted"
        return found

    @property
    def parent(self) -> str:
        return f"/hubyard.slice/{self.name}"

    @property
    def folder(self) -> Path:
        return self.tree.root / "hubyard.slice" / self.name

    def caps(self, *ways: Way, tree: CgroupTree | None = None) -> Caps:
        as_root = AsRoot(images=lambda: self.images, prefix=lambda: ("docker",), ways=ways)
        return Caps(tree=tree or self.tree, as_root=as_root, tell=self.told.append)


@pytest.fixture
def hub() -> Iterator[Hub]:
    made = Hub(name=f"hubyard-test-cap-{os.getpid()}")
    yield made
    remove_cgroups(made.name)


@AS_ROOT
def test_root_writes_raises_and_lowers_it(hub: Hub) -> None:
    caps = hub.caps(Way.ROOT)
    limits = []
    for limit_bytes in (100 * MIB, 300 * MIB, 50 * MIB):
        assert caps.ensure(hub.parent, limit_bytes) is Way.ROOT
        limits.append(read_limit_bytes(hub.folder))
    assert limits == [100 * MIB, 300 * MIB, 50 * MIB]
    assert hub.told == []


@AS_ROOT
def test_limit_of_an_earlier_build_is_taken_away(hub: Hub) -> None:
    caps = hub.caps(Way.ROOT)
    caps.ensure(hub.parent, 100 * MIB)
    assert caps.ensure(hub.parent, 0) is Way.ROOT
    assert read_limit_bytes(hub.folder) is None
    assert caps.ensure(hub.parent, 0) is None


def test_privileged_container_of_the_first_image_with_a_shell_writes_it(hub: Hub) -> None:
    hub.images = ("hubyard-test/there-is-none", ensure_tiny_image())
    assert hub.caps(Way.SUDO, Way.CONTAINER).ensure(hub.parent, 100 * MIB) in (Way.SUDO, Way.CONTAINER)
    assert read_limit_bytes(hub.folder) == 100 * MIB


def test_no_way_is_told_once_and_not_tried_again(hub: Hub) -> None:
    hub.images = ("hubyard-test/there-is-none",)
    caps = hub.caps(Way.CONTAINER)
    assert caps.ensure(hub.parent, 100 * MIB) is NoCap.NO_RIGHTS
    began = time.monotonic()
    assert caps.ensure(hub.parent, 100 * MIB) is NoCap.NO_RIGHTS
    assert time.monotonic() - began < 0.1
    assert hub.told == [CapMissing(reason=NoCap.NO_RIGHTS)]


def test_host_without_cgroups_is_told_only_where_a_limit_is_asked_for(hub: Hub) -> None:
    caps = Caps(tree=None, as_root=AsRoot(images=tuple, prefix=tuple), tell=hub.told.append)
    assert (caps.ensure(hub.parent, 0), hub.told) == (None, [])
    assert (caps.ensure(hub.parent, 1), hub.told) == (NoCap.NO_CGROUPS, [CapMissing(reason=NoCap.NO_CGROUPS)])


HOLDS = """
import sys, time
with open(sys.argv[1] + "/cgroup.procs", "w") as procs:
    procs.write("0")
held = b"x" * (64 * 1024**2)
print("holds", flush=True)
time.sleep(60)  # ended by the test long before; should that be killed, it ends by itself
"""


@AS_ROOT
def test_limit_below_what_is_held_is_refused_at_once_and_harms_nobody(hub: Hub) -> None:
    caps = hub.caps(Way.ROOT)
    caps.ensure(hub.parent, 100 * MIB)
    holder = subprocess.Popen([sys.executable, "-c", HOLDS, str(hub.folder)], stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"holds\n"
        began = time.monotonic()
        assert caps.ensure(hub.parent, 20 * MIB) is NoCap.REFUSED
        assert time.monotonic() - began < 5
        assert holder.poll() is None
        assert read_limit_bytes(hub.folder) == 100 * MIB
    finally:
        holder.kill()
        holder.wait()
        assert holder.stdout is not None
        holder.stdout.close()


IN_FORCE = {
    "as_written": ("8192", 8192, True),
    "rounded_down_to_pages": ("8192", 9000, True),
    "another": ("16384", 8192, False),
    "none": ("max", 8192, False),
    "taken_away": ("max", None, True),
    "not_taken_away": ("8192", None, False),
}


@pytest.mark.parametrize(("found", "asked", "expected"), IN_FORCE.values(), ids=IN_FORCE)
def test_is_in_force(tmp_path: Path, found: str, asked: int | None, *, expected: bool) -> None:
    (tmp_path / "memory.max").write_text(f"{found}\n", encoding="ascii")
    assert is_in_force(Cap(version=2, root=tmp_path.parent, parent=tmp_path.name, limit_bytes=asked)) == expected


def test_cgroups_that_are_not_where_we_look_are_elsewhere(hub: Hub, tmp_path: Path) -> None:
    """As with an engine in a machine of its own: the script succeeds, and we see nothing of it."""
    assert not is_in_force(Cap(version=2, root=tmp_path, parent=hub.parent, limit_bytes=MIB))
