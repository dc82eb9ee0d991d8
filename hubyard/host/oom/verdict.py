"""All that the lines tell -> one verdict. A cause is named only where a line proves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hubyard.host.oom.boots import find_boots
from hubyard.host.oom.build_lines import BUILD_MARKS, read_build_line
from hubyard.host.oom.container_ids import find_container_id
from hubyard.host.oom.engine_lines import ENGINE_MARKS, read_engine_lines
from hubyard.host.oom.engines import Ended, tell_containers
from hubyard.host.oom.grouping import group_lines
from hubyard.host.oom.kernel_events import Found, find_leaders, tell_events
from hubyard.host.oom.killer_lines import KILLER_MARKS, read_killer_line
from hubyard.host.oom.killers import tell_killers
from hubyard.host.oom.lines import KERNEL_MARKS, OomLine, Shape, read_kernel_line
from hubyard.host.oom.records import split_records
from hubyard.host.oom.told import Told, ToldLine
from hubyard.host.oom.values import KillEvent, Kind, OomVerdict, Victim

MARKS: Final = tuple({*KERNEL_MARKS, *KILLER_MARKS, *ENGINE_MARKS, *BUILD_MARKS})
SHORTEST: Final = min(map(len, MARKS))

OTHER_CAUSES: Final = {
    Told.NODE_START: Kind.NODE_START_FAILURE,
    Told.NODE_HEAP: Kind.NODE_HEAP,
    Told.DISK_FULL: Kind.DISK_FULL,
    Told.NETWORK: Kind.NETWORK,
}
"""What ends a build by itself, and needs another remedy than memory."""
UNCOUNTED: Final = (
    Kind.OOM_REPORT_NO_VICTIM,
    Kind.BUILD_STEP_OOM,
    Kind.MEMCG_OOM_EVENT,
    Kind.OOM_KILL_TOLD_BY_SYSTEMD,
    Kind.WORKER_DIED_UNPROVEN,
    Kind.EXIT137_UNPROVEN,
)
"""Somebody died, or may have; how many, and of what, is not in the lines."""


@dataclass(kw_only=True)
class Evidence:
    """Everything understood."""

    kernel: list[OomLine] = field(default_factory=list)
    told: list[ToldLine] = field(default_factory=list)

    def says(self, told: Told) -> bool:
        return any(line.told is told for line in self.told)

    @property
    def compose_stopped_all(self) -> bool:
        """Whether all that ended with 137 are containers that Compose was stopping. It names them with the project or without."""
        stopped = [line.unit or "" for line in self.told if line.told is Told.COMPOSE_STOPPED]
        ended = [line.unit for line in self.told if line.told is Told.EXIT_137]
        return bool(ended) and all(name and any(f"-{one}".endswith((f"-{name}", f"_{name}")) for one in stopped) for name in ended)

    def has(self, shape: Shape) -> bool:
        return any(line.shape is shape for line in self.kernel)


def judge_lines(text: str) -> OomVerdict:
    """Of any text that a collector would gather: the kernel's log in all its forms, journals, build logs, what the engine prints."""
    evidence = read_evidence(text)
    found = _find_events(evidence, text)
    containers = tell_containers(evidence.told)
    kills = [one for one in found if one.event.victims or one.event.killer != "kernel"]
    kind = _judge_kind(evidence, found, containers)
    first = kills[0].event if kills else next((one.event for one in found), None)
    return _verdict(
        kind, first, kills=[one.event for one in kills], events=[one.event for one in found], containers=containers, evidence=evidence
    )


def read_evidence(text: str) -> Evidence:
    evidence = Evidence()
    for record in split_records(text, wanted=_is_wanted):
        if line := read_kernel_line(record):
            evidence.kernel.append(line)
            continue
        if told := read_killer_line(record) or read_build_line(record):
            evidence.told.append(told)
        evidence.told += read_engine_lines(record)
    return evidence


