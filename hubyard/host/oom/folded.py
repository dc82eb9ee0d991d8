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


def unfold(lines: Sequence[str], index: int) -> tuple[str, int]:
    """The whole line that begins at `index`, and the index of its last piece. Only what the kernel prints behind it goes on.

    A piece that is there twice is one: two writers.
    """
    line, last = lines[index], index
    goes_on, between = (SUMMARY_GOES_ON, "") if "oom-kill:" in line else (KILL_GOES_ON, " ")
    while last + 1 < min(len(lines), index + PIECES) and (match := goes_on.match(lines[last + 1])):
        if match.groupdict().get("comm") and not _is_number_whole(lines[max(0, index - PIECES) : index], line):
            break
        line, last = line if lines[last + 1] == lines[last] else line.rstrip(" \\") + between + match["rest"], last + 1
    return line, last


def _is_number_whole(before: Sequence[str], line: str) -> bool:
    """Whether the number that the line ends with is told in those before it too: it may have been cut."""
    number = re.search(r"process (\d{1,10})\s*$", line)
    return number is not None and any(re.search(rf"(?:pid=|process ){number[1]}[ ,]", one) for one in before)


def may_be_folded(line: str) -> bool:
    return "Kill" in line or "oom-kill:" in line
