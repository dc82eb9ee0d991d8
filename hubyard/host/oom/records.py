"""Any text that a collector gathers -> what was said, by whom, when. The forms of dmesg, kmsg, syslog and build logs are peeled off."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from hubyard.host.oom.folded import may_be_folded, unfold
from hubyard.host.oom.journal import JournalEntry, read_journal, read_text_field
from hubyard.host.oom.moments import BOOT, KMSG, READERS, read_boot, read_kmsg
from hubyard.host.oom.values import Moment

KERNEL: Final = "kernel"
BUILD: Final = "build"
LONGEST: Final = 65536
"""Letters of a line that are read."""
COLOURS: Final = re.compile(r"\x1b\[[0-9;?]{0,16}[A-Za-z]")
BREAKS: Final = re.compile(r"\r\n|\n|\r")
"""Not str.splitlines: a process may be called by what that takes for a break."""

MARKS: Final = (
    KMSG,
    re.compile(r"\*\* \d{1,9} (?:printk )?messages dropped \*\* ?"),  # a slow console
    re.compile(r"<\d{1,3}>(?:1 (?=\d{4}-))?"),  # syslog's priority: dmesg --raw, kmsg of old, RFC 5424 with its version
    re.compile(
        r"(?:(?P<host>[\w.-]{1,64}): )?(?:kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|local\d) *: *[a-z]{3,7} *: "
    ),  # dmesg --decode; Talos, whose node may stand before it
    re.compile(r"[\w.-]{1,32}: (?=<[0-7]>)"),  # what saves the kernel's log over a crash passes it on with its levels
    re.compile(r"\[\s{0,4}[TC]\d{1,10}\] ?"),  # CONFIG_PRINTK_CALLER
    re.compile(r"MESSAGE="),  # journalctl -o export
)
CUT_TIME: Final = re.compile(r"[^\W\d]{0,6} ?[\d:. ]{0,24}\]:? ?")
"""A text may begin within a time."""
LEAD: Final = re.compile(r"(?:[\s>]|[-*|│•](?= )|[\[(]?(?:\.{3}|…)[\])]?(?= )){0,64}")
"""Of a text that somebody quoted, set in, listed, framed or shortened."""
QUOTES: Final = ('"', "'", "`")
FOUND: Final = re.compile(
    r"(?:/?[\w.-]{1,64}(?:/[\w.-]{1,64}){0,12}:(?:\d{1,9}[:-])?|\d{1,9}[:-])"
    r"(?=\[ {0,8}\d{1,10}[.-]\d|[A-Z][a-z]{2} [ \d]\d |\d{4}-\d\d-\d\dT|<\d)"
)
"""Of grep: the file, the number of the line."""
BRACKETED: Final = re.compile(r"\[(?P<inside>[^\[\]]{3,48})\]:? ?")
RELATIVE: Final = re.compile(r"\s*\+\d{1,6}\.\d{1,9}\s*|[^\W\d]{3,4}\s?\d{1,2} \d\d:\d\d")  # dmesg --reltime
COMPOSE: Final = re.compile(r"[\w.-]{1,64} {1,32}\| ")
CRI: Final = re.compile(r"std(?:out|err) [FP] ")
STEP: Final = re.compile(r"#\d{1,5} (?:\d{1,6}\.\d{1,3} ?)?|\d{1,6}\.\d{1,3} {1,2}")
SPEAKER: Final = re.compile(r"(?:(?P<host>\S{1,255}) )?(?P<program>[\w@.+/()-]{1,64})\[\d{1,10}\]: ?")
FROM_KERNEL: Final = re.compile(r"(?:(?P<host>[^\s:]{1,255}) )?(?:kern\.[a-z]{3,7} )?kernel: ?")  # BusyBox has the level between
UNNUMBERED: Final = re.compile(r"(?P<host>[^\s:\[\]()]{1,255}) (?P<program>[\w@./-]{1,64}): ")
UNNAMED: Final = re.compile(
    r"(?P<host>[^\s:\[\]()]{1,255}) (?=oom-kill:|oom_reaper: |Out of memory: |Memory cgroup out of memory: |Killed process )"
)
STRUCTURED: Final = re.compile(
    r"(?P<host>[^\s:]{1,255}) (?P<program>[\w@./-]{1,48}) (?:-|\d{1,10}) (?:-|[\w.-]{1,32}) (?:-|\[[^\]]{1,400}\]) \ufeff?"
)
"""Of RFC 5424, behind the time."""
ZONE: Final = re.compile(r" {0,2}(?:[A-Z]{3,5} (?=\S+ \S))?(?:(?:kern|user|daemon|auth|syslog|cron|local\d)\.[a-z]{3,7} )?")
"""What may stand between a date and the host: a zone, or the facility (logread)."""
CLOSED: Final = re.compile(r"\] ?|: +")  # a text may begin within the brackets; a program that writes its own times may end them so
MONITOR: Final = re.compile(
    r"(?:.{0,4000}?\b\w{0,16}OOMKilling\b.{0,1000}?|(?:- |\{\s?)?\"?message\"?:\s?[\"']?)"
    r"(?=(?:(?:Memory cgroup o|O)ut of memory: )?Kill(?:ed)? process \d)"
)
"""Of Kubernetes' events: what its problem detector found in the kernel's log, as kubectl prints it in columns, as JSON, as YAML."""
JOINED: Final = re.compile(
    r"(?<=or sacrifice child)(?:\s|\\n|\[[\d. ]{1,24}\]){0,8}(?=Killed process )"
    r"|(?<=\w) ?\[ {0,8}\d{1,10}\.\d{6}\] (?=(?:Memory cgroup o|O)ut of memory: |Killed process |oom-kill:|oom_reaper: )"
)
"""Of lines that somebody made one: the two of a kill (5.0 and before; that detector does so too), those of a console."""
RAW_SOMEWHERE: Final = re.compile(r"[^\"'`=]{0,120}(?=<[0-7]>\[ {0,8}\d{1,10}\.\d{6}\])")  # a guest's console in the log of its host
SECONDS_SOMEWHERE: Final = re.compile(r"[^\"'`=]{0,120}?(?=\[ {0,8}\d{1,10}\.\d{6}\] )")  # whatever a hosting service puts before
KERNEL_SOMEWHERE: Final = re.compile(r"[^\"'`=:]{0,120}(?::\d\d){0,2}[^\"'`=:]{0,120}\bkernel: ?")


@dataclass(frozen=True, kw_only=True)
class Record:
    """A message.

    index: of the line in the text
    line: as it stands there
    message: without what the logger put in front
    program: who said so: "kernel", "systemd", "build" ...; None where nothing says
    """

    index: int
    line: str
    message: str
    program: str | None = None
    host: str | None = None
    when: Moment | None = None

    @property
    def may_be_kernel(self) -> bool:
        return self.program in {None, KERNEL}


def split_records(text: str, *, wanted: Callable[[str], bool]) -> Iterator[Record]:
    """`wanted`: whether a line is worth a closer look. Most of megabytes are not."""
    lines = BREAKS.split(COLOURS.sub("", text).replace("\0", ""))
    monitored = "OOMKilling" in text
    skipped = -1
    for index, line in enumerate(lines):
        if index <= skipped:
            continue
        if line.lstrip().startswith("{") and (journal := read_journal(lines, index)):
            skipped = journal.last_index
            for message in filter(wanted, journal.messages):
                yield _entry_record(index, message, journal)
            continue
        if may_be_folded(line):
            line, skipped = unfold(lines, index)  # noqa: PLW2901  whole, from here on
        if wanted(line):
            for part in filter(wanted, BREAKS.split(read_text_field(line) or line)):
                record = read_record(index, part[:LONGEST])
                yield from _parted(_monitored(record) if monitored else record)


def _monitored(record: Record) -> Record:
    match = MONITOR.match(record.message) if record.program is None else None
    if match is None:
        return record
    return replace(record, message=record.message[match.end() :].partition('"')[0].rstrip(" '"), program=KERNEL)


def _parted(record: Record) -> Iterator[Record]:
    for message in JOINED.split(record.message) if record.may_be_kernel else [record.message]:
        yield replace(record, message=message)


def _entry_record(index: int, message: str, entry: JournalEntry) -> Record:
    """What the kernel said may still bear its own time and level, where it came by a console or by syslog."""
    if entry.program not in {None, KERNEL}:
        return Record(index=index, line=message, message=message, program=entry.program, host=entry.host, when=entry.when)
    inner = read_record(index, message)
    return replace(inner, program=entry.program or inner.program, host=entry.host or inner.host, when=entry.when or inner.when)


def read_record(index: int, line: str) -> Record:
    """Peel, a layer at a time, until nothing more is known to be a logger's."""
    at, when, host, program = _lead(line), None, None, None
    begin = at
    if match := CUT_TIME.match(line, at):
        at = match.end()
    elif at == 0 and (match := COMPOSE.match(line)):
        at, program = match.end(), BUILD
    for _ in range(8):
        found = _peel(line, at)
        if found is None:
            break
        at, when = found.at, when or found.when
        program, host = BUILD if program == BUILD else found.program or program, host or found.host
        if found.program not in {None, KERNEL}:
            break
    if at == begin and "kernel:" in line[:300] and (match := KERNEL_SOMEWHERE.match(line)):
        return read_record(index, KERNEL + ": " + line[match.end() :])
    raw = RAW_SOMEWHERE if ">[" in line[at : at + 200] else SECONDS_SOMEWHERE
    if program is None and (match := raw.match(line, at)) and match.end() > at:
        inner = read_record(index, line[match.end() :])
        return replace(inner, line=line, when=when or inner.when)
    return Record(index=index, line=line, message=line[at:], program=program, host=host, when=when)


