"""What readings must be, of this host and of the fake one. On this host a process really holds the memory, where a test may do that."""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from hubyard.drivers.host import cgroup_files
from hubyard.drivers.host.kernel_log import KernelLog
from hubyard.drivers.host.linux_host import LinuxHost
from hubyard.host.memory import Memory
from hubyard.host.oom import Kill, parse_kills
from hubyard.host.port import Host
from hubyard.host.readings import Readings
from tests.contracts.host.real_step import MIB, RealStep, cgroups_can_be_made, real_step
from tests.fakes.host import GIB, FakeHost

Building = Callable[[], AbstractContextManager[tuple[Host, str]]]
SLACK = 8 * MIB
"""An interpreter's own memory, and the kernel's counters, which run after."""


@pytest.fixture(params=[LinuxHost, FakeHost])
def host(request: pytest.FixtureRequest) -> Host:
    made: Host = request.param()
    return made


def test_readings_have_the_memory_of_the_host(host: Host) -> None:
    assert host.readings().memory.total_bytes == host.memory().total_bytes


def test_readings_never_give_more_than_there_is(host: Host) -> None:
    found = host.readings()
    assert 0 <= found.available_bytes <= found.memory.available_bytes
    assert 0 < found.total_bytes <= found.memory.total_bytes
    assert 0 <= found.pressure_share <= 1


@contextmanager
def fake_building() -> Iterator[tuple[Host, str]]:
    yield FakeHost(moments=[Readings(memory=Memory(total_bytes=8 * GIB, available_bytes=6 * GIB), hubs={"fin": 25 * MIB})]), "fin"


@contextmanager
def real_building() -> Iterator[tuple[Host, str]]:
    with real_step("readings") as step:
        step.take(own=20 * MIB, shared=5 * MIB)
        yield LinuxHost(), step.hub.name


BUILDING = {"fake": fake_building, **({"real": real_building} if cgroups_can_be_made() else {})}


@pytest.mark.parametrize("building", BUILDING.values(), ids=BUILDING)
def test_readings_name_a_hub_that_builds_and_what_it_holds(building: Building) -> None:
    with building() as (host, hub):
        found = host.readings()
    assert 25 * MIB <= found.hubs[hub] < 25 * MIB + SLACK
    assert hub not in {build.name for build in found.foreign}


def test_a_kill_is_told_by_the_counters_and_by_the_kernels_log() -> None:
    """Where no cgroup may be made, the log can at least be read or is not there."""
    log, host_before = KernelLog.open(), cgroup_files.read_host_kills() or 0
    if cgroups_can_be_made():
        with real_step("kill", limit=40 * MIB) as step:
            step.take(own=10 * MIB)
            assert cgroup_files.read_kills(step.folder) == 0
            step.take(own=100 * MIB)
            assert step.process.wait(30) == -signal.SIGKILL
            assert cgroup_files.read_kills(step.folder) == 1
        assert (cgroup_files.read_host_kills() or 0) > host_before
        assert log is None or [kill.held_bytes > 10 * MIB for kill in told(log, step)] == [True]
    if log is not None:
        log.read()
        log.close()


def told(log: KernelLog, step: RealStep) -> list[Kill]:
    return [kill for kill in parse_kills(log.read()) if kill.is_below(f"/hubyard.slice/{step.hub.name}")]
