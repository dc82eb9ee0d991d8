"""Steps of an earlier build: nobody builds beside them, and who waits too long is told their names. Cgroups are plain files here."""

from pathlib import Path

import pytest

from tests.contracts.gate.conftest import Start

PLACES = ["memory/hubyard.slice/fin/buildkit/x1", "hubyard.slice/fin/buildkit/x1", "unified/hubyard.slice/fin"]


def step(folder: Path, place: str, *, pids: str = "41\n42\n") -> Path:
    procs = folder / "cgroup" / place / "cgroup.procs"
    procs.parent.mkdir(parents=True)
    procs.write_text(pids)
    return procs


@pytest.mark.parametrize("place", PLACES)
def test_steps_of_the_hub_are_waited_for(start: Start, tmp_path: Path, place: str) -> None:
    procs = step(tmp_path, place)
    ours = start(hub="fin")
    assert "fin · pid 41 42" in ours.hear("told turn_awaited left_over_steps 1")
    procs.write_text("")
    ours.hear("at inside")


def test_steps_of_another_hub_without_a_grant_count_as_a_build(start: Start, tmp_path: Path) -> None:
    procs = step(tmp_path, "memory/hubyard.slice/sales/buildkit/x1")
    ours = start(hub="fin")
    ours.hear("told turn_awaited left_over_steps")
    procs.write_text("")
    ours.hear("at inside")


def test_steps_of_another_hub_leave_room_for_a_second_job(start: Start, tmp_path: Path) -> None:
    step(tmp_path, "memory/hubyard.slice/sales/buildkit/x1")
    start(hub="fin", jobs=2, limit_s=0).hear("at inside")


def test_steps_of_a_build_that_has_its_grant_are_no_left_overs(start: Start, tmp_path: Path) -> None:
    start(hub="sales", jobs=2).hear("at inside")
    step(tmp_path, "memory/hubyard.slice/sales/buildkit/x1")
    start(hub="fin", jobs=2, limit_s=0).hear("at inside")


def test_steps_that_do_not_end_are_named_with_the_command_that_ends_them(start: Start, tmp_path: Path) -> None:
    step(tmp_path, "memory/hubyard.slice/fin/buildkit/x1")
    line = start(hub="fin", left_over_limit_s=0.2).hear("error steps_left_over")
    assert '"pids": "41, 42"' in line
    assert '"remedy": "sudo kill -KILL 41 42"' in line


def test_steps_of_another_pid_namespace_are_waited_for_and_no_number_is_made_up(start: Start, tmp_path: Path) -> None:
    """The kernel gives each of them as 0."""
    procs = step(tmp_path, "memory/hubyard.slice/fin/buildkit/x1", pids="0\n0\n")
    line = start(hub="fin", left_over_limit_s=0.2).hear("error steps_left_over")
    assert '"pids": ""' in line
    assert "kill -KILL 0" not in line
    assert "End them outside this container, where the engine runs (steps of fin): sudo sh -c " in line
    ours = start(hub="fin")
    assert '["fin", ""]' in ours.hear("told turn_awaited left_over_steps 1")
    procs.write_text("")
    ours.hear("at inside")


def test_steps_without_patience_are_busy_at_once(start: Start, tmp_path: Path) -> None:
    step(tmp_path, "memory/hubyard.slice/fin/buildkit/x1")
    assert '"wait_for": "left_over_steps"' in start(hub="fin", limit_s=0).hear("error gate_busy")


def test_empty_cgroups_of_earlier_builds_are_no_left_overs(start: Start, tmp_path: Path) -> None:
    step(tmp_path, "memory/hubyard.slice/fin/buildkit/x1", pids="")
    start(hub="fin", limit_s=0).hear("at inside")
