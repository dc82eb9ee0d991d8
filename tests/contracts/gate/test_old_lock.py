"""Side by side with a script of old: it and our builds exclude each other, and neither starves."""

import os
import select
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from hubyard.drivers.gate import KernelGate
from hubyard.drivers.gate.proc import file_id, locks_on
from hubyard.gate.kernel_locks import blocked, holders
from tests.contracts.gate.conftest import Start
from tests.contracts.gate.party import until

LIMIT_S = 30
SCRIPT = "exec 200>{lock}; flock -x 200; echo has it; read -r line; echo leaves"


class Script:
    """As people wrote it: it never says that it waits."""

    def __init__(self, lock: Path) -> None:
        self.process = subprocess.Popen(
            ["bash", "-c", SCRIPT.format(lock=lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )

    def has_it(self) -> None:
        assert self.process.stdout is not None
        assert select.select([self.process.stdout], [], [], LIMIT_S)[0], "it does not get it"
        assert self.process.stdout.readline() == "has it\n"

    def leave(self) -> None:
        self.process.communicate("go\n")

    def close(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.communicate()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "old.lock"


@pytest.fixture
def script(lock: Path) -> Iterator[Callable[[], Script]]:
    with ExitStack() as scripts:

        def started() -> Script:
            one = Script(lock)
            scripts.callback(one.close)
            return one

        yield started


def waiting_on(lock: Path) -> int:
    file = file_id(lock)
    return 0 if file is None else len(blocked(locks_on(file)))


def held(lock: Path) -> int:
    file = file_id(lock)
    return 0 if file is None else len(holders(locks_on(file)))


def test_script_that_holds_it_is_waited_for_and_named(start: Start, script: Callable[[], Script], gate: KernelGate) -> None:
    old = script()
    old.has_it()
    ours = start()
    assert "bash -c" in ours.hear("told turn_awaited old_lock 1")
    assert f"pid {old.process.pid}" in ours.heard[-1]
    assert [one.pid for one in gate.queue().old_lock] == [old.process.pid]
    old.leave()
    ours.hear("at inside")


def test_script_waits_for_our_build(start: Start, script: Callable[[], Script], lock: Path, gate: KernelGate) -> None:
    ours = start()
    ours.hear("at inside")
    old = script()
    until(lambda: waiting_on(lock) == 1)
    assert gate.queue().old_lock == ()
    ours.say()
    old.has_it()


def test_script_is_free_when_our_build_is_killed(start: Start, script: Callable[[], Script], lock: Path) -> None:
    ours = start()
    ours.hear("at inside")
    old = script()
    until(lambda: waiting_on(lock) == 1)
    ours.send(signal.SIGKILL)
    old.has_it()


def test_script_that_waits_goes_before_those_of_ours_who_wait(start: Start, script: Callable[[], Script]) -> None:
    ours = start(hub="a")
    ours.hear("at inside")
    next_one = start(hub="b")
    next_one.hear("told turn_awaited build")
    old = script()
    assert f"pid {old.process.pid}" in next_one.hear("told turn_awaited build")  # within a second it has seen it
    ours.say()
    old.has_it()
    next_one.hear("told turn_awaited old_lock")
    old.leave()
    next_one.hear("at inside")


def test_script_that_waits_is_not_starved_by_a_second_job(start: Start, script: Callable[[], Script], lock: Path) -> None:
    first = start(hub="a", jobs=2)
    first.hear("at inside")
    old = script()
    until(lambda: waiting_on(lock) == 1)
    second = start(hub="b", jobs=2)
    assert f"pid {old.process.pid}" in second.hear("told turn_awaited old_lock")
    first.say()
    old.has_it()
    old.leave()
    second.hear("at inside")


def test_two_scripts_and_two_of_ours_all_get_in(start: Start, script: Callable[[], Script], lock: Path) -> None:
    ours = start(hub="a")
    ours.hear("at inside")
    scripts = [script()]
    until(lambda: waiting_on(lock) == 1)
    scripts.append(script())
    until(lambda: waiting_on(lock) == 2)
    others = [start(hub="b")]
    others[0].hear("told turn_awaited old_lock")
    others.append(start(hub="c"))
    others[1].hear("told turn_awaited turn")
    ours.say()
    for old in scripts:
        old.has_it()
        old.leave()
    others[0].hear("at inside")
    others[0].say()
    others[1].hear("at inside")


def test_our_own_builds_share_it(start: Start, lock: Path) -> None:
    start(hub="a", jobs=2).hear("at inside")
    start(hub="b", jobs=2, limit_s=0).hear("at inside")
    assert held(lock) == 2


def test_without_patience_a_held_lock_is_busy_at_once(start: Start, script: Callable[[], Script]) -> None:
    script().has_it()
    assert '"wait_for": "old_lock"' in start(limit_s=0).hear("error gate_busy")


def test_lock_is_made_for_all_whatever_the_umask(start: Start, lock: Path) -> None:
    before = os.umask(0o077)
    try:
        start().hear("at inside")
    finally:
        os.umask(before)
    assert (oct(lock.stat().st_mode & 0o7777), lock.read_bytes()) == ("0o666", b"")


def test_lock_that_is_there_is_left_as_it_is(start: Start, lock: Path) -> None:
    lock.write_text("of the script\n")
    lock.chmod(0o444)
    start().hear("at inside")
    assert (oct(lock.stat().st_mode & 0o7777), lock.read_text()) == ("0o444", "of the script\n")


def test_script_that_is_stopped_is_named_with_the_command_that_helps(start: Start, script: Callable[[], Script]) -> None:
    old = script()
    old.has_it()
    old.process.send_signal(signal.SIGSTOP)
    assert f"kill -CONT {old.process.pid}" in start().hear("told turn_awaited old_lock")
