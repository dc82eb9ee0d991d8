"""What others leave in the gate's folders, and notes that make no sense: told, and nobody is kept out or let in by it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hubyard.drivers.gate import KernelGate
from hubyard.drivers.gate.live_files import make_live
from hubyard.drivers.gate.proc import pid_namespace
from hubyard.gate.presence import Note, write_note
from tests.contracts.gate.conftest import Start
from tests.contracts.gate.told_host import MB, tell_memory

GARBAGE = {
    "empty": b"",
    "binary": bytes(range(256)),
    "an_old_note": b'{"hub": "old", "title": "Old", "command": "x", "pid": 1, "pid_namespace": "", "since": "2026-01-01T00:00:00+00:00"}',
    "a_moment_without_a_zone": b'{"hub": "a", "title": "A", "command": "", "pid": 1, "pid_namespace": "", "since": "2026-01-01T00:00:00"}',
    "a_number_beyond_all": b'{"hub": "a", "title": "A", "command": "", "pid": 1e999, "pid_namespace": "", "since": "2026-01-01T00:00:00Z"}',
    "brackets": b"[" * 50_000,
    "large": b" " * 5_000_000,
}


@pytest.fixture
def folders(start: Start, tmp_path: Path) -> Path:
    """The gate's folder, made by somebody who has left."""
    first = start(hub="first")
    first.hear("at inside")
    first.say()
    first.end()
    return tmp_path / "gate/v1"


@pytest.fixture
def held() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def hold(held: ExitStack, path: Path, content: bytes) -> None:
    """Locked by us, as a build that lives."""
    held.callback(os.close, make_live(path, content, at=lambda _point: None))


@pytest.mark.parametrize("folder", ["running", "waiting"])
@pytest.mark.parametrize("content", GARBAGE.values(), ids=GARBAGE)
def test_file_of_nobody_is_removed(start: Start, folders: Path, folder: str, content: bytes) -> None:
    left = folders / folder / "left"
    left.write_bytes(content)
    start(hub="a", limit_s=0).hear("at inside")
    assert not left.exists()


@pytest.mark.parametrize("folder", ["running", "waiting"])
def test_what_is_no_file_is_left_alone(start: Start, folders: Path, gate: KernelGate, folder: str) -> None:
    place = folders / folder
    (place / "folder").mkdir()
    os.mkfifo(place / "pipe")
    (place / "link").symlink_to("/etc/passwd")
    start(hub="a", limit_s=0).hear("at inside")
    assert ([one.hub for one in gate.queue().running], {one.name for one in place.iterdir()} >= {"folder", "pipe", "link"}) == (["a"], True)


@pytest.mark.parametrize("content", GARBAGE.values(), ids=GARBAGE)
def test_build_whose_note_makes_no_sense_counts_as_unmeasured(
    start: Start, folders: Path, held: ExitStack, gate: KernelGate, content: bytes
) -> None:
    hold(held, folders / "running/odd-0123456789ab", content)
    start(hub="a", jobs=0).hear("at inside")  # measured and small: it may
    second = start(hub="b", jobs=0, known=False)
    second.hear("told turn_awaited unmeasured")
    assert len(gate.queue().running) == 2
    held.close()


def test_build_whose_note_makes_no_sense_may_grow_by_half_and_is_named(
    start: Start, tmp_path: Path, folders: Path, held: ExitStack
) -> None:
    tell_memory(tmp_path, available_mb=2000, hubs_mb={"odd": 1000})
    hold(held, folders / "running/odd-0123456789ab", b"?")
    ours = start(hub="a", jobs=0, reserve_mb=500, asks_mb=1100)
    told = ours.hear("told turn_awaited memory")
    assert "A waits for 100 MB: odd-0123456789ab builds (1.5 GB, since " in told
    assert f"pid {os.getpid()}" in told
    held.close()
    ours.hear("at inside")


def test_second_build_of_a_hub_whose_note_makes_no_sense_waits(start: Start, folders: Path, held: ExitStack) -> None:
    hold(held, folders / "running/odd-0123456789ab", b"?")
    start(hub="odd", jobs=0).hear("told turn_awaited build")


def test_clock_that_jumped_back_keeps_promise_and_order(start: Start, tmp_path: Path, folders: Path, held: ExitStack) -> None:
    tell_memory(tmp_path, available_mb=2000)
    note = Note(
        hub="later",
        title="Later",
        command="",
        pid=os.getpid(),
        pid_namespace=pid_namespace(),
        since=datetime.now(UTC) + timedelta(days=400),
        granted_bytes=1000 * MB,
        known=True,
        usual_s=50,
    )
    hold(held, folders / "running/later-0123456789ab", write_note(note))
    ours = start(hub="a", jobs=0, reserve_mb=500, asks_mb=1000)
    told = ours.hear("told turn_awaited memory 1")
    assert ("A waits for 500 MB: Later builds (1 GB, since " in told, "probably 50 s more" in told) == (True, True)
    start(hub="b", jobs=0).hear("told turn_awaited turn 2")
    held.close()
    ours.hear("at inside")
