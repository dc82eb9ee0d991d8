"""Memory of a cgroup of either version, from its files as a probe printed them. For the probes that look into cgroups."""

from collections.abc import Mapping
from typing import Final

from hubyard.host.cgroups import CgroupMemory, parse_held_v1, parse_held_v2, parse_kills, parse_limit

HELD_LINES: Final = (
    "^(anon|shmem|sock|kernel|kernel_stack|pagetables|sec_pagetables|percpu|vmalloc|slab|slab_reclaimable|"
    "total_rss|total_shmem|oom_kill) |^[0-9]+$|^max$|^full "
)
"""For grep -E: of all these files the lines that are read here, so that a host with many containers does not send a megabyte."""


def memory_of(files: Mapping[str, str], folder: str) -> CgroupMemory | None:
    """None where what it holds cannot be read."""
    held_bytes = _held_bytes(files, folder)
    return None if held_bytes is None else CgroupMemory(held_bytes=held_bytes, limit_bytes=limit_of(files, folder))


def limit_of(files: Mapping[str, str], folder: str) -> int | None:
    text = files.get(f"{folder}/memory.max") or files.get(f"{folder}/memory.limit_in_bytes")
    try:
        return parse_limit(text) if text else None
    except ValueError:
        return None


def kills_in(files: Mapping[str, str], folder: str) -> int | None:
    """Since it was made; on v1 only of its own processes, not of cgroups below."""
    text = files.get(f"{folder}/memory.events") or files.get(f"{folder}/memory.oom_control")
    return parse_kills(text) if text else None


def _held_bytes(files: Mapping[str, str], folder: str) -> int | None:
    stat = files.get(f"{folder}/memory.stat", "")
    try:
        if "total_rss " in stat:
            return parse_held_v1(stat=stat, kernel=files.get(f"{folder}/memory.kmem.usage_in_bytes", "").strip())
        return parse_held_v2(stat)
    except (KeyError, ValueError):
        return None
