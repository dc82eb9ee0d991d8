"""Containers that start: their memory counts, and nothing else of them. What a build keeps for its start it never had to wait for."""

import os
import signal
from pathlib import Path

import pytest

from hubyard.drivers.gate import KernelGate
from hubyard.drivers.gate.lock_files import try_flock
from hubyard.gate.port import Queue
from tests.contracts.gate.conftest import Start
from tests.contracts.gate.party import Party, until
from tests.contracts.gate.told_host import MB, tell_memory

CARRYING = ["file_made", "file_locked", "file_named", "carried_over"]


def starting(start: Start, **part: object) -> Party:
    """It has built, and starts."""
    party = start(**{"does": "carry", "hub": "a", "jobs": 0, "reserve_mb": 500, "asks_mb": 1000, "start_mb": 300, **part})
    for point in ("inside", "both"):
        party.hear("at", point)
        party.say()
    party.hear("at starting")
    return party


def is_free(path: Path) -> bool:
    fd = os.open(path, os.O_RDONLY)
    try:
        return try_flock(fd, 6)  # LOCK_EX | LOCK_NB
    finally:
        os.close(fd)


def test_start_keeps_of_its_build_what_it_takes_and_the_rest_is_free(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2000)
    first = starting(start)
    second = start(hub="b", jobs=0, reserve_mb=500, asks_mb=1200, limit_s=0)
    second.hear("granted 1200 1200")
    second.hear("at inside")
    second.say()
    second.end()
    told = start(hub="c", jobs=0, reserve_mb=500, asks_mb=1300).hear("told turn_awaited memory 1")
    assert "C waits for 100 MB: A starts (300 MB, since " in told
    first.say()


def test_start_that_ends_lets_in_who_waits_for_it(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2000)
    first = starting(start)
    waiter = start(hub="b", jobs=0, reserve_mb=500, asks_mb=1300)
    waiter.hear("told turn_awaited memory")
    first.say()
    waiter.hear("at inside")


def test_start_has_its_memory_though_an_unmeasured_one_waits_for_its_build(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2000)
    first = start(does="carry", hub="a", jobs=0, reserve_mb=500, asks_mb=1000, start_mb=300)
    first.hear("at inside")
    waiter = start(hub="b", jobs=0, reserve_mb=500, asks_mb=1100, known=False)
    waiter.hear("told turn_awaited memory")
    first.say()
    first.hear("at both")
    first.say()
    first.hear("at starting")
    waiter.hear("granted 1100 1200")


def test_start_is_no_job_and_hides_no_unknown_one(start: Start) -> None:
    starting(start)
    start(hub="b", jobs=1, known=False, limit_s=0).hear("at inside")


def test_start_is_shown_as_one(start: Start, gate: KernelGate) -> None:
    starting(start)
    assert [(one.hub, one.starts, one.granted_bytes, one.known) for one in gate.queue().running] == [("a", True, 300 * MB, True)]


def test_start_without_a_build_waits_for_memory(start: Start, tmp_path: Path, gate: KernelGate) -> None:
    tell_memory(tmp_path, available_mb=2000)
    first = start(hub="a", jobs=1, reserve_mb=500, asks_mb=1000)
    first.hear("at inside")
    second = start(does="start", hub="b", jobs=1, reserve_mb=500, asks_mb=600)
    assert "for 100 MB: A builds (1 GB, since " in second.hear("told turn_awaited memory 1")
    assert [(one.hub, one.starts, one.granted_bytes) for one in gate.queue().waiting] == [("b", True, 600 * MB)]
    first.say()
    second.hear("told turn_taken")
    second.hear("granted 600 0")


def test_start_that_fits_begins_beside_as_many_builds_as_were_asked_for(start: Start) -> None:
    start(hub="a", jobs=1, known=False).hear("at inside")
    second = start(does="start", hub="b", jobs=1, limit_s=0)
    second.hear("at inside")
    assert not [line for line in second.heard if "turn_taken" in line]


