"""Lines of the kernel that a mail program or a writer of notes broke, made whole again."""

import re
from collections.abc import Sequence
from typing import Final

PIECES: Final = 8
"""Into how many a line is broken at most."""
QUOTED: Final = r"[\s>]{0,64}"
KILL_GOES_ON: Final = re.compile(
    QUOTED
    + r"(?P<rest>(?:process \d{1,10},?(?: UID \d{1,10},)? \("
    + r"|(?P<comm>\(.{1,64}?\),? (?:total-vm|UID)\b)"
    + r"|(?:total-vm|(?:anon|file|shmem)-rss|pgtables|UID):\d"
    + r"|(?:(?:score )?-?\d{1,7} )?or sacrifice child).*)"
)
SUMMARY_GOES_ON: Final = re.compile(
    QUOTED + r"(?P<rest>(?:(?:nodemask|cpuset|mems_allowed|oom_memcg|task_memcg|task|pid|uid)=|global_oom,).*)"
)
TASK_GOES_ON: Final = re.compile(QUOTED + r"(?P<rest>killed as a result of limit of /.*|[0-9a-f]{64}(?:\.scope)?\s*$)")
BEANCOUNTER_GOES_ON: Final = re.compile(QUOTED + r"(?P<rest>killed process \d{1,10} \(.*)")
OOMD_GOES_ON: Final = re.compile(QUOTED + r"(?P<rest>(?:for killing )?due to memory (?:pressure|used) .*)")
FOLDED: Final = (
    ("oom-kill:", SUMMARY_GOES_ON),
    ("Task in /", TASK_GOES_ON),
    ("systemd-oomd", OOMD_GOES_ON),
    ("Out of memory in UB", BEANCOUNTER_GOES_ON),
    ("Kill", KILL_GOES_ON),
)
"""What is in the line, and what may go on with it."""
SUMMARY_WHOLE: Final = re.compile(r",task=.{1,64},pid=\d{1,10},uid=-?\d{1,10}$")
OF_ANOTHER: Final = re.compile(r"\[ {0,8}\d{1,10}\.\d{1,9}\]|: ")
"""In a line that begins anew."""
UNSPACED: Final = re.compile(r"(?:,|/|-)\s*$")
"""Ends of a piece behind which there was no blank."""


def may_be_folded(line: str) -> bool:
    return any(mark in line for mark, _ in FOLDED)


def unfold(lines: Sequence[str], index: int) -> tuple[str, int]:
    """The whole line that begins at `index`, and the index of its last piece. Only what the kernel prints behind it goes on.

    A piece that is there twice is one: two writers.
    """
    if whole := _glued(lines, index):
        return whole
    line, last = lines[index], index
    goes_on = next(pattern for mark, pattern in FOLDED if mark in line)
    while last + 1 < min(len(lines), index + PIECES) and (match := goes_on.match(lines[last + 1])):
        if match.groupdict().get("comm") and _is_number_cut(lines[max(0, index - PIECES) : index + PIECES], line):
            break
        if lines[last + 1] != lines[last]:
            line = line.rstrip(" \\")
            line += ("" if goes_on is not KILL_GOES_ON and UNSPACED.search(line) else " ") + match["rest"]
        last += 1
    cut = goes_on is TASK_GOES_ON and last > index and not _is_group_whole(line)
    return (lines[index], index) if cut else (line, last)


def _glued(lines: Sequence[str], index: int) -> tuple[str, int] | None:
    """A summary that was broken wherever the console's line was full."""
    whole = lines[index].rstrip(" \\")
    if "oom-kill:" not in whole or SUMMARY_WHOLE.search(whole):
        return None
    for last in range(index + 1, min(len(lines), index + PIECES)):
        if OF_ANOTHER.search(lines[last]):
            return None
        whole += re.sub(f"^{QUOTED}", "", lines[last]).rstrip(" \\")
        if SUMMARY_WHOLE.search(whole):
            return whole, last
    return None


def _is_number_cut(around: Sequence[str], line: str) -> bool:
    """Whether the number that the line ends with is told longer in those around it."""
    number = re.search(r"process (\d{1,10})\s*$", line)
    return number is None or any(re.search(rf"(?:pid=|process ){number[1]}\d", one) for one in around)


def _is_group_whole(line: str) -> bool:
    """Whether the limit is of the task's own group or of one above it: the first piece may have been cut."""
    group, _, limited = line.partition("Task in ")[2].partition(" killed as a result of limit of ")
    return f"{group.rstrip()}/".startswith(f"{limited.strip().rstrip('/')}/")
