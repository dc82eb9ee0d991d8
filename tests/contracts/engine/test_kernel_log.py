"""Who was killed, for a user who may not follow the kernel's log: it is read afterwards, as root."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from hubyard.drivers.clock import HostClock
from hubyard.drivers.engine.as_root import AsRoot
from hubyard.drivers.engine.build_logs import BuildLogs
from hubyard.drivers.engine.builds import Builds
from hubyard.drivers.engine.caps import Caps
from hubyard.drivers.engine.connection import Connection
from hubyard.drivers.engine.kernel_log import read_past_log
from hubyard.drivers.files import StateFiles
from hubyard.drivers.host.cgroup_files import read_host_kills, read_tree
from hubyard.drivers.together import together
from hubyard.engine.as_root import Way
from hubyard.engine.port import BuildExit, BuildOrder, StepKill
from tests.contracts.engine.conftest import Bench, remove_cgroups
from tests.contracts.engine.ordinary_user import as_ordinary_user, their_folder
from tests.contracts.engine.tiny_image import ensure_tiny_image

MB = 10**6


def takes(megabytes: int) -> str:
    """`tail` keeps all that it is given until its input ends."""
    return f"head -c {megabytes}000000 /dev/zero | tail -c {megabytes}000000 >/dev/null"


@dataclass(kw_only=True)
class TheirBench:
    """`home` is theirs; builds at once each need a name. Limits are written by the container, so images are asked for once for each."""

    bench: Bench
    home: Path
    ticket: int

    def order(self, name: str, step: str) -> BuildOrder:
        bench = self.bench
        order = bench.order(f"FROM {bench.image} AS {name}\nRUN {step} # {bench.mark}\n", tag=name, cap_bytes=80 * MB)
        return replace(order, hub=name, cgroup_parent=f"{order.cgroup_parent}-{name}")

    def build(self, *orders: BuildOrder) -> tuple[list[BuildExit], int]:
        """As they ended, and how often an image was asked for."""
        return as_ordinary_user(partial(self._build, orders), home=self.home)

    def _build(self, orders: Sequence[BuildOrder]) -> tuple[list[BuildExit], int]:
        asked: list[str] = []

        def images() -> Sequence[str]:
            asked.append(self.bench.image)
            return asked[-1:]

        return together([partial(self._build_one, order, images) for order in orders]), len(asked)

    def _build_one(self, order: BuildOrder, images: Callable[[], Sequence[str]]) -> BuildExit:
        tree = read_tree()
        as_root = AsRoot(images=images, prefix=lambda: ("docker",), ways=(Way.CONTAINER,))
        logs = BuildLogs(self.home / order.hub, files=StateFiles(self.home, group=None), clock=HostClock())
        caps = Caps(tree=tree, as_root=as_root, tell=self.bench.told.append)
        builds = Builds(Connection(), logs=logs, tell=self.bench.told.append, tree=tree, caps=caps)
        return builds.build(order, ticket_fd=self.ticket)


@pytest.fixture
def theirs(real: Bench, ticket: int) -> Iterator[TheirBench]:
    with their_folder() as home:
        yield TheirBench(bench=replace(real, folder=home), home=home, ticket=ticket)
    for name in ("wild", "calm", "own"):
        remove_cgroups(f"{real.mark}-{name}")


def test_killed_process_has_a_name(theirs: TheirBench) -> None:
    [ended], _ = theirs.build(theirs.order("wild", f"{takes(300)} || echo went on"))
    assert ended.status == 0
    [kill] = ended.memory.kills
    assert replace(kill, held_bytes=0) == StepKill(step=ended.memory.steps[-1].name, process="tail", held_bytes=0)
    assert 60 * MB < kill.held_bytes < 90 * MB


def test_build_without_a_kill_has_nothing_read(theirs: TheirBench) -> None:
    before = read_host_kills()
    [ended], images_asked = theirs.build(theirs.order("calm", "true"))
    assert (ended.status, ended.memory.kills) == (0, ())
    assert images_asked == 1 or read_host_kills() != before, "others on this host may have kills"


def test_step_that_killed_itself_is_not_told_while_another_was_killed(theirs: TheirBench) -> None:
    """On cgroup v1 the host counts a kill, and only the log says that it was not in this build."""
    [wild, own], _ = theirs.build(theirs.order("wild", takes(300)), theirs.order("own", "sleep 3; sh -c 'kill -9 $$'; exit $?"))
    assert {kill.process for kill in wild.memory.kills} == {"tail"}
    assert (own.status, own.memory.kills) == (1, ())


# -- the reading alone

WAYS = {
    "root": pytest.param(Way.ROOT, marks=pytest.mark.skipif(os.geteuid() != 0, reason="we are not root")),
    "container": Way.CONTAINER,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_log_is_read(way: Way) -> None:
    images = ("hubyard-test/there-is-none", ensure_tiny_image())
    assert read_past_log(AsRoot(images=lambda: images, prefix=lambda: ("docker",), ways=(way,))).count("\n") > 10


def test_no_way_reads_nothing() -> None:
    assert read_past_log(AsRoot(images=lambda: ["hubyard-test/there-is-none"], prefix=lambda: ("docker",), ways=(Way.CONTAINER,))) == ""


def test_what_is_late_is_the_last_that_is_tried(tmp_path: Path) -> None:
    hangs = ("sh", "-c", f"echo tried >>{tmp_path}/tries; exec tail -f /dev/null")
    as_root = AsRoot(images=lambda: ["a", "b"], prefix=lambda: hangs, ways=(Way.CONTAINER,))
    assert read_past_log(as_root, limits_s={Way.CONTAINER: 0.5}) == ""
    assert (tmp_path / "tries").read_text(encoding="ascii") == "tried\n"
