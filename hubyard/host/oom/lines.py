"""Shapes of the kernel's lines about memory that ran out, from 2.6 on. The source is mm/oom_kill.c and mm/memcontrol.c.

A summary that was cut makes no victim: what is taken from it must be followed by what the kernel prints behind it. A kill line that was cut
is a kill of which less is known: without its name, or without its sizes.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from hubyard.host.oom.records import Record

COMM: Final = r"(?:(?:\\x[0-9a-f]{2}|(?!\\x[0-9a-f]{2}).){1,15}?|[^\[\]:=]{16,64}?)"
"""TASK_COMM_LEN without its end; dmesg writes what is no ASCII as \\xNN. Longer, where a test or another kernel says so, but no prefix."""


class Shape(Enum):
    """What a line says."""

    ASKED = auto()
    ASKER_PID = auto()
    ASKER_CPUSET = auto()
    MANUAL = auto()
    HOST_MEMORY = auto()
    TASK_TABLE = auto()
    TASK_IN = auto()
    OVER_LIMIT = auto()
    MEMORY_LIMIT = auto()
    CHOSEN = auto()
    SUMMARY_CUT = auto()
    ANNOUNCED = auto()
    KILLED = auto()
    KILLED_TOO = auto()
    GROUP = auto()
    REAPED = auto()
    SPARED = auto()
    NOBODY = auto()
    PANIC = auto()
    HUNG = auto()
    PAGES_REFUSED = auto()
    PAGES_AWAITED = auto()
    BOOTED = auto()


@dataclass(frozen=True, kw_only=True)
class OomLine:
    """A line that was understood. What its shape does not tell is None.

    comm: of the task it speaks of; of SUMMARY_CUT what is left of "name,pid=number"
    over_limit: the group whose limit it was; cgroup: of the task it speaks of
    of_group: whether it was a group's limit; None where the line does not say
    """

    shape: Shape
    record: Record
    comm: str | None = None
    pid: int | None = None
    cgroup: str | None = None
    over_limit: str | None = None
    cpuset: str | None = None
    limit_bytes: int | None = None
    anon_bytes: int | None = None
    file_bytes: int | None = None
    shmem_bytes: int | None = None
    of_group: bool | None = None


WHY: Final = r"(?:(?P<why>Memory cgroup out of memory|Out of [Mm]emory(?: \(oom_kill_allocating_task\))?|No available memory[^:]{0,30}): )?"
TASK: Final = r"(?P<pid>\d{1,10}),?(?: UID \d{1,10},)? \((?P<comm>.{0,64})\)"


def _begun(*words: str) -> str:
    """Any of their beginnings, none included."""
    return "(?:" + "|".join(re.escape(word[:end]) for word in words for end in range(len(word), -1, -1)) + ")"


LEFT_OUT: Final = r",?\s*\[?(?:\.{1,3}|…)?\]?\s*$"
"""Nothing more is there, or it was left out."""


def _cut_task(behind: str) -> str:
    """Of a line that ends within what it tells: the number is whole, the name only where what stands behind it has begun."""
    return rf"(?P<pid>\d{{1,10}}),?(?: UID \d{{1,10}},)? \((?:[^()]{{0,15}}|(?P<comm>.{{0,64}})\),? {behind})$"


CUT_HELD: Final = _begun("total-vm:", "UID ", "anon-rss:")
CUT_SCORE: Final = rf"(?:{_begun('score ')}|score -?\d{{1,7}} ?{_begun('or', 'and')}|\[?(?:\.{{1,3}}|…)\]?)"

BEANCOUNTER: Final = "Out of memory in UB "
"""Of OpenVZ: the accounts of a container, by its number; 0 is the host's."""

