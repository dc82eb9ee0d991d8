"""kill -9 between any two steps: whoever is next gets in, and no file stays behind."""

import signal
from pathlib import Path

import pytest

from hubyard.drivers.gate import KernelGate
from hubyard.gate.port import Queue
from tests.contracts.gate.conftest import Start

POINTS = ["turn_taken", "old_lock_taken", "steps_gone", "file_made", "file_locked", "file_named", "admitted", "inside"]


@pytest.mark.parametrize("point", POINTS)
def test_killed_with_others_waiting_the_next_one_gets_in(start: Start, gate: KernelGate, point: str) -> None:
    victim = start(hub="victim", stops=[point])
    victim.hear("at", point)
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
    victim = start(hub="victim", stops=[point])
    victim.hear("at", point)
    victim.send(signal.SIGKILL)
    victim.end()
    next_one = start(hub="a")
    next_one.hear("at inside")
    assert [file.name.rpartition("-")[0] for file in (tmp_path / "gate/v1/running").iterdir()] == ["a"]


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
