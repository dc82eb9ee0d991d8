"""Builds by the real client: what is told, what is kept, and that nothing goes on afterwards."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from hubyard.drivers.engine.build_process import run_build
from hubyard.drivers.signals import signals_raise
from hubyard.engine.events import BuildStep
from hubyard.engine.port import BuildExit, BuildOrder, BuildSecret
from hubyard.errors import DiskFull, Interrupted
from tests.contracts.engine.conftest import Bench


def build(bench: Bench, order: BuildOrder, ticket: int) -> BuildExit:
    return bench.engine.build(order, ticket_fd=ticket)


def head_of(ended: BuildExit) -> dict[str, object]:
    found: dict[str, object] = json.loads(ended.log.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def test_good_build_tells_its_steps_and_keeps_a_log(real: Bench, ticket: int) -> None:
    order = real.order(f"FROM {real.image}\nRUN echo something-{real.mark}\n")
    ended = build(real, order, ticket)
    step = BuildStep(hub="Toy", name=f"[2/2] RUN echo something-{real.mark}", cached=False)
    assert (ended.status, ended.tail, ended.failed_step) == (0, (), "")
    assert step in real.told
    assert f"something-{real.mark}" in ended.log.read_text(encoding="utf-8")
    assert ended.log.parent == real.folder / "state" / "builds" / "toy"
    assert (head_of(ended)["revision"], head_of(ended)["status"], head_of(ended)["tag"]) == ("0123456789ab", 0, "1")


def test_second_build_finds_its_steps_in_the_cache(real: Bench, ticket: int) -> None:
    order = real.order(f"FROM {real.image}\nRUN echo something-{real.mark}\n")
    build(real, order, ticket)
    again = build(real, order, ticket)
    assert (again.steps_run, again.steps_cached) == (0, 1)


def test_failing_build_is_a_value_with_its_step_and_last_lines(real: Bench, ticket: int) -> None:
    ended = build(real, real.order(f"FROM {real.image}\nRUN echo why-{real.mark}; exit 3\n"), ticket)
    assert ended.status == 1
    assert ended.failed_step == f"[2/2] RUN echo why-{real.mark}; exit 3"
    assert ended.tail[0] == f"why-{real.mark}"
    assert real.engine.image(f"{real.mark}:1") is None


def test_build_out_of_space_raises(real: Bench, ticket: int) -> None:
    with pytest.raises(DiskFull):
        build(real, real.order(f"FROM {real.image}\nRUN echo '{real.mark}: No space left on device' >&2; exit 1\n"), ticket)


def test_step_that_only_names_a_full_disk_in_its_command_is_an_ordinary_failure(real: Bench, ticket: int) -> None:
    ended = build(real, real.order(f"FROM {real.image}\nRUN exit 1 # no space left on device {real.mark}\n"), ticket)
    assert ended.status == 1


def test_late_build_is_ended_with_its_steps(real: Bench, ticket: int) -> None:
    ended = build(real, real.order(f"FROM {real.image}\nRUN sleep 97{os.getpid()}\n", limit_s=3), ticket)
    assert ended.status is None
    assert BuildStep(hub="Toy", name=f"[2/2] RUN sleep 97{os.getpid()}", cached=False) in real.told
    assert head_of(ended)["status"] == -1
    assert_ends(f"sleep 97{os.getpid()}")


def test_interrupted_build_is_ended_with_its_steps(real: Bench, ticket: int) -> None:
    killer = subprocess.Popen([sys.executable, "-c", f"import os, time; time.sleep(3); os.kill({os.getpid()}, {int(signal.SIGTERM)})"])
    with pytest.raises(Interrupted), signals_raise():
        build(real, real.order(f"FROM {real.image}\nRUN sleep 98{os.getpid()}\n"), ticket)
    killer.wait()
    assert "build-watch" not in [thread.name for thread in threading.enumerate()]
    assert_ends(f"sleep 98{os.getpid()}")


def test_build_with_a_secret_does_not_show_it(real: Bench, ticket: int) -> None:
    (real.folder / "a,token").write_text(f"PLANTED-{real.mark}", encoding="utf-8")
    order = real.order(f"FROM {real.image}\nRUN --mount=type=secret,id=tok,target=/tok cat /tok > /dev/null && echo read-{real.mark}\n")
    section = replace(order.section, secrets=(BuildSecret(id="tok", file=real.folder / "a,token"),))
    ended = build(real, replace(order, section=section), ticket)
    assert ended.status == 0
    assert "PLANTED" not in ended.log.read_text(encoding="utf-8")


def test_build_with_a_secret_of_a_variable_mounts_its_value(real: Bench, ticket: int) -> None:
    value = f'PLANTED-{real.mark} $X "quoted"'
    mounted = "RUN --mount=type=secret,id=tok,target=/tok"
    order = real.order(f'FROM {real.image}\n{mounted} value=$(cat /tok) && [ "${{#value}}" = {len(value)} ] && echo {real.mark}\n')
    section = replace(order.section, secrets=(BuildSecret(id="tok", variable="A_TOKEN"),), variables={"A_TOKEN": value})
    ended = build(real, replace(order, section=section), ticket)
    assert ended.status == 0, ended.tail
    assert "PLANTED" not in ended.log.read_text(encoding="utf-8")


def test_only_the_newest_twenty_logs_are_kept(real: Bench, ticket: int) -> None:
    order = real.order(f"FROM {real.image}\n")
    folder = build(real, order, ticket).log.parent
    for number in range(25):
        (folder / f"20200101T0000{number:02}Z-old.log").write_text("old", encoding="utf-8")
        (folder / f"20200101T0000{number:02}Z-old.json").write_text("{}", encoding="utf-8")
    build(real, order, ticket)
    assert len(list(folder.glob("*.json"))) == 20
    assert len(list(folder.glob("*.log"))) == 20


# -- the process alone


def test_client_inherits_the_ticket_and_nothing_else(ticket: int, tmp_path: Path) -> None:
    other = os.open(tmp_path / "other", os.O_CREAT | os.O_RDWR)
    heard: list[str | None] = []
    status = run_build(["ls", "-l", "/proc/self/fd"], ticket_fd=ticket, limit_s=10, hear=heard.append)
    os.close(other)
    text = "\n".join(line for line in heard if line)
    assert status == 0
    assert "/ticket" in text
    assert "/other" not in text


def test_last_line_without_its_end_is_heard(ticket: int) -> None:
    heard: list[str | None] = []
    run_build(["printf", "one\ntwo"], ticket_fd=ticket, limit_s=10, hear=heard.append)
    assert [line for line in heard if line] == ["one", "two"]


def test_silence_is_told(ticket: int) -> None:
    heard: list[str | None] = []
    run_build(["sleep", "1"], ticket_fd=ticket, limit_s=10, hear=heard.append)
    assert None in heard


def test_child_that_outlives_the_client_is_ended_and_holds_nobody_up(ticket: int) -> None:
    heard: list[str | None] = []
    began = time.monotonic()
    assert run_build(["sh", "-c", "sleep 300 & echo $!"], ticket_fd=ticket, limit_s=100, hear=heard.append) == 0
    assert time.monotonic() - began < 20
    assert_gone(int(heard[0] or 0))


def test_listener_that_fails_ends_the_client(ticket: int) -> None:
    pids: list[int] = []

    def hear(line: str | None) -> None:
        if line:
            pids.append(int(line))
            raise ValueError("listener")

    with pytest.raises(ValueError, match="listener"):
        run_build(["sh", "-c", "echo $$; exec sleep 300"], ticket_fd=ticket, limit_s=100, hear=hear)
    assert_gone(pids[0])


KILLED = """
import os, sys
from hubyard.drivers.engine.build_process import run_build
ticket = os.open(sys.argv[1], os.O_RDONLY)
run_build(["sh", "-c", "echo $$; exec sleep 300"], ticket_fd=ticket, limit_s=100, hear=lambda line: line and print(line, flush=True))
"""


def test_client_dies_with_us(tmp_path: Path) -> None:
    ours = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert ours.stdout is not None
    client = int(ours.stdout.readline())
    ours.kill()
    ours.wait()
    ours.stdout.close()
    assert_gone(client)


def assert_ends(command: str) -> None:
    """The engine ends a step some moments after its client went."""
    end = time.monotonic() + 20
    while running(command) and time.monotonic() < end:
        time.sleep(0.1)
    assert not running(command)


def running(command: str) -> bool:
    wanted = command.replace(" ", "\0").encode()
    for cmdline in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if cmdline.read_bytes().rstrip(b"\0") == wanted:
                return True
        except OSError:
            continue
    return False


def assert_gone(pid: int) -> None:
    """A killed process is seen for as long as the kernel needs to take it down."""
    end = time.monotonic() + 20
    while not gone(pid) and time.monotonic() < end:
        time.sleep(0.01)
    assert gone(pid)


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0] == "Z"
    except OSError:
        return True
