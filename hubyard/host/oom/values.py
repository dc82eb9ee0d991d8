"""What can be said of memory that ran out, from lines alone. None means: cannot be told from these lines."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

DAY_S: Final = 86400.0


class Kind(StrEnum):
    """What happened, in the order of how much is proven."""

    GLOBAL_OOM = "global_oom"  # the host, or a NUMA node of it
    GLOBAL_OOM_MANUAL = "global_oom_manual"  # SysRq-f: a kill without want
    MEMCG_OOM = "memcg_oom"  # a group's own limit
    OOM_KILL_LINE_ONLY = "oom_kill_line_only"  # a kill by the kernel, for whose limit is not in the lines
    SYSTEMD_OOMD = "systemd_oomd"
    EARLYOOM = "earlyoom"
    USERSPACE_OOM = "userspace_oom"  # another program that kills before the kernel must
    MIXED = "mixed"  # several of these, or a kill beside another cause
    OOM_PANIC = "oom_panic"
    MEMCG_OOM_NO_VICTIM = "memcg_oom_no_victim"  # nobody in the group could be killed
    OOM_REPORT_NO_VICTIM = "oom_report_no_victim"  # a report whose kill is not in the lines
    BUILD_STEP_OOM = "build_step_oom"  # BuildKit read the counter of its step
    MEMCG_OOM_EVENT = "memcg_oom_event"  # the engine says so, the kernel's lines are not there
    OOM_KILL_TOLD_BY_SYSTEMD = "oom_kill_told_by_systemd"
    NODE_HEAP = "node_heap"  # V8's own limit
    NODE_START_FAILURE = "node_start_failure"
    DISK_FULL = "disk_full"
    NETWORK = "network"
    EXIT137_NOT_OOM = "exit137_not_oom"  # somebody else sent the SIGKILL, and says so
    WORKER_DIED_UNPROVEN = "worker_died_unproven"
    EXIT137_UNPROVEN = "exit137_unproven"
    ALLOC_FAILURE = "alloc_failure"  # memory was asked for and refused; nobody was killed
    HUNG_TASK = "hung_task"
    NOISE = "noise"


class Scope(StrEnum):
    """Whose memory had run out."""

    HOST = "global"
    CGROUP = "memcg"
    USERSPACE = "userspace"


class Clock(StrEnum):
    """What the seconds of a Moment count from. Only moments of one clock can be compared."""

    BOOT = "boot"
    DATED = "dated"  # from 1970, UTC
    LOCAL = "local"  # from 1970, in a zone that the line does not name
    YEARLY = "yearly"  # from the first of January of a year that the line does not name
    UNREAD = "unread"  # a date in a language that we do not read


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When a line was written.

    text: ISO where the line gives a year, else as it stands there; seconds since boot as "12345.678"
    seconds: on `clock`
    """

    text: str
    clock: Clock
    seconds: float = 0.0

    def apart_s(self, other: "Moment | None") -> float | None:
        """How far from another; None where that cannot be told."""
        if other is None or self.clock is not other.clock or self.clock is Clock.UNREAD:
            return None
        apart = abs(self.seconds - other.seconds)
        return min(apart, abs(366 * DAY_S - apart)) if self.clock is Clock.YEARLY else apart


@dataclass(frozen=True, kw_only=True)
class Victim:
    """Who was killed.

    comm: the process's name, cut to 15 bytes by the kernel
    pid: as the host numbers it, whatever container it was in
    cgroup, container_id: of the victim, never of who asked for the memory
    anon_rss_bytes, file_rss_bytes, shmem_rss_bytes: what it held, as the line of its kill says
    scope: whose memory had run out; None where no line says
    asker_comm: who asked for the memory that was not there: often somebody else
    """

    comm: str | None = None
    pid: int | None = None
    cgroup: str | None = None
    container_id: str | None = None
    anon_rss_bytes: int | None = None
    file_rss_bytes: int | None = None
    shmem_rss_bytes: int | None = None
    scope: Scope | None = None
    asker_comm: str | None = None


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who asked for memory when there was none ("invoked oom-killer"). No victim, unless it was chosen too.

    cgroup: its cpuset, the only group that the kernel prints of it; the last part alone, or "/"
    """

    comm: str | None = None
    pid: int | None = None
    cgroup: str | None = None
    container_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class KillEvent:
    """One time that memory ran out, with all whom that cost.

    when: of the first line; None where the lines bear no time
    killer: "kernel", or the name of the program
    limited, limit_bytes: the group that was over its limit, and that limit; None for the host
    chosen_in: the group of who was to be killed, where no line says who that was
    kills: how many died of it; None where that cannot be told
    """

    kind: Kind
    killer: str
    when: Moment | None = None
    scope: Scope | None = None
    limited: str | None = None
    limit_bytes: int | None = None
    chosen_in: str | None = None
    victims: tuple[Victim, ...] = ()
    asker: Asker | None = None
    kills: int | None = 0


@dataclass(frozen=True, kw_only=True)
class OomVerdict:
    """What all lines together say. The single values are those of the first kill, in the order of the lines.

    kills: different processes proven dead by a killer; None where there was something and how many cannot be told
    limit_bytes: of memory, not of memory and swap, not of the kernel's own
    """

    kind: Kind
    victim_comm: str | None = None
    victim_pid: int | None = None
    cgroup: str | None = None
    container_id: str | None = None
    asker_comm: str | None = None
    asker_container_id: str | None = None
    anon_rss_bytes: int | None = None
    limit_bytes: int | None = None
    kills: int | None = 0
    victims: tuple[Victim, ...] = ()
    events: tuple[KillEvent, ...] = ()
