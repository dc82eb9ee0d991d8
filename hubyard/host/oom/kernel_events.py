"""The kernel's reports -> events, each death once, whoever wrote it down how often."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hubyard.host.oom.boots import Boots
from hubyard.host.oom.container_ids import find_container_id
from hubyard.host.oom.report import Death, Report, fuller
from hubyard.host.oom.values import Asker, KillEvent, Kind, Scope, Victim

REUSED_S: Final = 600.0
"""After that long a number may be another process's."""
TASK_ROW: Final = re.compile(r"\[ {0,6}(\d{1,10})\] +\d{1,10} +(\d{1,10}) +\d{1,12} +\d{1,12} ")
"""Number, owner, number of the process, pages."""
KEPT: Final = 8
"""Deaths under one number that are compared."""
Known = dict[int | None, list[tuple[Report, Death]]]


@dataclass(frozen=True, kw_only=True)
class Found:
    """An event, and the line where it (its first kill, if there is one) stands. panic: the host went down with it."""

    index: int
    event: KillEvent
    panic: bool = False


def find_leaders(text: str) -> dict[int, int]:
    """Thread → its process, of the threads that stand in a task table (2.6.32 lists them, and kills one after the other)."""
    rows = ((int(row[1]), int(row[2])) for row in TASK_ROW.finditer(text))
    return {pid: leader for pid, leader in rows if pid != leader}


def tell_events(reports: Iterable[Report], boots: Boots, leaders: Mapping[int, int]) -> list[Found]:
    merged: list[Report] = []
    known: Known = {}
    without_death: dict[str, Report] = {}
    for report in sorted(reports, key=_index):
        first = report.lines[0].record.message
        if report.deaths:
            _merge_deaths(merged, known, report, boots, leaders)
        elif first not in without_death or not _is_same_report(report, without_death[first]):
            without_death[first] = report
            merged.append(report)
    return [Found(index=_index(report), event=_event(report), panic=report.panic) for report in merged]


def _index(report: Report) -> int:
    return min((death.line.record.index for death in report.deaths), default=report.lines[0].record.index)


def _is_same_report(report: Report, earlier: Report) -> bool:
    """Two writers, or a text that is there twice."""
    when = report.lines[0].record.when
    return report.limit_bytes == earlier.limit_bytes and not (when and when.apart_s(earlier.lines[0].record.when))


def _merge_deaths(merged: list[Report], known: Known, report: Report, boots: Boots, leaders: Mapping[int, int]) -> None:
    """What was told before is completed, the rest is new."""
    fresh = []
    for death in report.deaths:
        pid = death.line.pid
        same = known.setdefault(pid if pid is None else leaders.get(pid, pid), [])
        for earlier, other in same[-KEPT:]:
            if _is_same_death(death, other) and not _is_after_boot(death, other, boots):
                _complete_death(other, death)
                _complete_report(earlier, report)
                break
        else:
            fresh.append(death)
            same.append((report, death))
    if fresh:
        report.deaths = fresh
        merged.append(report)


def _is_same_death(death: Death, other: Death) -> bool:
    left, right = death.line.record, other.line.record
    if not (death.is_named_as(other) or other.is_named_as(death)):
        return False
    if left.host and right.host and not (left.host.endswith(right.host) or right.host.endswith(left.host)):  # a text may begin in a name
        return False
    apart_s = left.when.apart_s(right.when) if left.when else None
    return apart_s is None or apart_s < REUSED_S


def _is_after_boot(death: Death, other: Death, boots: Boots) -> bool:
    """Whether the host booted between the two. Told alike, figures and all, it is one, by two writers who both tell of several boots."""
    if death.killed is None or other.killed is None or death.killed.record.message == other.killed.record.message:
        return False
    return boots.is_between(death.line.record, other.line.record)


def _complete_death(known: Death, death: Death) -> None:
    known.line = death.line if death.killed and not known.killed else known.line if known.line.comm else death.line
    known.killed = fuller(known.killed, death.killed)
    known.cgroup = known.cgroup or death.cgroup
    if known.of_group is None:
        known.of_group = death.of_group


def _complete_report(known: Report, report: Report) -> None:
    if known.asked is None:
        known.asked, known.asker = report.asked, report.asker
    known.cpuset = known.cpuset or report.cpuset
    known.manual = known.manual or report.manual
    known.over_limit = known.over_limit or report.over_limit
    if known.limit_bytes is None:
        known.limit_bytes = report.limit_bytes
    if known.of_group is None:
        known.of_group = report.of_group


def _event(report: Report) -> KillEvent:
    scope = _scope(report.of_group) or next((_scope(death.of_group) for death in report.deaths if death.of_group is not None), None)
    in_group = scope is Scope.CGROUP
    return KillEvent(
        kind=_kind(report, scope),
        killer="kernel",
        when=report.when,
        scope=scope,
        limited=report.over_limit if in_group else None,
        limit_bytes=report.limit_bytes if in_group else None,
        chosen_in=None if report.deaths or report.nobody else report.chosen_in,
        victims=tuple(_victim(report, death, scope) for death in report.deaths),
        asker=_asker(report),
        kills=len(report.deaths) if report.deaths or report.nobody or report.panic else None,
    )


def _scope(of_group: bool | None) -> Scope | None:  # noqa: FBT001  three answers, not an option
    return None if of_group is None else Scope.CGROUP if of_group else Scope.HOST


def _kind(report: Report, scope: Scope | None) -> Kind:
    if not report.deaths:
        if report.panic:
            return Kind.OOM_PANIC
        return Kind.MEMCG_OOM_NO_VICTIM if report.nobody and not report.manual and scope is not Scope.HOST else Kind.OOM_REPORT_NO_VICTIM
    if report.manual:
        return Kind.GLOBAL_OOM_MANUAL
    return {Scope.CGROUP: Kind.MEMCG_OOM, Scope.HOST: Kind.GLOBAL_OOM}.get(scope or Scope.USERSPACE, Kind.OOM_KILL_LINE_ONLY)


def _victim(report: Report, death: Death, scope: Scope | None) -> Victim:
    """Where no line names its own group, its container is not told either: one may run in another that was over its limit."""
    held = death.killed
    return Victim(
        comm=death.line.comm,
        pid=death.line.pid,
        cgroup=death.cgroup,
        container_id=find_container_id(death.cgroup),
        anon_rss_bytes=held.anon_bytes if held else None,
        file_rss_bytes=held.file_bytes if held else None,
        shmem_rss_bytes=held.shmem_bytes if held else None,
        scope=_scope(death.of_group) or scope,
        asker_comm=report.asker_comm,
    )


def _asker(report: Report) -> Asker | None:
    if report.asked is None and report.cpuset is None:
        return None
    pid = report.asker.pid if report.asked and report.asker else None
    return Asker(comm=report.asker_comm, pid=pid, cgroup=report.cpuset, container_id=find_container_id(report.cpuset))
