"""First come, first served, whatever happens to those who wait."""

import signal
from collections.abc import Sequence
from getpass import getuser
from pathlib import Path

from hubyard.drivers.gate import KernelGate
from hubyard.drivers.gate.proc import file_id, locks_on
from hubyard.gate.kernel_locks import blocked
from tests.contracts.gate.conftest import Start
from tests.contracts.gate.party import until


def test_waiters_sprayed_with_signals_keep_their_places(start: Start, gate: KernelGate) -> None:
    inside = start()
    inside.hear("at inside")
    waiters = []
    for hub in "abcd":
        waiter = start(hub=hub, spray=True)
        waiter.hear("told turn_awaited", "build" if hub == "a" else "turn")
        waiters.append(waiter)
    for _ in range(200):
        for waiter in waiters:
            waiter.send(signal.SIGWINCH)
    assert [one.hub for one in gate.queue().waiting] == ["a", "b", "c", "d"]
    for leaver, waiter in zip([inside, *waiters], waiters, strict=False):
        leaver.say()
        waiter.hear("at inside")


def test_waiters_are_told_their_position_and_who_builds(start: Start) -> None:
    inside = start(hub="fin")
    inside.hear("at inside")
    start(hub="a").hear("told turn_awaited build 1")
    start(hub="b").hear("told turn_awaited turn 2")
    assert f"FIN · {getuser()} · pid {inside.pid}" in start(hub="c").hear("told turn_awaited turn 3")


def test_waiter_that_is_interrupted_lets_the_next_one_pass(start: Start) -> None:
    inside = start()
    inside.hear("at inside")
    first = start(hub="a")
    first.hear("told turn_awaited build")
    second = start(hub="b")
    second.hear("told turn_awaited turn")
    third = start(hub="c")
    third.hear("told turn_awaited turn")
    second.send(signal.SIGINT)
    second.hear("error interrupted")
    second.end()
    first.send(signal.SIGTERM)
    first.hear("error interrupted")
    first.end()
    third.hear("told turn_awaited build 1")
    inside.say()
    third.hear("at inside")


def test_waiter_whose_patience_ends_is_gone_from_the_queue(start: Start, gate: KernelGate) -> None:
    inside = start()
    inside.hear("at inside")
    start(hub="a").hear("told turn_awaited build")
    late = start(hub="b", limit_s=0.3)
    late.hear("told turn_awaited turn")
    late.hear("told wait_timed_out")
    assert '"wait_for": "turn"' in late.hear("error gate_busy")
    assert late.end() == 1  # at once, though a thread of it was blocked
    assert [one.hub for one in gate.queue().waiting] == ["a"]


def test_waiter_that_is_stopped_loses_its_place(start: Start, gate: KernelGate, tmp_path: Path) -> None:
    inside = start()
    inside.hear("at inside")
    head = start(hub="head")
    head.hear("told turn_awaited build")
    first = start(hub="a")
    first.hear("told turn_awaited turn")
    second = start(hub="b")
    second.hear("told turn_awaited turn")
    first.send(signal.SIGSTOP)
    until(lambda: first.pid not in waiting_for_turn(tmp_path))  # each of its threads stops for itself
    assert [one.hub for one in gate.queue().waiting if one.stopped] == ["a"]
    inside.say()
    head.hear("at inside")
    head.say()
    second.hear("at inside")
    first.send(signal.SIGCONT)
    second.say()
    first.hear("at inside")


def test_holder_of_the_turn_that_is_stopped_is_named_with_the_command_that_helps(start: Start) -> None:
    head = start(hub="head", stops=["turn_taken"])
    head.hear("at turn_taken")
    head.send(signal.SIGSTOP)
    waiter = start(hub="a")
    assert f"kill -CONT {head.pid}" in waiter.hear("told turn_awaited turn")
    head.send(signal.SIGCONT)
    head.say()
    head.hear("at inside")
    head.say()
    waiter.hear("at inside")


def test_builder_that_is_stopped_is_named_with_the_command_that_helps(start: Start, gate: KernelGate) -> None:
    inside = start(hub="fin")
    inside.hear("at inside")
    waiter = start(hub="a")
    waiter.hear("told turn_awaited build")
    inside.send(signal.SIGSTOP)
    assert f"kill -CONT {inside.pid}" in waiter.hear("told turn_awaited build")
    assert [one.stopped for one in gate.queue().running] == [True]
    inside.send(signal.SIGCONT)


def test_two_jobs_let_two_in_and_the_third_when_one_of_them_ends(start: Start) -> None:
    first, second = start(hub="a", jobs=2), start(hub="b", jobs=2)
    first.hear("at inside")
    second.hear("at inside")
    third = start(hub="c", jobs=2)
    third.hear("told turn_awaited build")
    second.say()
    third.hear("at inside")


def test_deploys_of_one_hub_wait_for_one_another(start: Start) -> None:
    first = start(does="hub")
    first.hear("at inside")
    second = start(does="hub")
    assert f"pid {first.pid}" in second.hear("told turn_awaited hub 1")
    first.say()
    second.hear("told turn_taken")
    second.hear("at inside")


def test_deploys_of_other_hubs_do_not_wait(start: Start) -> None:
    start(does="hub", hub="a").hear("at inside")
    start(does="hub", hub="b", limit_s=0).hear("at inside")


def waiting_for_turn(folder: Path) -> Sequence[int]:
    turn = file_id(folder / "gate/v1/turn")
    assert turn is not None
    return blocked(locks_on(turn))
