"""What /proc/locks says: who holds a lock file, and who is blocked on it in which order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LINE = re.compile(
    r"^\s*(?:lock:\s*)?\d+:\s+(?P<blocked>-> )?(?P<kind>\w+)\s+\S+\s+(?P<mode>\w+)\s+(?P<pid>-?\d+)"
    r"\s+(?P<major>[0-9a-f]+):(?P<minor>[0-9a-f]+):(?P<inode>\d+)\s"
)


@dataclass(frozen=True, kw_only=True)
class FileId:
    """A file as the kernel names it."""

    major: int
    minor: int
    inode: int


@dataclass(frozen=True, kw_only=True)
class KernelLock:
    """One flock, held or waited for.

    `pid` took or asked for it. It may have ended (a child keeps the open file), and it is 0 where it is of a namespace that we cannot see.
    """

    file: FileId
    pid: int
    blocked: bool
    exclusive: bool


def parse_locks(text: str) -> Sequence[KernelLock]:
    """The flocks of /proc/locks, or of a /proc/<pid>/fdinfo file; other kinds and lines are left out.

    Blocked ones (`->`, indented by how deep they hang below one another) come in the order in which the kernel will serve them.
    A lock taken from a pid namespace that we cannot see is not in /proc/locks at all (fs/locks.c, locks_show).
    """
    return [_lock(found) for found in map(_LINE.match, text.splitlines()) if found and found["kind"] == "FLOCK"]


def _lock(found: re.Match[str]) -> KernelLock:
    return KernelLock(
        file=FileId(major=int(found["major"], 16), minor=int(found["minor"], 16), inode=int(found["inode"])),
        pid=int(found["pid"]),
        blocked=found["blocked"] is not None,
        exclusive=found["mode"] != "READ",
    )


def holders(locks: Iterable[KernelLock]) -> Sequence[int]:
    """Pids of those who have it."""
    return [lock.pid for lock in locks if not lock.blocked]


def blocked(locks: Iterable[KernelLock]) -> Sequence[int]:
    """Pids of those who wait for it, first come first."""
    return [lock.pid for lock in locks if lock.blocked]


def writer_waits(locks: Iterable[KernelLock]) -> bool:
    """Yes when somebody wants it for themselves alone and is kept from it."""
    return any(lock.blocked and lock.exclusive for lock in locks)
