"""Whether a build only fights for memory at its own limit, by signs of its own cgroup. Numbers: docs/decisions/watchdog.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, starmap
from typing import Final

WINDOW_S: Final = 30.0
PART_S: Final = 9.5
"""Each third of the window must be a fight; with a sign a second, three such parts fill it."""
AT_LIMIT_SHARE: Final = 0.95
"""Of the limit, page cache included. A build that fights stays above 0.97 of it from sample to sample."""
FAULTS_A_SECOND: Final = 10.0
"""Program pages that were thrown out and had to be read again. Fighting builds had 70 and more, others 13 at most."""
FAULTS_A_COMPUTED_SECOND: Final = 500.0
"""The same, by what it computes meanwhile, which neither a slow disk nor a busy machine changes. Fighting builds had 1500, others 90."""
STALLED_SHARE: Final = 0.2
"""Of the time, in which nothing in the cgroup ran for lack of memory. Fighting builds had 0.4 even on two cores with a load of 16."""


@dataclass(frozen=True, kw_only=True)
class Sign:
    """One look at the build cgroup of a hub, with all below it; counters since whenever.

    at_s: monotonic
    quiet_s: since the build client last printed anything
    used_bytes: with page cache (v1 memory.usage_in_bytes, v2 memory.current)
    limit_bytes: of this cgroup; None without one, then it is never judged
    major_faults: pages of programs and mapped files read from the disk (memory.stat: v1 total_pgmajfault, v2 pgmajfault)
    computed_s: CPU time outside the kernel (v2 cpu.stat user_usec, v1 cpuacct.usage_user)
    stalled_s: `full` total of memory.pressure; None where there is none (a v1 host without the unified hierarchy)
    """

    at_s: float
    quiet_s: float
    used_bytes: int
    limit_bytes: int | None
    major_faults: int
    computed_s: float
    stalled_s: float | None = None


def judge(signs: Sequence[Sign]) -> bool:
    """Yes when the build is to be ended. `signs` oldest first, one a second or so; those before the window do not matter.

    All of it must hold for the whole window: it is silent, at its own limit, loads its own program again and again, computes next to
    nothing meanwhile and, where the kernel tells, stands still for lack of memory. Reclaim alone is no sign: who reads a large file is
    refused a page thousands of times a second, and refaults more than a build that fights, but loads no program.
    """
    if not signs or signs[-1].quiet_s < WINDOW_S:
        return False
    window = _window(signs)
    return window[-1].at_s - window[0].at_s >= WINDOW_S and all(map(_at_limit, window)) and all(starmap(_fights, pairwise(_marks(window))))


def _window(signs: Sequence[Sign]) -> Sequence[Sign]:
    """From the newest sign that is a window old, so that it is never shorter than it should be; all of them where there is none."""
    begins = max((place for place, sign in enumerate(signs) if sign.at_s <= signs[-1].at_s - WINDOW_S), default=0)
    return list(islice(signs, begins, None))  # a deque cannot be sliced


def _marks(window: Sequence[Sign]) -> Sequence[Sign]:
    """Signs a part or a little more from one another: a fight that is over must not count for the rest of the window."""
    marks = [window[0]]
    for sign in window:
        if sign.at_s - marks[-1].at_s >= PART_S:
            marks.append(sign)
    return marks


def _fights(first: Sign, last: Sign) -> bool:
    elapsed_s, faults = last.at_s - first.at_s, last.major_faults - first.major_faults
    stalled_s = elapsed_s if first.stalled_s is None or last.stalled_s is None else last.stalled_s - first.stalled_s
    return (
        faults >= FAULTS_A_SECOND * elapsed_s
        and faults >= FAULTS_A_COMPUTED_SECOND * (last.computed_s - first.computed_s)
        and stalled_s >= STALLED_SHARE * elapsed_s
    )


def _at_limit(sign: Sign) -> bool:
    return sign.limit_bytes is not None and sign.used_bytes >= AT_LIMIT_SHARE * sign.limit_bytes