def _is_wanted(line: str) -> bool:
    return len(line) >= SHORTEST and any(mark in line for mark in MARKS)


def _find_events(evidence: Evidence, text: str) -> list[Found]:
    """In the order of the lines. What a program tells of a process whose kill the kernel tells itself is no second kill."""
    boots = find_boots(line.record for line in evidence.kernel if line.shape is Shape.BOOTED)
    killed = [line.comm for line in evidence.kernel if line.shape is Shape.KILLED]
    leaders = find_leaders(text) if len(killed) > len(set(killed)) else {}
    kernel = tell_events(group_lines([line for line in evidence.kernel if line.shape is not Shape.BOOTED]), boots, leaders)
    dead: dict[str | None, list[str]] = {}
    for victim in (victim for one in kernel for victim in one.event.victims):
        dead.setdefault(victim.comm, []).append(str(victim.pid))
    others = [one for one in tell_killers(evidence.told) if not _is_told(one.event, dead)]
    return sorted([*kernel, *others], key=lambda one: one.index)


def _is_told(event: KillEvent, dead: Mapping[str | None, Sequence[str]]) -> bool:
    if event.killer == "kernel" and event.kills is None:  # of somebody; whom, the kernel itself says
        return bool(dead)
    return any(_is_known(victim, dead) for victim in event.victims)


def _is_known(victim: Victim, dead: Mapping[str | None, Sequence[str]]) -> bool:
    """A number at the end of a line may be cut, or a name."""
    return victim.pid is not None and any(pid.startswith(str(victim.pid)) for comm in (victim.comm, None) for pid in dead.get(comm, ()))


def _judge_kind(evidence: Evidence, found: Sequence[Found], containers: Sequence[Ended]) -> Kind:
    if any(one.panic for one in found):
        return Kind.OOM_PANIC
    causes = {kind for told, kind in OTHER_CAUSES.items() if evidence.says(told)}
    if evidence.says(Told.NO_SPACE) and not evidence.says(Told.WATCHES_FULL):  # of inotify it is the same number
        causes.add(Kind.DISK_FULL)
    killed = {one.event.kind for one in found if one.event.victims or one.event.killer != "kernel"}
    if killed:
        proven = (killed - {Kind.OOM_KILL_LINE_ONLY} or killed) | causes
        return proven.pop() if len(proven) == 1 else Kind.MIXED
    told = _judge_told(evidence, found, containers)
    if told is None:
        return _judge_causes(evidence, containers, causes)
    return Kind.MIXED if causes & {Kind.NODE_HEAP, Kind.DISK_FULL} else told


def _judge_told(evidence: Evidence, found: Sequence[Found], containers: Sequence[Ended]) -> Kind | None:
    """A kill that somebody tells of, without the kernel's line of it."""
    kinds = {one.event.kind for one in found}
    if Kind.MEMCG_OOM_NO_VICTIM in kinds:
        return Kind.MEMCG_OOM_NO_VICTIM
    if kinds:
        return Kind.OOM_REPORT_NO_VICTIM
    if evidence.says(Told.STEP_OOM):
        return Kind.BUILD_STEP_OOM
    if any(one.oom for one in containers):
        return Kind.MEMCG_OOM_EVENT
    return Kind.OOM_KILL_TOLD_BY_SYSTEMD if evidence.says(Told.UNIT_OOM) else None


