"""Programs are run to their end, and no longer than that."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hubyard.drivers.programs import run_program
from hubyard.drivers.signals import signals_raise
from hubyard.errors import Interrupted


def test_run_program_gives_status_output_and_errors() -> None:
    ran = run_program(["sh", "-c", "cat; echo 오류 >&2; exit 3"], limit_s=10, input="입력")
    assert (ran.status, ran.output, ran.errors, ran.good) == (3, "입력", "오류\n", False)


def test_run_program_ended_by_a_signal_has_its_negative_number() -> None:
    assert run_program(["sh", "-c", "kill -9 $$"], limit_s=10).status == -signal.SIGKILL


def test_run_program_past_its_limit_ends_the_whole_group() -> None:
    began = time.monotonic()
    ran = run_program(["sh", "-c", "sleep 300 & echo $!; wait"], limit_s=0.3)
    assert ran.status is None
    assert time.monotonic() - began < 30
    assert_gone(int(ran.output))


def test_run_program_is_not_held_up_by_a_daemon_left_behind() -> None:
    began = time.monotonic()
    ran = run_program(["sh", "-c", "setsid sleep 30 & echo $!"], limit_s=20)
    os.kill(int(ran.output), signal.SIGKILL)
    assert ran.good
    assert time.monotonic() - began < 10


def test_run_program_inherits_no_descriptor(tmp_path: Path) -> None:
    ticket = os.open(tmp_path / "ticket", os.O_CREAT | os.O_RDWR)
    try:
        ran = run_program(["ls", "-l", "/proc/self/fd"], limit_s=10)
    finally:
        os.close(ticket)
    assert "ticket" not in ran.output


def test_run_program_missing_raises() -> None:
    with pytest.raises(FileNotFoundError):
        run_program(["no-such-program-here"], limit_s=1)


@pytest.mark.parametrize(("changes", "expected"), [({"HUBYARD_TRY": "a"}, "a C.UTF-8"), ({"PATH": None, "HUBYARD_TRY": ""}, " C.UTF-8")])
def test_run_program_environment(changes: dict[str, str | None], expected: str) -> None:
    assert run_program(["/bin/sh", "-c", 'echo "$HUBYARD_TRY $LC_ALL"'], limit_s=10, env=changes).output == f"{expected}\n"


def test_run_program_interrupted_ends_it() -> None:
    killer = subprocess.Popen([sys.executable, "-c", f"import os, time; time.sleep(0.5); os.kill({os.getpid()}, 15)"])
    with pytest.raises(Interrupted), signals_raise():
        run_program(["sh", "-c", "exec sleep 300"], limit_s=30)
    killer.wait()


def assert_gone(pid: int) -> None:
    """A killed process is seen for as long as the kernel needs to take it down."""
    end = time.monotonic() + 20
    while not gone(pid) and time.monotonic() < end:
        time.sleep(0.01)
    assert gone(pid)


def gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0]
    except FileNotFoundError:
        return True
    return state == "Z"
