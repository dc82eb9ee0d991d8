"""Looks once a second whether a build only fights for memory at its own limit."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hubyard.drivers.host.cgroup_files import read_limit_bytes, read_pressure, read_text
from hubyard.gate.watchdog import WINDOW_S, Sign
from hubyard.host.cgroups import parse_counters

if TYPE_CHECKING:
    from hubyard.host.cgroup_tree import CgroupTree

SIGN_S: Final = 1.0

Judge = Callable[[Sequence[Sign]], bool]
"""From signs, oldest first, to whether the build is to be ended."""


class Watchdog:
    """Of one build. `folder` is the build cgroup of its hub. `thrashing` once judged so: then the client is to be ended."""

    def __init__(self, tree: "CgroupTree", folder: Path, *, judge: Judge) -> None:
        self._tree, self._folder, self._judge = tree, folder, judge
        self._heard_s = self._looked_s = time.monotonic()
        self._signs: deque[Sign] = deque()
        self.thrashing = False

    def hear(self) -> None:
        """The build has printed something."""
        self._heard_s = time.monotonic()

    def look(self) -> None:
        now_s = time.monotonic()
        if now_s - self._looked_s < SIGN_S:
            return
        self._looked_s = now_s
        sign = read_sign(self._tree, self._folder, at_s=now_s, quiet_s=now_s - self._heard_s)
        if sign is not None:
            self._signs.append(sign)
        while self._signs and self._signs[0].at_s < now_s - 2 * WINDOW_S:
            self._signs.popleft()
        self.thrashing = self.thrashing or self._judge(self._signs)


def read_sign(tree: "CgroupTree", folder: Path, *, at_s: float, quiet_s: float) -> Sign | None:
    """Of a hub's build cgroup with all below it. None where it is not there, or what must be known cannot be read."""
    stat = parse_counters(read_text(folder / "memory.stat") or "")
    used = read_text(folder / "memory.current") or read_text(folder / "memory.usage_in_bytes")
    major_faults = stat.get("total_pgmajfault", stat.get("pgmajfault"))
    computed_s = read_computed_s(tree, folder)
    if not used or major_faults is None or computed_s is None:
        return None
    pressure = read_pressure(tree, folder)
    return Sign(
        at_s=at_s,
        quiet_s=quiet_s,
        used_bytes=int(used),
        limit_bytes=read_limit_bytes(folder),
        major_faults=major_faults,
        computed_s=computed_s,
        stalled_s=pressure.full_total_s if pressure else None,
    )


def read_computed_s(tree: "CgroupTree", folder: Path) -> float | None:
    """CPU time outside the kernel. v1 has it in a hierarchy of its own, mounted beside memory's under the controller's name."""
    if tree.version == 1:
        nanoseconds = read_text(tree.root.parent / "cpuacct" / folder.relative_to(tree.root) / "cpuacct.usage_user")
        return int(nanoseconds) / 1e9 if nanoseconds else None
    microseconds = parse_counters(read_text(folder / "cpu.stat") or "").get("user_usec")
    return None if microseconds is None else microseconds / 1e6