def _judge_causes(evidence: Evidence, containers: Sequence[Ended], causes: set[Kind]) -> Kind:
    if causes:
        return causes.pop() if len(causes) == 1 else Kind.MIXED
    if any(one.unexplained for one in containers):
        return Kind.EXIT137_UNPROVEN
    cancelled = evidence.says(Told.STEP_CANCELLED) and not evidence.says(Told.EXIT_137)
    stopped = any(one.was_stopped for one in containers) or evidence.says(Told.UNIT_STOPPED) or evidence.compose_stopped_all
    answers = (
        (Kind.EXIT137_NOT_OOM, stopped or cancelled),
        (Kind.WORKER_DIED_UNPROVEN, evidence.says(Told.WORKER_DIED)),
        (Kind.EXIT137_UNPROVEN, evidence.says(Told.EXIT_137) or evidence.says(Told.UNIT_KILLED)),
        (Kind.ALLOC_FAILURE, evidence.says(Told.REFUSED) or evidence.has(Shape.PAGES_REFUSED)),
        (Kind.EARLYOOM, evidence.says(Told.EARLYOOM_SENT)),  # in vain: else there would be a kill
        (Kind.USERSPACE_OOM, evidence.says(Told.NOHANG_SENT)),
        (Kind.NETWORK, evidence.says(Told.NETWORK_MAYBE)),
        (Kind.HUNG_TASK, evidence.has(Shape.HUNG)),
    )
    return next((kind for kind, holds in answers if holds), Kind.NOISE)


def _verdict(
    kind: Kind,
    first: KillEvent | None,
    *,
    kills: Sequence[KillEvent],
    events: Sequence[KillEvent],
    containers: Sequence[Ended],
    evidence: Evidence,
) -> OomVerdict:
    victim = _first_victim(first) if first else _told_victim(kind, containers, evidence)
    asker = first.asker if first else None
    return OomVerdict(
        kind=kind,
        victim_comm=victim.comm,
        victim_pid=victim.pid,
        cgroup=victim.cgroup,
        container_id=victim.container_id,
        asker_comm=asker.comm if asker else None,
        asker_container_id=asker.container_id if asker else None,
        anon_rss_bytes=victim.anon_rss_bytes,
        limit_bytes=_limit(first, containers) if first else _told_limit(kind, containers),
        kills=_count_kills(kind, kills),
        victims=tuple(victim for event in kills for victim in event.victims),
        events=tuple(events),
    )


def _first_victim(event: KillEvent) -> Victim:
    return event.victims[0] if event.victims else Victim(cgroup=event.chosen_in, container_id=find_container_id(event.chosen_in))


def _told_victim(kind: Kind, containers: Sequence[Ended], evidence: Evidence) -> Victim:
    """Whom the lines without a kill speak of."""
    if kind in {Kind.NODE_HEAP, Kind.NODE_START_FAILURE}:
        return Victim(comm="node")
    units = [find_container_id(line.unit) for line in evidence.told if line.told in {Told.UNIT_OOM, Told.UNIT_STOPPED, Told.UNIT_KILLED}]
    ids = {
        Kind.MEMCG_OOM_EVENT: [one.id for one in containers if one.oom],
        Kind.EXIT137_UNPROVEN: [one.id for one in containers if one.unexplained] + units,
        Kind.EXIT137_NOT_OOM: [one.id for one in containers if one.was_stopped] + units,
        Kind.OOM_KILL_TOLD_BY_SYSTEMD: units,
    }.get(kind, [])
    return Victim(container_id=next((one for one in ids if one), None))


def _limit(event: KillEvent, containers: Sequence[Ended]) -> int | None:
    """Of the group that was over it: by the kernel, else by the engine where that group is a container."""
    container = find_container_id(event.limited)
    told = [one.limit_bytes for one in containers if container and one.id == container]
    return told[0] if event.limit_bytes is None and told else event.limit_bytes


def _told_limit(kind: Kind, containers: Sequence[Ended]) -> int | None:
    killed = [one.limit_bytes for one in containers if one.oom] if kind is Kind.MEMCG_OOM_EVENT else []
    return killed[0] if killed else None


def _count_kills(kind: Kind, kills: Sequence[KillEvent]) -> int | None:
    if not kills:
        return None if kind in UNCOUNTED else 0
    counts = [event.kills for event in kills]
    return None if None in counts else sum(count for count in counts if count is not None)
