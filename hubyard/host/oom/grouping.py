"""The kernel's lines -> its reports. A report is up to a hundred lines long, and none of them need be there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
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


Stream = tuple[str | None, Clock | None]


def group_lines(lines: Sequence[OomLine]) -> list[Report]:
    """Lines of one host and one kind of clock belong together; what two collectors wrote is merged later, by the victim."""
    streams: dict[Stream, list[OomLine]] = {}
    if _begins_within_name(lines):
        lines = [replace(lines[0], comm=None), *lines[1:]]
    for line, stream in zip(lines, _streams(lines), strict=True):
        streams.setdefault(stream, []).append(line)
    return [report for stream in streams.values() for report in _reports(_in_order(stream))]


def _begins_within_name(lines: Sequence[OomLine]) -> bool:
    """Whether a text whose lines all bear a time starts with a line that bears none, and so in its midst."""
    if not lines or lines[0].record.index > 0 or lines[0].shape not in {Shape.ASKED, Shape.MANUAL}:
        return False
    return lines[0].record.when is None and any(line.record.when for line in lines)


def _streams(lines: Sequence[OomLine]) -> list[Stream]:
    """A line without a time that we can read goes with the line before it; the first of a text, which may begin anywhere, with the next."""
    found = [_stream(line) for line in lines]
    if len(found) > 1 and lines[0].record.index == 0:
        found[0] = found[1]
    last = next((stream for stream in found if stream), (None, None))
    streams = []
    for stream in found:
        last = stream or last
        streams.append(last)
    return streams


def _stream(line: OomLine) -> Stream | None:
    when = line.record.when
    return (line.record.host, when.clock) if when and _has_time(line) else None


def _has_time(line: OomLine) -> bool:
    return line.record.when is not None and line.record.when.clock is not Clock.UNREAD


def _in_order(stream: Sequence[OomLine]) -> list[OomLine]:
    """As the kernel wrote them: some logs are read backwards (journalctl -r) or gathered from several writers."""
    seconds = _seconds(stream)
    forward = sum(left < right for left, right in pairwise(seconds))
    backward = sum(left > right for left, right in pairwise(seconds))
    if backward > forward or (forward == backward == 0 and _is_told_backwards(stream)):
        stream, seconds = list(reversed(stream)), list(reversed(seconds))
    if any(line.record.when.clock in DATED for line in stream if line.record.when):  # seconds since boot begin anew with each
        return [line for _, line in sorted(zip(seconds, stream, strict=True), key=lambda pair: pair[0])]
    return list(stream)


def _seconds(stream: Sequence[OomLine]) -> list[float]:
    """Of each line; where it has none that can be compared, those of the line before it."""
    known = [line.record.when for line in stream if line.record.when and _has_time(line)]
    if not known:
        return [0.0] * len(stream)
    seconds, last = [], known[0]
    for line in stream:
        when = line.record.when
        last = when if when and when.clock is known[-1].clock else last
        seconds.append(last.seconds)
    return seconds


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
    kills = (Shape.CHOSEN, Shape.ANNOUNCED, Shape.KILLED, Shape.KILLED_TOO, Shape.GROUP, Shape.SPARED, Shape.NOBODY, Shape.PANIC)
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