SHAPES: Final = (  # what must be in the line, the whole of it
    (
        Shape.ASKED,
        "invoked oom-killer",
        rf"(?P<comm>{COMM}) invoked oom-killer(?::(?: gfp_mask=\S{{1,400}} order=(?P<order>-?\d+))?|(?P<bare>[.…]{{0,3}}\s*$))",
    ),
    (Shape.ASKER_PID, "omm: ", r"(?:CPU: \d+ (?:UID: \d+ )?PID|Pid): (?P<pid>\d{1,10}),? [Cc]omm: (?P<comm>.{1,64}?) (?:N|T|K)"),
    (Shape.ASKER_CPUSET, " mems_allowed=", rf"(?P<comm>{COMM}) cpuset=(?P<cpuset>\S{{1,512}}) mems_allowed="),  # 2.6.32 to 4.18
    (Shape.MANUAL, "anual OOM execution", r"(?:sysrq: )?[Ss]ys[Rr]q ?: Manual OOM execution"),
    (Shape.MANUAL, "moom_callback", r"(?:Workqueue: events |\s?(?:\[<[0-9a-fx]{1,18}>\] )?)moom_callback\b"),
    (Shape.HOST_MEMORY, "Mem-Info:", r"Mem-[Ii]nfo:"),  # printed of the host alone: a group's report has its own figures
    (Shape.TASK_TABLE, "tgid", r"\[ {1,3}pid {1,3}\] +uid +tgid total_vm"),
    (Shape.TASK_IN, "as a result of limit of", r"Task in (?P<cgroup>/.{0,4000}?) killed as a result of limit of (?P<over_limit>/.*)"),
    (Shape.OVER_LIMIT, "limit reached of", r"Memory limit reached of cgroup (?P<over_limit>/.{0,4000})"),
    (Shape.OVER_LIMIT, "Memory cgroup stats", r"Memory cgroup stats(?: for (?P<over_limit>/.{0,4000}?))?:(?:\s|$)"),
    (Shape.MEMORY_LIMIT, "memory: usage", r"memory: usage \d{1,20}kB, limit (?P<limit_kb>\d{1,20})kB"),
    (Shape.ANNOUNCED, "ill process", rf"{WHY}[Kk]ill process {TASK},? score -?\d+ (?:or|and) "),  # up to 5.0
    (Shape.KILLED_TOO, "sharing same memory", rf"Kill process {TASK},? sharing same memory"),  # 2.6.36 to 4.8
    (
        Shape.KILLED,
        "Killed process",
        rf"{WHY}Killed process {TASK}(?P<held>,? (?:UID[: ]|total-vm:|anon-rss:|vsz:|score -?\d)[^\"]{{0,4000}}\"?$|{LEFT_OUT})",
    ),
    (Shape.KILLED, "Killed process", rf"{WHY}Killed process {_cut_task(CUT_HELD)}(?P<held>)"),
    (Shape.ANNOUNCED, "ill process", rf"{WHY}[Kk]ill process {_cut_task(CUT_SCORE)}"),
    (
        Shape.KILLED,
        "OOM killed process",
        rf"(?:(?P<why>{BEANCOUNTER})[1-9]\d{{0,9}}: )?OOM killed process {TASK}(?P<held> score -?\d.{{0,400}})$",
    ),
    (Shape.GROUP, "memory.oom.group", r"Tasks in (?P<cgroup>/.{0,4000}) are going to be killed due to memory\.oom\.group set"),  # 4.19
    (Shape.REAPED, "oom_reaper: ", rf"oom_reaper: reaped process {TASK}(?:, now anon-rss|{LEFT_OUT})"),  # 4.6
    (Shape.REAPED, "oom_reaper: ", r"oom_reaper: unable to reap pid:(?P<pid>\d{1,10}) \((?P<comm>.{0,64})\)"),
    (Shape.SPARED, "already exiting", rf"{WHY}OOM victim {TASK} is already exiting\. Skip killing"),  # 5.5
    (Shape.PANIC, "anic", r"Kernel panic - not syncing: (?:Out of [Mm]emory|out of memory|System is deadlocked on memory)"),
    (Shape.NOBODY, "killable", r"(?:Memory cgroup o|O)ut of memory(?: and|:) no killable (?:process|task)"),
    (Shape.HUNG, "blocked for more than", r"INFO: task .{1,64}:\d{1,10} (?:<[^>]{1,40}> )?blocked (?:in I/O wait )?for more than \d+ sec"),
    (Shape.PAGES_REFUSED, "page allocation failure", r".{1,64}?: page allocation failure[.:,]? ?(?:order|:)"),
    (Shape.PAGES_AWAITED, "page allocation stalls", r".{1,64}?: page allocation stalls for \d"),  # 4.10 to 4.14
    (Shape.BOOTED, "Linux version ", r"Linux version \d"),
    (Shape.BOOTED, "-- Boot ", r"-- Boot [0-9a-f]{32} --"),  # journalctl
    (Shape.BOOTED, "-- Reboot ", r"-- Reboot --"),  # before 247
    (Shape.PAGES_REFUSED, "vmalloc", r".{1,64}?: vmalloc(?:: allocation failure| error: size )"),
    (Shape.PAGES_REFUSED, "nable to allocate memory", r"SLUB: Unable to allocate memory on node"),
)
COMPILED: Final = tuple((shape, mark, re.compile(pattern)) for shape, mark, pattern in SHAPES)
SUMMARIES: Final = ("oom-kill:constraint=", "oom-kill:,", "oom-kill:...", "oom-kill:…")
"""The second of a 3.10 that was given the line of 5.0, without its constraint; the last of somebody who left it out."""
KERNEL_MARKS: Final = tuple({mark for _, mark, _ in SHAPES} | {*SUMMARIES})

HELD: Final = re.compile(r"\b(anon|file|shmem)-rss:(\d{1,15})kB")
UNLIMITED_KB: Final = 2**53 - 4096
"""PAGE_COUNTER_MAX and what older kernels print for no limit: 9007199254740988, 18014398509481983."""
UNLIMITED_32_KB: Final = (2**31 - 1) * 4
"""PAGE_COUNTER_MAX of 32 bits, in pages of 4 KiB."""


