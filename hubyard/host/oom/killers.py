"""What systemd-oomd, earlyoom and others tell -> events."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hubyard.host.oom.container_ids import find_container_id
from hubyard.host.oom.kernel_events import Found
from hubyard.host.oom.told import Told, ToldLine
from hubyard.host.oom.values import KillEvent, Kind, Scope, Victim

ONE_SHORTAGE_S = 120.0
"""Kills closer together are of one shortage: the second came because the memory of the first was not yet back."""


def tell_killers(lines: Sequence[ToldLine]) -> list[Found]:
    return [*_tell_oomd(lines), *_tell_earlyoom(lines), *_tell_nohang(lines), *_tell_others(lines)]


def _tell_oomd(lines: Iterable[ToldLine]) -> list[Found]:
    """The killer says which group, systemd how many; each may be there without the other, and either twice."""
    found: list[Found] = []
    marked: set[str | None] = set()
    told: set[tuple[str | None, str | None]] = set()
    uncounted: dict[str, int] = {}
    for line in lines:
        moment = line.record.when.text if line.record.when else None
        if line.told is Told.OOMD_KILLED and line.cgroup in marked:
            continue  # told before: 258 and later say so of each
        if line.told in {Told.OOMD_KILLED, Told.OOMD_MARKED} and (line.cgroup, moment) not in told:
            told.add((line.cgroup, moment))
            marked |= {line.cgroup} if line.told is Told.OOMD_MARKED else set()
            uncounted[(line.cgroup or "").rpartition("/")[2]] = len(found)
            victim = Victim(cgroup=line.cgroup, container_id=find_container_id(line.cgroup), scope=Scope.USERSPACE)
            found.append(_found(line, Kind.SYSTEMD_OOMD, "systemd-oomd", (victim,), kills=None))
        elif line.told is Told.OOMD_COUNTED and (line.unit, None) not in told:
            told.add((line.unit, None))
            at = uncounted.pop(line.unit or "", None)
            victim = Victim(container_id=find_container_id(line.unit), scope=Scope.USERSPACE)
            if at is None:
                found.append(_found(line, Kind.SYSTEMD_OOMD, "systemd-oomd", (victim,), kills=line.count))
            else:
                found[at] = replace(found[at], event=replace(found[at].event, kills=line.count))
    return found


def _tell_earlyoom(lines: Iterable[ToldLine]) -> list[Found]:
    sent: dict[int | None, ToldLine] = {}
    last: int | None = None
    for line in lines:
        if line.told is Told.EARLYOOM_SENT:
            last, sent[line.pid] = line.pid, sent.get(line.pid, line)
        elif line.told is Told.EARLYOOM_FAILED:
            sent.pop(last, None)
    return _shortages(sent.values(), Kind.EARLYOOM, "earlyoom")


def _tell_nohang(lines: Iterable[ToldLine]) -> list[Found]:
    sent: dict[int | None, ToldLine] = {}
    chosen: ToldLine | None = None
    for line in lines:
        if line.told is Told.NOHANG_CHOSE:
            chosen = line
        elif line.told is Told.NOHANG_SENT and chosen:
            sent.setdefault(chosen.pid, chosen)
        elif line.told is Told.NOHANG_FAILED and chosen:
            sent.pop(chosen.pid, None)
    return _shortages(sent.values(), Kind.USERSPACE_OOM, "nohang")


def _shortages(sent: Iterable[ToldLine], kind: Kind, killer: str) -> list[Found]:
    groups: list[list[ToldLine]] = []
    for line in sent:
        if groups and _apart_s(groups[-1][-1], line) <= ONE_SHORTAGE_S:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_found(group[0], kind, killer, tuple(map(_victim, group)), kills=len(group)) for group in groups]


def _victim(line: ToldLine) -> Victim:
    return Victim(comm=line.comm, pid=line.pid, scope=Scope.USERSPACE)


def _apart_s(before: ToldLine, line: ToldLine) -> float:
    return (before.record.when.apart_s(line.record.when) if before.record.when else None) or 0.0


def _tell_others(lines: Sequence[ToldLine]) -> list[Found]:
    """The kubelet reads the kernel's log: what it tells is a kill by the kernel, of the host's want. Up to 1.15 it does not say whose."""
    names_victims = any(line.told is Told.KUBELET_SYSTEM_OOM and line.pid for line in lines)
    found: dict[tuple[Told, int | None, str | None], Found] = {}
    for line in lines:
        if line.told is Told.KUBELET_SYSTEM_OOM and line.pid is None and names_victims:
            continue
        key = (line.told, line.pid, line.comm or line.cgroup)
        if line.told is Told.USERSPACE_KILLED and key not in found:
            victim = Victim(comm=line.comm, pid=line.pid, cgroup=line.cgroup, scope=Scope.USERSPACE)
            victims = (victim,) if line.comm or line.cgroup else ()
            found[key] = _found(line, Kind.USERSPACE_OOM, line.record.program or "", victims, kills=1 if line.pid else None)
        elif line.told is Told.KUBELET_SYSTEM_OOM and key not in found:
            victim = Victim(comm=line.comm, pid=line.pid, scope=Scope.HOST)
            found[key] = _found(line, Kind.GLOBAL_OOM, "kernel", (victim,), kills=1 if line.pid else None)
    return list(found.values())


def _found(line: ToldLine, kind: Kind, killer: str, victims: tuple[Victim, ...], *, kills: int | None) -> Found:
    scope = victims[0].scope if victims else Scope.USERSPACE
    event = KillEvent(kind=kind, killer=killer, when=line.record.when, scope=scope, victims=victims, kills=kills)
    return Found(index=line.record.index, event=event)
