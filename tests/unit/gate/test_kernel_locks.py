"""Of what kernel 6.18 printed: a queue of three exclusive waiters and a shared one; and a lock whose taker is of no visible namespace."""

from pathlib import Path

import pytest

from hubyard.gate.kernel_locks import FileId, KernelLock, blocked, holders, parse_locks, writer_waits

DATA = Path("tests/data/gate")
QUEUE = FileId(major=0xFE, minor=0, inode=2164953)


def lock(*, pid: int = 1, waits: bool = False, exclusive: bool = True) -> KernelLock:
    return KernelLock(file=QUEUE, pid=pid, blocked=waits, exclusive=exclusive)


@pytest.fixture
def queue() -> list[KernelLock]:
    return [one for one in parse_locks((DATA / "locks_queue.txt").read_text()) if one.file == QUEUE]


def test_parse_locks_queue_gives_waiters_in_order_of_service(queue: list[KernelLock]) -> None:
    assert (holders(queue), blocked(queue)) == ([919], [920, 922, 924, 926])


def test_parse_locks_queue_tells_shared_from_exclusive(queue: list[KernelLock]) -> None:
    assert [one.exclusive for one in queue] == [True, True, True, True, False]


def test_parse_locks_leaves_out_what_is_no_flock() -> None:
    assert len(parse_locks((DATA / "locks_queue.txt").read_text())) == 14


def test_parse_locks_fdinfo_of_a_container_has_no_pid() -> None:
    file = FileId(major=0, minor=0x27, inode=2000029)
    assert parse_locks((DATA / "fdinfo_container.txt").read_text()) == [KernelLock(file=file, pid=0, blocked=False, exclusive=True)]


@pytest.mark.parametrize("text", ["", "nonsense", "1: POSIX  ADVISORY  WRITE 28 00:53:15 0 EOF", "1: FLOCK  ADVISORY  WRITE"])
def test_parse_locks_without_flocks_is_empty(text: str) -> None:
    assert parse_locks(text) == []


WAITS = {
    "nobody": ([], False),
    "held_alone": ([lock()], False),
    "blocked_writer": ([lock(exclusive=False), lock(waits=True)], True),
    "blocked_reader": ([lock(), lock(waits=True, exclusive=False)], False),
}


@pytest.mark.parametrize(("locks", "waits"), WAITS.values(), ids=WAITS)
def test_writer_waits(locks: list[KernelLock], waits: bool) -> None:  # noqa: FBT001  a table of cases
    assert writer_waits(locks) is waits