def read_kernel_line(record: Record) -> OomLine | None:
    """None where the line is no such, was cut before what matters, or is another program's."""
    if not record.may_be_kernel:
        return None
    if record.message.startswith(SUMMARIES):
        return read_summary(record)
    for shape, mark, pattern in COMPILED:
        if mark in record.message and (match := pattern.match(record.message)):
            return _line(record, shape, match)
    return None


def read_summary(record: Record) -> OomLine:
    """The line of 5.0 and later. Read from its ends: a process may be called "a,pid=9,b". Without CONFIG_MEMCG it names no group."""
    message = record.message
    start, end = SUMMARY_TASK.search(message), SUMMARY_END.search(message)
    told = {
        "record": record,
        "of_group": _is_of_group(message),
        "over_limit": _between(message, ",oom_memcg=", ",task_memcg="),
        "cpuset": _between(message, ",cpuset=", ",mems_allowed="),
    }
    cgroup = start["cgroup"] if start else None
    if start is None or end is None:
        left = message[start.end() :].rstrip(' .…"') if start else None
        return OomLine(shape=Shape.SUMMARY_CUT, comm=left, cgroup=cgroup, **told)  # type: ignore[arg-type]
    comm = message[start.end() : end.start()]
    return OomLine(shape=Shape.CHOSEN, comm=comm, pid=int(end["pid"]), cgroup=cgroup, **told)  # type: ignore[arg-type]


SUMMARY_TASK: Final = re.compile(
    r"(?:,(?:task_memcg=(?P<cgroup>.{1,4000}?)|mems_allowed=[\d,-]{1,400}|global_oom|oom_memcg=/[^,]{0,4000}),|,?\s?(?:\.\.\.|…),?)task="
)
"""Somebody may have left out what stands before the task."""
SUMMARY_END: Final = re.compile(r",pid=(?P<pid>\d{1,10}),uid=-?\d{1,10}(?!.{0,400},pid=\d)(?:[^\w,].{0,80})?$")
"""The last such, and what a quotation, a table or a page may put behind it."""
HOST_CONSTRAINTS: Final = ("", "CONSTRAINT_NONE", "CONSTRAINT_CPUSET", "CONSTRAINT_MEMORY_POLICY")


def _is_of_group(summary: str) -> bool | None:
    """By oom_memcg, else by the constraint: 5.0 to 5.2 print CONSTRAINT_NONE of every kill. None where the line was cut before."""
    constraint = re.split(r",|\.\.\.|…", summary, maxsplit=1)[0].removeprefix("oom-kill:").removeprefix("constraint=")
    if constraint == "CONSTRAINT_MEMCG" or ",oom_memcg=" in summary:
        return True
    told = ",global_oom" in summary or ",task" in summary
    return False if told and constraint in HOST_CONSTRAINTS else None


def _between(text: str, left: str, right: str) -> str | None:
    start = text.find(left)
    end = text.find(right, start + len(left))
    return text[start + len(left) : end] if 0 <= start < end else None


def _line(record: Record, shape: Shape, match: re.Match[str]) -> OomLine | None:
    named = match.groupdict()
    held = {name: int(kb) * 1024 for name, kb in HELD.findall(named.get("held") or "")}
    comm = named.get("comm")
    if shape is Shape.KILLED and named["held"].strip(",. […]") == "" and comm is not None and comm.count("(") != comm.count(")"):
        return None  # cut behind a bracket of the name
    if shape is Shape.ASKED and named["bare"] is not None and not re.fullmatch(r"\S{1,15}", comm or ""):
        return None  # maybe anybody's words
    if shape is Shape.ASKED and named["order"] == "-1":
        shape = Shape.MANUAL
    limit_kb = int(named.get("limit_kb") or UNLIMITED_KB)
    return OomLine(
        shape=shape,
        record=record,
        comm=comm,
        pid=int(named["pid"]) if named.get("pid") else None,
        cgroup=named.get("cgroup"),
        over_limit=(named.get("over_limit") or "").rstrip() or None,
        cpuset=named.get("cpuset"),
        limit_bytes=limit_kb * 1024 if limit_kb < UNLIMITED_KB and limit_kb != UNLIMITED_32_KB else None,
        anon_bytes=held.get("anon"),
        file_bytes=held.get("file"),
        shmem_bytes=held.get("shmem"),
        of_group=_of_group(shape, named.get("why")),
    )


def _of_group(shape: Shape, why: str | None) -> bool | None:
    if why:
        return why.startswith(("Memory cgroup", BEANCOUNTER))
    return {Shape.TASK_IN: True, Shape.OVER_LIMIT: True, Shape.MEMORY_LIMIT: True, Shape.HOST_MEMORY: False}.get(shape)
