"""kill -9 between any two steps: whoever is next gets in, and no file stays behind."""

import signal
from pathlib import Path

import pytest

from hubyard.drivers.gate import KernelGate
from hubyard.gate.port import Queue
from tests.contracts.gate.conftest import Start
from tests.contracts.gate.party import Party
from tests.contracts.gate.told_host import tell_memory

ADMITTING = ["turn_taken", "old_lock_taken", "inside_seen", "steps_gone", "file_made", "file_locked", "file_named", "admitted"]
POINTS = [*ADMITTING, "inside", "in_build", "old_lock_free"]


def bring_to(point: str, start: Start) -> Party:
    """A process that stands still there."""
    victim = start(hub="victim", stops=[point], client=["sleep", "600"] if point == "in_build" else (), tied=True)
    if point == "old_lock_free":
        victim.hear("at inside")
        victim.say()
    victim.hear("at", "inside" if point == "in_build" else point)
    return victim


@pytest.mark.parametrize("point", POINTS)
def test_killed_with_others_waiting_the_next_one_gets_in(start: Start, gate: KernelGate, point: str) -> None:
    victim = bring_to(point, start)
    waiter = start(hub="a")
    waiter.hear("told turn_awaited")
    victim.send(signal.SIGKILL)
    waiter.hear("at inside")
    assert [one.hub for one in gate.queue().running] == ["a"]
    waiter.say()
    waiter.end()
    assert gate.queue() == Queue()


@pytest.mark.parametrize("point", POINTS)
def test_killed_leaves_only_files_that_the_next_one_removes(start: Start, tmp_path: Path, point: str) -> None:
    victim = bring_to(point, start)
    victim.send(signal.SIGKILL)
    victim.end()
    next_one = start(hub="a")
    next_one.hear("at inside")
    assert [file.name.rpartition("-")[0] for file in (tmp_path / "gate/v1/running").iterdir()] == ["a"]


def test_killed_while_it_waits_for_memory_the_next_one_gets_in(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2000)
    start(hub="fin", jobs=0, asks_mb=1000).hear("at inside")
    head = start(hub="head", jobs=0, asks_mb=1500, stops=["waits"])
    head.hear("at waits")
    small = start(hub="small", jobs=0, asks_mb=1000)
    small.hear("told turn_awaited turn")
    head.send(signal.SIGKILL)
    small.hear("at inside")


def test_waiters_killed_leave_files_that_the_next_one_removes(start: Start, tmp_path: Path) -> None:
    inside = start(hub="fin")
    inside.hear("at inside")
    head = start(hub="head")
    head.hear("told turn_awaited build")
    second = start(hub="second")
    second.hear("told turn_awaited turn")
    for waiter in (second, head):
        waiter.send(signal.SIGKILL)
        waiter.end()
    assert len(list((tmp_path / "gate/v1/waiting").iterdir())) == 2
    inside.say()
    inside.end()
    start(hub="a").hear("at inside")
    assert list((tmp_path / "gate/v1/waiting").iterdir()) == []


def test_deploy_of_a_hub_killed_lets_the_next_one_in(start: Start) -> None:
    victim = start(does="hub")
    victim.hear("at inside")
    waiter = start(does="hub")
    waiter.hear("told turn_awaited hub")
    victim.send(signal.SIGKILL)
    waiter.hear("at inside")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted_inside_leaves_nothing_held(start: Start, gate: KernelGate, number: signal.Signals) -> None:
    builder = start(hub="fin")
    builder.hear("at inside")
    builder.send(number)
    builder.hear("error interrupted")
    assert builder.end() == 1
    assert gate.queue() == Queue()