def _lead(line: str) -> int:
    match = LEAD.match(line)
    at = match.end() if match else 0
    if line[at : at + 1] in QUOTES and line.rstrip().endswith(line[at]):
        at += 1
    found = FOUND.match(line, at)
    return found.end() if found else at


@dataclass(frozen=True, kw_only=True)
class _Layer:
    at: int
    when: Moment | None = None
    host: str | None = None
    program: str | None = None


def _peel(line: str, at: int) -> _Layer | None:
    for mark in MARKS:
        if match := mark.match(line, at):
            return _Layer(at=match.end(), when=read_kmsg(match) if mark is KMSG else None, host=match.groupdict().get("host"))
    if match := BRACKETED.match(line, at):
        return _bracketed(match)
    for pattern, read in READERS:
        if match := pattern.match(line, at):
            return _behind_time(line, match.end(), when=read(match))
    for speaker in (FROM_KERNEL, SPEAKER):
        if match := speaker.match(line, at):
            return _Layer(at=match.end(), program=match.groupdict().get("program") or KERNEL, host=match["host"])
    if match := STEP.match(line, at):
        return _Layer(at=match.end(), program=BUILD)
    return None


def _bracketed(match: re.Match[str]) -> _Layer | None:
    inside = match["inside"]
    if boot := BOOT.fullmatch(inside):
        return _Layer(at=match.end(), when=read_boot(boot))
    for pattern, read in READERS:
        if date := pattern.match(inside):
            return _Layer(at=match.end(), when=read(date))
    return _Layer(at=match.end()) if RELATIVE.fullmatch(inside) else None


def _behind_time(line: str, at: int, *, when: Moment) -> _Layer:
    """A date outside brackets: a host and a program may follow, in syslog without a number of the process."""
    if match := CLOSED.match(line, at):
        return _Layer(at=match.end(), when=when)
    start = match.end() if (match := ZONE.match(line, at)) else at
    if match := CRI.match(line, start):
        return _Layer(at=match.end(), when=when, program=BUILD)
    for pattern in (STRUCTURED, FROM_KERNEL, SPEAKER, UNNUMBERED, UNNAMED):
        if match := pattern.match(line, start):
            return _Layer(at=match.end(), when=when, host=match["host"], program=match.groupdict().get("program") or KERNEL)
    return _Layer(at=start, when=when)
