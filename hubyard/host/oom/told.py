"""What programs other than the kernel tell, as values."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from hubyard.host.oom.records import Record


class Told(Enum):
    """What a line says; where it says so of a killer, a container or a program is in the names."""

    OOMD_MARKED = auto()
    OOMD_KILLED = auto()
    OOMD_COUNTED = auto()
    UNIT_OOM = auto()
    UNIT_KILLED = auto()
    UNIT_STOPPED = auto()
    COMPOSE_STOPPED = auto()
    EARLYOOM_SENT = auto()
    EARLYOOM_FAILED = auto()
    NOHANG_CHOSE = auto()
    NOHANG_SENT = auto()
    NOHANG_FAILED = auto()
    USERSPACE_KILLED = auto()
    KUBELET_SYSTEM_OOM = auto()
    CONTAINER = auto()
    CONTAINER_OOM = auto()
    CONTAINER_NO_OOM = auto()
    CONTAINER_ENDED = auto()
    CONTAINER_STARTED = auto()
    CONTAINER_STOPPED = auto()
    CONTAINER_FORCED = auto()
    CONTAINER_LIMIT = auto()
    SOME_OOM = auto()
    SOME_ENDED = auto()
    LIMITS = auto()
    REQUESTS = auto()
    POD_LIMIT = auto()
    STEP_OOM = auto()
    STEP_CANCELLED = auto()
    NODE_HEAP = auto()
    NODE_START = auto()
    WORKER_DIED = auto()
    EXIT_137 = auto()
    REFUSED = auto()
    DISK_FULL = auto()
    NO_SPACE = auto()
    WATCHES_FULL = auto()
    NETWORK = auto()
    NETWORK_MAYBE = auto()


@dataclass(frozen=True, kw_only=True)
class ToldLine:
    """A line of a program that was understood.

    unit: of systemd; a container by the name that Compose gives it
    count: of processes, or the status that something ended with
    """

    told: Told
    record: Record
    comm: str | None = None
    pid: int | None = None
    cgroup: str | None = None
    unit: str | None = None
    container: str | None = None
    count: int | None = None
    limit_bytes: int | None = None


def told_line(told: Told, record: Record, match: re.Match[str]) -> ToldLine:
    """Of the groups that the shape's pattern names."""
    named = match.groupdict()
    return ToldLine(
        told=told,
        record=record,
        comm=named.get("comm"),
        pid=int(named["pid"]) if named.get("pid") else None,
        cgroup=named.get("cgroup"),
        unit=named.get("unit"),
        container=named.get("container") or named.get("short"),
        count=int(named["count"]) if named.get("count") else None,
        limit_bytes=int(named["limit"]) * UNITS[named.get("size") or ""] if named.get("limit") else None,
    )


UNITS = {"": 1, "k": 1000, "M": 1000**2, "G": 1000**3, "Ki": 1024, "Mi": 1024**2, "Gi": 1024**3}
"""Of Kubernetes."""
