"""/proc, as far as the gate reads it: who holds which lock, and who they are. Whatever vanished or may not be read is left out."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from hubyard.drivers.accounts import user_name
from hubyard.drivers.gate.lock_files import forbidden
from hubyard.gate.kernel_locks import FileId, KernelLock, holders, parse_locks
from hubyard.gate.processes import ProcessState, parse_boot_s, parse_stat, short_command

PROC: Final = Path("/proc")
MOMENT_S: Final = 1.0
"""The longest that anybody waits for a courtesy among neighbours, which takes less than a millisecond unless one of them is stopped."""
BREATH_S: Final = 0.0002
LOOKS: Final = 5
PAGE: Final = 1 << 20


def locks_on(file: FileId) -> Sequence[KernelLock]:
    """Who holds it and who is blocked on it, in the order of /proc/locks.

    A holder stands in one record with all that are blocked on it, and a record is never torn. But a listing longer than a page is given in
    pieces, and what stands between two of them when a lock before it goes is left out: so absence is believed only when it is seen often.
    """
    for _ in range(LOOKS):
        text, pieces = _listing()
        found = parse_locks("\n".join(line for line in text.splitlines() if f":{file.inode} " in line))
        if found or pieces == 1:
            break
    return [lock for lock in found if lock.file == file]


def own_lock(fd: int) -> FileId | None:
    """How the kernel names the file that `fd` holds a lock on. Exact also where stat shows another device (btrfs)."""
    return next((lock.file for lock in parse_locks(_read(PROC / "self/fdinfo" / str(fd)).decode())), None)


def file_id(file: Path) -> FileId | None:
    """None if there is none. Raises LockFileForbidden for one below a folder that we may not enter."""
    try:
        return id_of(file.stat())
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise forbidden(file, fault.strerror) from fault


def id_of(found: os.stat_result) -> FileId:
    return FileId(major=os.major(found.st_dev), minor=os.minor(found.st_dev), inode=found.st_ino)


def now() -> datetime:
    return datetime.now().astimezone()


def wait_until_held(file: FileId) -> None:
    """Give the waiter that was just woken the moment it needs to take the lock.

    The kernel wakes the first in the queue, but hands it nothing: until it runs, the lock is free for whoever comes along.
    """
    wait_a_moment(lambda: bool(holders(locks_on(file))))


def wait_a_moment(condition: Callable[[], bool]) -> bool:
    """True as soon as `condition` holds, False when it does not within MOMENT_S."""
    end_s = time.monotonic() + MOMENT_S
    while not condition():
        if time.monotonic() > end_s:
            return False
        time.sleep(BREATH_S)
    return True


def lockers(file: FileId) -> Sequence[int]:
    """Processes whose open `file` carries a lock.

    /proc/locks names who *took* it: with `exec 200>FILE; flock 200` that is flock(1), which has ended, and the script has it. Root sees
    every process, others their own only. Of a script and its children only the script is named.
    """
    found = {pid for pid in _pids() if _carries_lock(pid, file)}
    return sorted(pid for pid in found if _parent(pid) not in found)


def alive(pid: int) -> bool:
    return pid > 0 and (PROC / str(pid)).exists()


def stopped(pid: int) -> bool:
    state = _state(pid)
    return state is not None and state.stopped


def script_of(pid: int) -> int:
    """Whose lock a process asks for: flock(1) does it for the script that called it."""
    return _parent(pid) if command_of(pid).startswith("flock ") else pid


def command_of(pid: int) -> str:
    return short_command(_read(PROC / str(pid) / "cmdline"))


def user_of(pid: int) -> str:
    try:
        return user_name((PROC / str(pid)).stat().st_uid)
    except OSError:
        return ""


def started(pid: int) -> datetime | None:
    state = _state(pid)
    if state is None:
        return None
    boot_s = parse_boot_s(_read(PROC / "stat").decode())
    return datetime.fromtimestamp(boot_s + state.start_ticks / os.sysconf("SC_CLK_TCK"), tz=UTC).astimezone()


def pid_namespace() -> str:
    return (PROC / "self/ns/pid").readlink().name


def _listing() -> tuple[str, int]:
    """/proc/locks, and in how many pieces the kernel gave it."""
    pieces = []
    fd = os.open(PROC / "locks", os.O_RDONLY | os.O_CLOEXEC)
    try:
        while piece := os.read(fd, PAGE):
            pieces.append(piece)
    finally:
        os.close(fd)
    return b"".join(pieces).decode(), len(pieces)


def _pids() -> Iterator[int]:
    return (int(entry.name) for entry in PROC.iterdir() if entry.name.isdecimal())


def _carries_lock(pid: int, file: FileId) -> bool:
    folder = PROC / str(pid)
    try:
        names = [opened.name for opened in (folder / "fd").iterdir() if id_of(opened.stat()) == file]
    except OSError:  # it ended, it closed one as we looked, or it is another user's
        return False
    return any(parse_locks(_read(folder / "fdinfo" / name).decode()) for name in names)


def _parent(pid: int) -> int:
    state = _state(pid)
    return pid if state is None else state.parent


def _state(pid: int) -> ProcessState | None:
    content = _read(PROC / str(pid) / "stat")
    return parse_stat(content.decode(errors="replace")) if content else None


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
