"""What a diagnosis says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Of a finding."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"
    """could not be judged, for want of a reading: never "all good\""""


class Sureness(StrEnum):
    CERTAIN = "certain"
    """the kernel, or whoever killed, said so itself"""
    LIKELY = "likely"
    """several signs agree, and none says so itself"""
    UNPROVEN = "unproven"
    """it would explain what is seen; so would something else"""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule found.

    rule: its stable id, "MEM01": also the table of its sentences in `show/sentences/rules.toml`
    subject: whose it is: a container, a hub, a file system, `file:line`; "" for the host itself
    seen: the fields of those sentences (sizes in bytes, durations in seconds, moments as datetime): what was read, and the threshold
    """

    rule: str
    state: State
    subject: str = ""
    seen: Mapping[str, object] = field(default_factory=dict)


class What(StrEnum):
    """What an incident was."""

    HOST_OUT_OF_MEMORY = "host_out_of_memory"
    CONTAINER_AT_ITS_LIMIT = "container_at_its_limit"
    BUILD_STEP_KILLED = "build_step_killed"
    CHILD_KILLED = "child_killed"
    """a process died for memory, and what it belongs to goes on as if nothing had been"""
    GROUP_AT_ITS_LIMIT = "group_at_its_limit"
    """a cgroup that is neither a container's nor a build's"""
    KILLED_BY_A_PROGRAM = "killed_by_a_program"
    """systemd-oomd, earlyoom and the like"""
    KILLED_BY_HAND = "killed_by_hand"
    """SysRq-f"""
    HEAP_FULL = "heap_full"
    """JavaScript's own limit: the kernel killed nobody"""
    DIED_OF_SIGKILL = "died_of_sigkill"
    """137, and nobody says who sent it"""
    STOPPED_BY_FORCE = "stopped_by_force"
    """the engine sent SIGKILL because it was asked to"""
    BUILD_THRASHED = "build_thrashed"
    DISK_FULL = "disk_full"
    NETWORK = "network"
    KILL_COUNTED = "kill_counted"
    """the kernel killed, by its line or its counter, and nothing says at whose limit"""


OF_MEMORY: Final = frozenset(
    {
        What.HOST_OUT_OF_MEMORY,
        What.CONTAINER_AT_ITS_LIMIT,
        What.BUILD_STEP_KILLED,
        What.CHILD_KILLED,
        What.GROUP_AT_ITS_LIMIT,
        What.KILLED_BY_A_PROGRAM,
        What.KILLED_BY_HAND,
        What.KILL_COUNTED,
    }
)
"""Kills by the kernel's OOM killer, or by a program that kills before it must."""
KILLS: Final = OF_MEMORY | {What.BUILD_THRASHED}
"""What the exit status and the report count as killed for memory: not a full JavaScript heap, nor a 137 that nobody explains."""


@dataclass(frozen=True, kw_only=True)
class Process:
    """As the kernel names it. `hub`, `stage`, `container` where it belongs to one of them; "" and 0 where that is not known."""

    name: str = ""
    pid: int = 0
    held_bytes: int = 0
    cgroup: str = ""
    container: str = ""
    hub: str = ""
    stage: str = ""


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One event, which may have killed several.

    at: None where no moment is known; of kills that were only counted the latest that it can have been
    victims: who died; the first died first
    asker: whose request for memory set it off, which need not be who used most; None where it is not said
    limit_bytes: of the group that was full; 0 for the host itself, or where it is not said
    limited: that group's path, "" likewise; the victims may be in another one below it
    evidence: the line, or the counter with its numbers, that proves it, as it was read
    count: how many were killed, where more than the victims that could be named; 0 where it cannot be told
    beside: what ran then, from history: hubs that were building
    """

    what: What
    sureness: Sureness
    at: datetime | None = None
    victims: tuple[Process, ...] = ()
    asker: Process | None = None
    limit_bytes: int = 0
    limited: str = ""
    evidence: str = ""
    count: int = 0
    beside: tuple[str, ...] = ()

    @property
    def at_latest(self) -> bool:
        """Whether `at` is only the latest that it can have been: of kills that were counted, and that no line names."""
        named = any(one.pid for one in self.victims)
        return self.at is not None and self.what is What.KILL_COUNTED and self.count > 0 and not named


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What happened, the latest first, as far as the readings reach; what the engine was asked to do comes last.

    since: from when on they reach; None where nothing could be read of the past
    blind: probes without which kills may have gone unseen; with one of them "nothing was killed" may not be said
    """

    incidents: tuple[Incident, ...] = ()
    since: datetime | None = None
    blind: tuple[str, ...] = ()
