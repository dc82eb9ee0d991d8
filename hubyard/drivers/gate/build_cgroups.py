"""Steps of builds, by their cgroups: they are children of the engine and outlive the build client, by 0.8 s or for ever."""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from hubyard.errors import StepsLeftOver
from hubyard.gate.processes import in_sight, kill_command, unseen_steps
from hubyard.host.build_steps import SLICE

CGROUPS = Path("/sys/fs/cgroup")
HIERARCHIES = ("memory", "", "unified")
"""Below /sys/fs/cgroup: cgroup v1, v2, and v2 beside v1. The same place the engine sees, as long as we share its cgroup namespace."""
STEPS_LOOK_S = 0.05
"""No event tells of an empty cgroup on v1, and reading a few small files costs less than a watch on v2 would in code."""


class BuildCgroups:
    """Of all hubs. `limit_s` is how long steps that were left over may take to end; what takes longer will not end by itself."""

    def __init__(self, root: Path = CGROUPS, *, limit_s: float = 60.0) -> None:
        self.limit_s = limit_s
        self._slices = [root / name / SLICE for name in HIERARCHIES]

    def populated(self) -> Mapping[str, Sequence[int]]:
        """By hub: processes of its steps, 0 for those of another pid namespace. Hubs without any are left out."""
        found: dict[str, set[int]] = {}
        for folder in (folder for place in self._slices for folder in _folders(place)):
            found.setdefault(folder.name, set()).update(_pids_below(folder))
        return {hub: sorted(pids) for hub, pids in found.items() if pids}


class StepsGone:
    """Ready when `left_over` gives nobody any more. Raises StepsLeftOver when that takes longer than `limit_s`."""

    def __init__(self, left_over: Callable[[], Mapping[str, Sequence[int]]], *, limit_s: float) -> None:
        self._left_over = left_over
        self._limit_s = limit_s
        self._began_s = time.monotonic()

    def wait(self, limit_s: float) -> bool:
        end_s = time.monotonic() + limit_s
        while found := self._left_over():
            if time.monotonic() - self._began_s > self._limit_s:
                raise self._error(found)
            if time.monotonic() > end_s:
                return False
            time.sleep(STEPS_LOOK_S)
        return True

    def _error(self, found: Mapping[str, Sequence[int]]) -> StepsLeftOver:
        pids = [pid for some in found.values() for pid in in_sight(some)]
        return StepsLeftOver(
            hub=", ".join(found),
            pids=", ".join(map(str, pids)),
            waited_s=time.monotonic() - self._began_s,
            remedy=kill_command(found),
            unseen=", ".join(unseen_steps(found)),
        )


def _folders(place: Path) -> Sequence[Path]:
    try:
        return [folder for folder in place.iterdir() if folder.is_dir()]
    except OSError:  # none was ever made, or it went while we looked
        return []


def _pids_below(folder: Path) -> Sequence[int]:
    own = [int(pid) for pid in re.findall(r"\d+", _read(folder / "cgroup.procs"))]
    return [*own, *(pid for child in _folders(folder) for pid in _pids_below(child))]


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
