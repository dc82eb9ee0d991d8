"""What a build is said to have needed, and what was killed in it: on the real engine, with steps that take what they are told."""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from hubyard.deploy.labels import HUB
from hubyard.drivers.clock import HostClock
from hubyard.drivers.engine.as_root import AsRoot
from hubyard.drivers.engine.build_logs import BuildLogs
from hubyard.drivers.engine.build_watch import BuildWatch
from hubyard.drivers.engine.builds import Builds
from hubyard.drivers.engine.caps import Caps
from hubyard.drivers.engine.connection import Connection
from hubyard.drivers.files import StateFiles
from hubyard.drivers.host.cgroup_files import read_tree
from hubyard.drivers.host.kernel_log import KernelLog
from hubyard.drivers.together import together
from hubyard.engine.build_output import stage_of
from hubyard.engine.events import BuildMemoryRead
from hubyard.engine.port import BuildExit, BuildMemory, BuildOrder, StepKill
from hubyard.engine.step_times import StepTime
from hubyard.gate.watchdog import Sign
from tests.contracts.engine.conftest import Bench, real_engine, remove_cgroups
from tests.contracts.engine.tiny_image import TINY
from tests.fakes.engine import BUILT, FakeEngine

MB = 10**6
CGROUP_V1 = Path("/sys/fs/cgroup/memory").exists()


def takes(megabytes: int, *, seconds: float = 0.6) -> str:
    """`tail` keeps all that it is given until its input ends."""
    return f"(head -c {megabytes}000000 /dev/zero; sleep {seconds}) | tail -c {megabytes}000000 >/dev/null"


def build_before(bench: Bench, *, ticket: int) -> None:
    """An image of ours with a shell: for who is not root, a container of such a one may have to write the limits."""
    order = bench.order(f"FROM {bench.image}\n", tag="before")
    assert bench.engine.build(replace(order, labels={**order.labels, HUB: "toy"}), ticket_fd=ticket).status == 0


def step_of(ended: BuildExit, part: str) -> str:
    return next(step.name for step in ended.memory.steps if part in step.name)


# -- three builds at once


@dataclass(kw_only=True)
class Three:
    """`calm` stays within its limit, `wild` wants more than its own, `own` kills itself meanwhile."""

    calm: BuildExit
    wild: BuildExit
    own: BuildExit


CALM, WILD = 250, 300


@pytest.fixture
def three(real: Bench, ticket: int) -> Iterator[Three]:
    """Each in a cgroup of its own, as three hubs are."""
    build_before(real, ticket=ticket)
    calm = toy(real, "calm", f"RUN echo {real.mark}\nRUN {takes(CALM, seconds=2)} # {real.mark}", cap_bytes=300 * MB)
    wild = toy(real, "wild", f"RUN echo {real.mark}\nRUN {takes(WILD)} # {real.mark}", cap_bytes=120 * MB)
    own = toy(real, "own", f"RUN sleep 3; sh -c 'kill -9 $$'; exit $? # {real.mark}", cap_bytes=120 * MB)

    def build(order: BuildOrder) -> BuildExit:
        (real.folder / order.hub).mkdir()
        return real_engine(real.folder / order.hub, []).build(order, ticket_fd=ticket)

    ended = together([partial(build, order) for order in (calm, wild, own)])
    yield Three(calm=ended[0], wild=ended[1], own=ended[2])
    for order in (calm, wild, own):
        remove_cgroups(order.cgroup_parent.rpartition("/")[2])


def toy(bench: Bench, name: str, steps: str, *, cap_bytes: int) -> BuildOrder:
    order = bench.order(f"FROM {bench.image} AS {name}\n{steps}\n", tag=name, cap_bytes=cap_bytes)
    return replace(order, hub=name, cgroup_parent=f"{order.cgroup_parent}-{name}")


