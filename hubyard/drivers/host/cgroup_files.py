"""Memory cgroups as files. What is missing, or may not be read, is None or nothing: a cgroup may go as we look."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubyard.host.build_steps import SLICE
from hubyard.host.cgroup_tree import CgroupTree, parse_tree
from hubyard.host.cgroups import CgroupMemory, Strain, parse_counters, parse_held_v1, parse_held_v2, parse_kills, parse_limit, parse_strain
from hubyard.host.pressure import Pressure, parse_pressure

PROC: Final = Path("/proc")
NO_CHILDREN: Final = 2


@dataclass(frozen=True, kw_only=True)
class StepCgroup:
    """A build step as the kernel has it. `folder.name` is BuildKit's id of the step; `pids` as `read_pids` gives them."""

    folder: Path
    pids: tuple[int, ...]


def read_tree(proc: Path = PROC) -> CgroupTree | None:
    """Where cgroups are; None where none are mounted. It does not change while we run: keep it."""
    mountinfo = read_text(proc / "self/mountinfo")
    return None if mountinfo is None else parse_tree(mountinfo)


def hub_folder(tree: CgroupTree, hub: str) -> Path:
    """The build cgroup of a hub (slug) in the memory hierarchy; its limit goes here. It is there once somebody made it, or it was built."""
    return tree.root / SLICE / hub


def read_steps(folder: Path) -> Sequence[StepCgroup]:
    """Steps below a hub's folder that have processes."""
    steps = [StepCgroup(folder=step, pids=read_pids(step)) for step in folders_in(folder / "buildkit")]
    return [step for step in steps if step.pids]


def read_memory(folder: Path) -> CgroupMemory | None:
    """What a cgroup and all below it hold, and its own limit."""
    stat = read_text(folder / "memory.stat")
    if not stat:
        return None
    if "\ntotal_rss " in stat:
        held_bytes = parse_held_v1(stat=stat, kernel=read_text(folder / "memory.kmem.usage_in_bytes") or "")
    else:
        held_bytes = parse_held_v2(stat)
    return CgroupMemory(held_bytes=held_bytes, limit_bytes=read_limit_bytes(folder))


def read_limit_bytes(folder: Path) -> int | None:
    """Its own limit; None without one. On v2 the lesser of `max` and `high`, beyond which nothing is killed but all stand still."""
    texts = [read_text(folder / name) for name in ("memory.limit_in_bytes", "memory.max", "memory.high")]
    limits = [limit for text in texts if text and (limit := parse_limit(text)) is not None]
    return min(limits, default=None)


def read_peak_bytes(folder: Path) -> int | None:
    """The most it was ever charged with, page cache included: never less than the peak of what it held. None before Linux 5.19 on v2."""
    text = read_text(folder / "memory.peak") or read_text(folder / "memory.max_usage_in_bytes")
    return int(text) if text else None


def read_kills(folder: Path) -> int | None:
    """Kills in a cgroup: on v2 with all below it; on v1 in it alone, so a step's own must be asked while it is there."""
    text = read_text(folder / "memory.events") or read_text(folder / "memory.oom_control")
    return None if text is None else parse_kills(text)


def read_host_kills(proc: Path = PROC) -> int | None:
    """Kills on the host since it booted: that something was killed somewhere."""
    text = read_text(proc / "vmstat")
    return None if text is None else parse_kills(text)


def read_strain(folder: Path) -> Strain | None:
    stat, events, fails = (read_text(folder / name) for name in ("memory.stat", "memory.events", "memory.failcnt"))
    if not stat or not (events or fails):
        return None
    return parse_strain(stat=stat, limit_hits=int(fails) if fails else parse_counters(events or "").get("max", 0))


def read_pressure(tree: CgroupTree, folder: Path) -> Pressure | None:
    """Of a cgroup of the memory hierarchy. None where the kernel counts none for it, as on v1 that has no cgroup2 beside it."""
    if tree.pressure_root is None:
        return None
    text = read_text(tree.pressure_root / folder.relative_to(tree.root) / "memory.pressure")
    return parse_pressure(text) if text else None


def read_pids(folder: Path) -> tuple[int, ...]:
    """Processes of a cgroup and all below it, lowest first. One that is none of our pid namespace's is 0."""
    own = [int(pid) for pid in re.findall(r"\d+", read_text(folder / "cgroup.procs") or "")]
    return tuple(sorted([*own, *(pid for child in folders_in(folder) for pid in read_pids(child))]))


def folders_in(folder: Path) -> Sequence[Path]:
    """What it is the parent of. A folder with two links, to itself and from its parent, has none: most need not be listed for that."""
    try:
        if folder.stat().st_nlink == NO_CHILDREN:
            return []
        with os.scandir(folder) as entries:
            return [folder / entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def read_text(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
