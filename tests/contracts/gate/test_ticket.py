"""The ticket: the place is taken as long as the process or its build client lives, and nobody else keeps it."""

import os
import signal
from pathlib import Path

from hubyard.drivers.gate import KernelGate
from tests.contracts.gate.conftest import Start
from tests.contracts.gate.party import until

CLIENT = ["sleep", "600"]


def test_build_client_that_outlives_us_keeps_the_place_and_is_named(start: Start, gate: KernelGate) -> None:
    builder = start(hub="fin", client=CLIENT)
    with_ticket, other = map(int, builder.hear("clients").split()[1:])
    builder.hear("at inside")
    builder.send(signal.SIGKILL)
    builder.end()
    waiter = start(hub="a")
    assert f"pid {with_ticket}" in waiter.hear("told turn_awaited build")
    assert [one.pid for one in gate.queue().running] == [with_ticket]
    os.kill(with_ticket, signal.SIGKILL)
    waiter.hear("at inside")  # though the other child lives
    os.kill(other, signal.SIGKILL)


def test_build_client_tied_to_us_dies_with_us_and_frees_the_place(start: Start) -> None:
    builder = start(hub="fin", client=CLIENT, tied=True)
    builder.hear("at inside")
    waiter = start(hub="a")
    waiter.hear("told turn_awaited build")
    builder.send(signal.SIGKILL)
    waiter.hear("at inside")


def test_other_children_inherit_no_file_of_the_gate(start: Start) -> None:
    builder = start(hub="fin", client=CLIENT)
    with_ticket, other = map(int, builder.hear("clients").split()[1:])
    builder.hear("at inside")
    until(lambda: _started(with_ticket) and _started(other))
    assert [path.parent.name for path in _gate_files(with_ticket)] == ["running"]
    assert _gate_files(other) == []
    for pid in (with_ticket, other):
        os.kill(pid, signal.SIGKILL)


def test_second_deploy_of_a_hub_whose_client_lives_waits_for_that_build(start: Start) -> None:
    builder = start(hub="fin", client=CLIENT)
    with_ticket, other = map(int, builder.hear("clients").split()[1:])
    builder.hear("at inside")
    builder.send(signal.SIGKILL)
    builder.end()
    second = start(hub="fin", jobs=2)
    second.hear("told turn_awaited build")
    os.kill(with_ticket, signal.SIGKILL)
    second.hear("at inside")
    os.kill(other, signal.SIGKILL)


def _started(pid: int) -> bool:
    return Path(f"/proc/{pid}/exe").readlink().name == "sleep"


def _gate_files(pid: int) -> list[Path]:
    opened = [Path(_link(fd)) for fd in Path(f"/proc/{pid}/fd").iterdir()]
    return [path for path in opened if "gate/v1" in str(path) or path.name == "old.lock"]


def _link(fd: Path) -> str:
    try:
        return str(fd.readlink())
    except FileNotFoundError:  # a program that starts opens its libraries, and closes them
        return ""