def test_builds_at_once_have_their_own_limits_peaks_and_kills(three: Three) -> None:
    calm, wild = three.calm.memory, three.wild.memory
    assert (three.calm.status, calm.kills, calm.cap_bytes) == (0, (), 300 * MB // 4096 * 4096)
    assert CALM * MB <= calm.peak_bytes <= 1.1 * CALM * MB
    assert [step.peak_bytes > 100 * MB for step in calm.steps] == [False, True]
    assert three.wild.status == 1
    assert {kill.step for kill in wild.kills} == {step_of(three.wild, "head")} == {three.wild.failed_step}
    assert all(90 * MB < kill.held_bytes < 130 * MB for kill in wild.kills)
    assert (wild.cap_bytes, wild.thrashed) == (120 * MB // 4096 * 4096, False)
    assert three.own.status == 1
    if not CGROUP_V1 or can_read_log():
        assert three.own.memory.kills == (), "it killed itself, and what the kernel killed was another's"


def can_read_log() -> bool:
    log = KernelLog.open()
    if log:
        log.close()
    return log is not None


# -- one after the other


def test_step_that_survives_its_killed_child_succeeds_and_has_kills(real: Bench, ticket: int) -> None:
    build_before(real, ticket=ticket)
    order = real.order(f"FROM {real.image}\nRUN {takes(300)} || echo went on {real.mark}\n", cap_bytes=80 * MB)
    ended = real.engine.build(order, ticket_fd=ticket)
    assert (ended.status, ended.failed_step) == (0, "")
    assert {kill.step for kill in ended.memory.kills} == {step_of(ended, "went on")}
    cached = real.engine.build(order, ticket_fd=ticket)
    assert (cached.steps_cached, cached.memory) == (1, BuildMemory()), "the engine keeps what was made by a step that lost its child"
    stages = tuple(stage_of(kill.step) for kill in ended.memory.kills)
    anew = real.engine.build(replace(order, no_cache_filters=stages), ticket_fd=ticket)
    assert (anew.steps_run, anew.steps_cached) == (1, 0)
    assert anew.memory.kills


def test_survived_kill_leaves_the_image_to_deploy(either: Bench, ticket: int) -> None:
    """Status 0 is what the engine says; what it is worth is decided elsewhere."""
    kill = StepKill(step="[2/2] RUN x", process="node", held_bytes=1)
    build_before(either, ticket=ticket)
    order = either.order(f"FROM {either.image}\nRUN {takes(200)} || echo {either.mark}\n", cap_bytes=60 * MB)
    if isinstance(either.engine, FakeEngine):
        either.engine.build_exits["Toy"] = replace(BUILT, memory=BuildMemory(kills=(kill,)))
    ended = either.engine.build(order, ticket_fd=ticket)
    assert ended.status == 0
    assert ended.memory.kills
    assert either.engine.image(order.tags[0])


STAGES = {
    "one_without_a_name": ("FROM {image}\nRUN echo {mark}", 0),
    "named": ("FROM {image} AS Build\nRUN echo {mark}", 0),
    "several_without_names": ("FROM {image}\nRUN echo a{mark}\nFROM {image}\nRUN echo {mark}\nCOPY --from=0 /bin/cat /x", 0),
    "only_the_named_one": ("FROM {image} AS base\nRUN echo a{mark}\nFROM base AS build\nRUN echo {mark}", 1),
}


@pytest.mark.parametrize(("dockerfile", "still_cached"), STAGES.values(), ids=STAGES)
def test_stage_is_run_anew_by_the_name_that_its_steps_are_printed_with(
    real: Bench, ticket: int, dockerfile: str, still_cached: int
) -> None:
    order = real.order(dockerfile.format(image=TINY, mark=real.mark))
    first = real.engine.build(order, ticket_fd=ticket)
    stage = stage_of(step_of(first, f"RUN echo {real.mark}"))
    again = real.engine.build(replace(order, no_cache_filters=(stage,)), ticket_fd=ticket)
    assert (again.steps_run, again.steps_cached) == (first.steps_run - still_cached, still_cached)


def test_what_a_build_holds_is_told_each_second(real: Bench, ticket: int) -> None:
    ended = real.engine.build(real.order(f"FROM {real.image}\nRUN {takes(60, seconds=2.5)} # {real.mark}\n"), ticket_fd=ticket)
    told = [event for event in real.told if isinstance(event, BuildMemoryRead)]
    assert 1 <= len(told) <= ended.elapsed_s + 2
    assert max(event.used_bytes for event in told) > 60 * MB
    assert {event.cap_bytes for event in told} == {0}


def test_late_build_says_what_it_held(real: Bench, ticket: int) -> None:
    ended = real.engine.build(real.order(f"FROM {real.image}\nRUN sleep 96{os.getpid()}\n", limit_s=6), ticket_fd=ticket)
    assert (ended.status, ended.memory.kills, ended.memory.thrashed) == (None, (), False)
    [step] = ended.memory.steps
    assert step.peak_bytes > 0
    assert 0.5 < step.elapsed_s < 10


def test_build_whose_client_is_killed_has_no_kills_in_its_steps(real: Bench, ticket: int) -> None:
    order = real.order(f"FROM {real.image}\nRUN sleep 95{os.getpid()}\n")
    ended, _ = together([lambda: real.engine.build(order, ticket_fd=ticket), lambda: kill_client(order.tags[0], f"sleep 95{os.getpid()}")])
    assert ended is not None
    assert (ended.status, ended.memory.kills) == (-signal.SIGKILL, ())
    assert ended.memory.peak_bytes > 0


def kill_client(tag: str, step: str) -> None:
    """Once its step runs: the build client and its plugin, which have the tag in their command line."""
    end = time.monotonic() + 20
    while not pids_with(step.replace(" ", "\0")) and time.monotonic() < end:
        time.sleep(0.1)  # nothing tells of another's process
    time.sleep(0.5)  # five looks of the watch, which tells nobody when it has seen the step
    for pid in pids_with(tag):
        os.kill(pid, signal.SIGKILL)


def pids_with(part: str) -> list[int]:
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = file.read_bytes()
        except OSError:
            continue
        if part.encode() in words and not words.startswith(b"/bin/sh"):
            found.append(int(file.parent.name))
    return found


def test_build_that_the_watchdog_ends_is_thrashed(real: Bench, ticket: int) -> None:
    seen: list[Sign] = []

    def judge(signs: Sequence[Sign]) -> bool:
        seen[:] = signs
        return len(signs) == 2

    tree = read_tree()
    caps = Caps(tree=tree, as_root=AsRoot(images=lambda: [real.image], prefix=lambda: ("docker",)), tell=real.told.append)
    logs = BuildLogs(real.folder / "builds", files=StateFiles(real.folder, group=None), clock=HostClock())
    builds = Builds(Connection(), logs=logs, tell=real.told.append, tree=tree, caps=caps, judge=judge)
    order = real.order(f"FROM {real.image}\nRUN {takes(50, seconds=94000 + os.getpid())}\n", cap_bytes=200 * MB)
    ended = builds.build(order, ticket_fd=ticket)
    assert (ended.status, ended.memory.thrashed, ended.memory.kills) == (None, True, ())
    assert ended.memory.cap_bytes == 200 * MB // 4096 * 4096
    assert [sign.limit_bytes for sign in seen] == [ended.memory.cap_bytes] * 2
    assert seen[0].quiet_s < seen[1].quiet_s < 10
    assert seen[0].computed_s <= seen[1].computed_s < 10
    assert seen[1].used_bytes > 40 * MB


def test_watch_on_a_host_without_cgroups_knows_only_the_steps() -> None:
    step = StepTime(name="[2/2] RUN x", began_s=1.0, ended_s=3.0)
    with BuildWatch(None, parent="/hubyard.slice/none") as watch:
        assert watch.news() is None
    memory = watch.memory([step], sigkilled="", ended=False)
    assert (memory.peak_bytes, memory.cap_bytes, memory.kills) == (0, None, ())
    assert [(one.name, one.elapsed_s, one.peak_bytes) for one in memory.steps] == [("[2/2] RUN x", 2.0, 0)]
