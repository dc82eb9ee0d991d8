"""Visits as they were taken down, and the judging of them: who was in at once, who overtook whom."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate
from pathlib import Path

Sample = tuple[int, int, Sequence[int]]
"""Two moments, and who was blocked on `turn` in between: on a busy machine a look takes tens of milliseconds."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One grant, in nanoseconds of the monotonic clock: asked for, got, given back. `left_ns` 0: killed inside.

    `got_ns` is taken by the holder of `turn`, so it tells the true order; when a process runs on afterwards is the scheduler's choice.
    """

    pid: int
    began_ns: int
    got_ns: int
    left_ns: int


def read_visits(folder: Path) -> Sequence[Visit]:
    """A visit has a line when it begins and another when it ends; one whose process was killed has only the first."""
    found: dict[tuple[int, int], Visit] = {}
    for line in (folder / "visits").read_text().splitlines():
        pid, began_ns, got_ns, left_ns = map(int, line.split())
        found[pid, began_ns] = Visit(pid=pid, began_ns=began_ns, got_ns=got_ns, left_ns=left_ns)
    return sorted(found.values(), key=lambda one: one.got_ns)


def inside_at_entry(visits: Sequence[Visit]) -> Sequence[int]:
    """How many were in as each one had got in, itself included. Of those killed inside nobody knows for how long: they are left out."""
    ends: list[int] = []
    counts = []
    for one in visits:
        while ends and ends[0] <= one.got_ns:
            heappop(ends)
        if one.left_ns:
            heappush(ends, one.left_ns)
        counts.append(len(ends))
    return counts


def most_at_once(visits: Sequence[Visit]) -> int:
    return max(inside_at_entry(visits), default=0)


def overlaps(visits: Sequence[Visit], capacity: int) -> int:
    """Visits that made one more than there may be."""
    return sum(count > capacity for count in inside_at_entry(visits))


def seen_waiting(visits: Sequence[Visit], samples: Sequence[Sample]) -> dict[Visit, int]:
    """By visit: when it had certainly been blocked, by the first look that both began and ended in its wait."""
    looks: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for before_ns, after_ns, waiters in samples:
        for pid in waiters:
            looks[pid].append((before_ns, after_ns))
    seen = {}
    for one in visits:
        place = bisect_left(looks[one.pid], (one.began_ns, 0))
        if place < len(looks[one.pid]) and looks[one.pid][place][1] < one.got_ns:
            seen[one] = looks[one.pid][place][1]
    return seen


def overtakes(visits: Sequence[Visit], samples: Sequence[Sample]) -> int:
    """Visits that got in before somebody who was blocked in /proc/locks before they began."""
    waits = sorted((seen_ns, early.got_ns) for early, seen_ns in seen_waiting(visits, samples).items())
    latest_got_ns = list(accumulate((got_ns for _, got_ns in waits), max, initial=0))
    return sum(latest_got_ns[bisect_left(waits, (late.began_ns, 0))] > late.got_ns for late in visits)