def test_start_does_not_pass_a_build_that_waits(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2000)
    first = start(hub="a", jobs=0, reserve_mb=500, asks_mb=1000)
    first.hear("at inside")
    large = start(hub="large", jobs=0, reserve_mb=500, asks_mb=1400)
    large.hear("told turn_awaited memory 1")
    small = start(does="start", hub="small", jobs=0, reserve_mb=500, asks_mb=10)
    small.hear("told turn_awaited turn 2")
    first.say()
    large.hear("at inside")
    small.hear("at inside")


def test_start_without_patience_says_that_it_wanted_to_start(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2000)
    start(hub="a", jobs=0, reserve_mb=500, asks_mb=1000).hear("at inside")
    line = start(does="start", hub="b", jobs=0, reserve_mb=500, asks_mb=600, limit_s=0).hear("error gate_busy")
    assert ("B did not get its turn to start" in line, "Waited for 100 MB: A builds (1 GB" in line) == (True, True)


@pytest.mark.parametrize("carries", [True, False])
def test_start_does_not_hide_steps_left_over_of_its_hub(start: Start, tmp_path: Path, carries: bool) -> None:  # noqa: FBT001  a case
    if carries:
        starting(start)
    else:
        start(does="start", hub="a").hear("at inside")
    procs = tmp_path / "cgroup/memory/hubyard.slice/a/buildkit/x1/cgroup.procs"
    procs.parent.mkdir(parents=True)
    procs.write_text("41\n")
    second = start(hub="b", jobs=1)
    assert "a · pid 41" in second.hear("told turn_awaited left_over_steps 1")
    procs.write_text("")
    second.hear("at inside")


def test_start_does_not_wait_for_steps_of_its_hub_where_there_is_room(start: Start, tmp_path: Path) -> None:
    procs = tmp_path / "cgroup/memory/hubyard.slice/a/buildkit/x1/cgroup.procs"
    procs.parent.mkdir(parents=True)
    procs.write_text("41\n")
    start(does="start", hub="a", limit_s=0).hear("at inside")


def test_start_leaves_the_old_lock_to_the_old_scripts(start: Start, tmp_path: Path) -> None:
    start(does="start", hub="b").hear("at inside")
    starting(start)
    assert is_free(tmp_path / "old.lock")


def test_start_is_inherited_by_no_child(start: Start, tmp_path: Path) -> None:
    first = starting(start, client=["sleep", "600"])
    child = int(next(line for line in first.heard if line.startswith("client")).split()[1])
    until(lambda: Path(f"/proc/{child}/exe").readlink().name == "sleep")
    opened = [str(fd.readlink()) for fd in Path(f"/proc/{child}/fd").iterdir()]
    assert [path for path in opened if str(tmp_path) in path] == []
    os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize("point", [*CARRYING, "both", "starting"])
def test_start_killed_frees_all_and_leaves_only_files_that_the_next_one_removes(start: Start, tmp_path: Path, point: str) -> None:
    tell_memory(tmp_path, available_mb=2000)
    victim = start(does="carry", hub="a", jobs=0, reserve_mb=500, asks_mb=1000, start_mb=300, stops=[point])
    if point in {"file_made", "file_locked", "file_named"}:
        victim.hear("at", point)  # of its build
        victim.say()
    for before in ("inside",) if point != "starting" else ("inside", "both"):
        victim.hear("at", before)
        victim.say()
    victim.hear("at", point)
    waiter = start(hub="b", jobs=0, reserve_mb=500, asks_mb=1500)
    waiter.hear("told turn_awaited memory")
    victim.send(signal.SIGKILL)
    waiter.hear("at inside")
    waiter.say()
    waiter.end()
    start(hub="c").hear("at inside")
    assert [file.name.rpartition("-")[0] for file in (tmp_path / "gate/v1/running").iterdir()] == ["c"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_start_interrupted_leaves_nothing_held(start: Start, gate: KernelGate, number: signal.Signals) -> None:
    first = starting(start)
    first.send(number)
    first.hear("error interrupted")
    first.end()
    assert gate.queue() == Queue()
