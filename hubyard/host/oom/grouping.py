"""The kernel's lines -> its reports. A report is up to a hundred lines long, and none of them need be there."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from hubyard.host.oom.lines import OomLine, Shape
from hubyard.host.oom.report import Report
from hubyard.host.oom.values import Clock

DATED: Final = (Clock.DATED, Clock.LOCAL, Clock.YEARLY)

OPENING: Final = (Shape.TASK_IN, Shape.OVER_LIMIT, Shape.MEMORY_LIMIT, Shape.TASK_TABLE, Shape.SUMMARY_CUT)
"""Nothing but a report has these. Others (HOST_MEMORY, ASKER_PID) are in the dumps of other troubles too."""
BEFORE_DEATHS: Final = (*OPENING, Shape.ASKER_PID, Shape.ASKER_CPUSET, Shape.HOST_MEMORY)
OTHER_TROUBLES: Final = (Shape.PAGES_REFUSED, Shape.HUNG)
"""Their dumps look much like ours."""


def group_lines(lines: Iterable[OomLine]) -> list[Report]:
    """Lines of one host and one kind of clock belong together; what two collectors wrote is merged later, by the victim."""
    streams: dict[tuple[str | None, Clock | None], list[OomLine]] = {}
    for line in lines:
        when = line.record.when
        streams.setdefault((line.record.host, when.clock if when else None), []).append(line)
    return [report for stream in streams.values() for report in _reports(_in_order(stream))]


def _in_order(stream: Sequence[OomLine]) -> list[OomLine]:
    """As the kernel wrote them: some logs are read backwards (journalctl -r) or gathered from several writers."""
    seconds = [line.record.when.seconds if line.record.when else 0.0 for line in stream]
    forward = sum(left < right for left, right in pairwise(seconds))
    backward = sum(left > right for left, right in pairwise(seconds))
    if (backward, 0) > (forward, 0) or (forward == backward == 0 and _is_told_backwards(stream)):
        stream = list(reversed(stream))
    if stream[0].record.when and stream[0].record.when.clock in DATED:  # seconds since boot begin anew with each
        return sorted(stream, key=lambda line: line.record.when.seconds if line.record.when else 0.0)
    return list(stream)


def _is_told_backwards(stream: Sequence[OomLine]) -> bool:
    """By the order of the lines about one process: chosen, announced, killed, reaped."""
    ranks = {Shape.CHOSEN: 0, Shape.ANNOUNCED: 1, Shape.KILLED: 2, Shape.REAPED: 3}
    last: dict[int, int] = {}
    forward = backward = 0
    for line in stream:
        if line.pid is not None and line.shape in ranks:
            before, rank = last.get(line.pid, ranks[line.shape]), ranks[line.shape]
            forward, backward, last[line.pid] = forward + (rank > before), backward + (rank < before), rank
    return backward > forward


def _reports(lines: Iterable[OomLine]) -> Iterator[Report]:
    report: Report | None = None
    for line in lines:
        if line.shape in OTHER_TROUBLES or (report and report.is_far_from(line)):
            if report:
                yield report
            report = None
        if line.shape is Shape.REAPED:  # long after, when another report may have begun
            yield _new(line)
        elif report and _belongs(report, line):
            report.add(line)
        elif _may_open(line):
            if report:
                yield report
            report = _new(line)
    if report:
        yield report


def _new(line: OomLine) -> Report:
    report = Report()
    report.add(line)
    return report


def _may_open(line: OomLine) -> bool:
    kills = (Shape.CHOSEN, Shape.ANNOUNCED, Shape.KILLED, Shape.KILLED_TOO, Shape.GROUP, Shape.NOBODY, Shape.PANIC)
    return line.shape in OPENING or line.shape in kills or line.shape in {Shape.ASKED, Shape.MANUAL}


def _belongs(report: Report, line: OomLine) -> bool:
    """Whether the line is of the report that is being told, not of the next one."""
    if line.shape in BEFORE_DEATHS:
        return not report.deaths and not report.contradicts(line)
    if line.comm is not None and line.shape in {Shape.ASKED, Shape.MANUAL}:
        return _is_asked_in(report, line)
    if line.shape in {Shape.CHOSEN, Shape.ANNOUNCED}:
        return report.death_of(line) is not None or report.announces_late(line) or (not report.deaths and not report.contradicts(line))
    if line.shape is Shape.KILLED:
        return not report.contradicts(line) and _is_killed_in(report, line)
    if line.shape in {Shape.KILLED_TOO, Shape.GROUP}:
        return bool(report.deaths)
    return not report.has_killed or report.nobody  # nobody to kill, and the panic behind it


def _is_asked_in(report: Report, line: OomLine) -> bool:
    """A report begins with it, but for the word of whoever pressed SysRq; a line may be written twice."""
    if report.asked is None:
        return {seen.shape for seen in report.lines} <= {Shape.MANUAL}
    return report.asked.record.message == line.record.message and not report.deaths


def _is_killed_in(report: Report, line: OomLine) -> bool:
    if report.death_of(line) or report.killed_group or not report.deaths:
        return True
    return report.announces(line)
