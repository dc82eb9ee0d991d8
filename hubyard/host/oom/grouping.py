"""The kernel's lines -> its reports. A report is up to a hundred lines long, and none of them need be there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from hubyard.host.oom.lines import OomLine, Shape
from hubyard.host.oom.report import Report
from hubyard.host.oom.values import DAY_S, Clock, Moment

YEAR_S: Final = 366 * DAY_S
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
        lines = [replace(lines[0], comm=_whole_name(lines)), *lines[1:]]
    for line, stream in zip(lines, _streams(lines), strict=True):
        streams.setdefault(stream, []).append(line)
    found = (report for stream in streams.values() for report in _reports(_of_reports(_in_order(stream))))
    return [report for report in found if any(line.shape is not Shape.ASKER_CPUSET for line in report.lines)]


def _begins_within_name(lines: Sequence[OomLine]) -> bool:
    """Whether a text whose lines all bear a time may start in the midst of one: it has no time, and nothing of what stands behind that."""
    if not lines or lines[0].record.index > 0 or lines[0].shape not in {Shape.ASKED, Shape.MANUAL}:
        return False
    first = lines[0].record
    return first.when is None and first.message == first.line.lstrip() and any(line.record.when for line in lines)


def _whole_name(lines: Sequence[OomLine]) -> str | None:
    """Of who asked, in the lines that follow; None where they do not say."""
    seen = lines[0].comm or ""
    said = (line.comm for line in lines[1:3] if line.shape in {Shape.ASKER_PID, Shape.ASKER_CPUSET})
    return next((comm for comm in said if comm and comm.endswith(seen)), None)


def _streams(lines: Sequence[OomLine]) -> list[Stream]:
    """A line without a time that we can read goes with the line before it; the first of a text, which may begin anywhere, with the next."""
    found = [_stream(line) for line in lines]
    if len(found) > 1 and lines[0].record.index == 0 and _clock(found[0]) is not _clock(found[1]):
        found[0] = _stream_of_cut(lines[0].record.host, found[1:])
    last = next((stream for stream in found if stream), (None, None))
    streams = []
    for stream in found:
        last = stream or last
        streams.append(last)
    return streams


def _stream_of_cut(host: str | None, rest: Sequence[Stream | None]) -> Stream | None:
    """Of a line that was cut within its date, or within its host; of several hosts, none is guessed."""
    if len({stream[0] for stream in rest if stream}) <= 1:
        return rest[0]
    return next((stream for stream in rest if stream and host and (stream[0] or "").endswith(host)), (None, None))


def _clock(stream: Stream | None) -> Clock | None:
    return stream[1] if stream else None


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
    """Of each line; where it has none that can be compared, those of the line before it. A year that is not named may have turned."""
    known = [line.record.when for line in stream if line.record.when and _has_time(line)]
    if not known:
        return [0.0] * len(stream)
    seconds, last, turned = [], known[0], 0.0
    for line in stream:
        when = line.record.when
        if when and when.clock is known[-1].clock:
            turned += _year_turned(last, when)
            last = when
        seconds.append(last.seconds + turned)
    return seconds


def _year_turned(last: Moment, when: Moment) -> float:
    """Half a year apart is half a year and a turn of it, as logs go; seconds since boot begin anew without one."""
    ahead = when.seconds - last.seconds
    turned = when.clock is last.clock is Clock.YEARLY and abs(ahead) > YEAR_S / 2
    return 0.0 if not turned else YEAR_S if ahead < 0 else -YEAR_S


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


def _of_reports(lines: Iterable[OomLine]) -> Iterator[OomLine]:
    """Without the group of who asked for pages that were refused, or waits for them: the kernel prints it of them too."""
    other = False
    for line in lines:
        other = line.shape in {Shape.PAGES_REFUSED, Shape.PAGES_AWAITED} or (other and line.shape is Shape.ASKER_CPUSET)
        if not (other and line.shape in {Shape.ASKER_CPUSET, Shape.PAGES_AWAITED}):
            yield line


def _reports(lines: Iterable[OomLine]) -> Iterator[Report]:
    report: Report | None = None
    unreaped: set[int | None] = set()
    for line in lines:
        if report and (line.shape in OTHER_TROUBLES or report.is_far_from(line)):
            yield report
            report = None
        if line.shape is Shape.REAPED and (line.pid in unreaped or not (report and report.is_reaped_as(line))):
            yield _new(line)  # long after, when another report may have begun
        elif report and (line.shape is Shape.REAPED or _belongs(report, line)):
            report.add(line)
        elif _may_open(line):
            if report:
                yield report
            report = _new(line)
        if line.shape is Shape.KILLED:
            unreaped.add(line.pid)
        elif line.shape is Shape.REAPED:
            unreaped.discard(line.pid)
    if report:
        yield report


def _new(line: OomLine) -> Report:
    report = Report()
    report.add(line)
    return report


def _may_open(line: OomLine) -> bool:
    kills = (Shape.CHOSEN, Shape.ANNOUNCED, Shape.KILLED, Shape.KILLED_TOO, Shape.GROUP, Shape.SPARED, Shape.NOBODY, Shape.PANIC)
    return line.shape in OPENING or line.shape in kills or line.shape in {Shape.ASKED, Shape.MANUAL, Shape.ASKER_CPUSET}


def _belongs(report: Report, line: OomLine) -> bool:
    """Whether the line is of the report that is being told, not of the next one."""
    if line.shape in BEFORE_DEATHS:
        return not report.deaths and not report.contradicts(line)
    if line.comm is not None and line.shape in {Shape.ASKED, Shape.MANUAL}:
        return _is_asked_in(report, line)
    if line.shape in {Shape.CHOSEN, Shape.ANNOUNCED}:
        return _is_chosen_in(report, line)
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


def _is_chosen_in(report: Report, line: OomLine) -> bool:
    """Announced once for each kill: of the same parent, another child may be next."""
    if report.announces_late(line):
        return True
    if line.shape is Shape.ANNOUNCED and report.has_killed:
        return False
    return report.death_of(line) is not None or (not report.deaths and not report.contradicts(line))


def _is_killed_in(report: Report, line: OomLine) -> bool:
    if report.death_of(line) or report.killed_group or not report.deaths:
        return True
    return report.announces(line) or report.chose_leader_of(line)
