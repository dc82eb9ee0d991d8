"""Memory of a control group, version 1 and 2: what it holds, what it may have, who was killed in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

NO_LIMIT_BYTES: Final = 1 << 62
"""v1 prints the greatest number of whole pages below 2^63 where there is no limit; how great that is depends on the page size."""
KERNEL_PARTS: Final = ("kernel_stack", "pagetables", "sec_pagetables", "percpu", "vmalloc", "slab")
"""What `kernel` is made of, for kernels before 5.18, which do not print it (cgroup-v2.rst, memory.stat)."""


@dataclass(frozen=True, kw_only=True)
class CgroupMemory:
    """One cgroup with all below it.

    held_bytes: anonymous memory, shared memory and the kernel's: what cannot be had back without ending something. Page cache is left out.
    limit_bytes: its own limit, None without one
    """

    held_bytes: int
    limit_bytes: int | None = None

    @property
    def headroom_bytes(self) -> int | None:
        """What it may still take; None without a limit."""
        return None if self.limit_bytes is None else max(0, self.limit_bytes - self.held_bytes)


@dataclass(frozen=True, kw_only=True)
class Strain:
    """Signs that a cgroup fights for memory, as counters since it was made: what tells is how fast they grow.

    refaults: pages that had just been thrown out and were needed again
    limit_hits: how often it ran into its limit
    """

    refaults: int
    limit_hits: int


def parse_held_v1(*, stat: str, kernel: str) -> int:
    """Of memory.stat and memory.kmem.usage_in_bytes ("" where the kernel counts none).

    Here the kernel's share holds what it could give back as well (cached names and inodes), which v1 does not tell apart.
    """
    counted = parse_counters(stat)
    return counted["total_rss"] + counted.get("total_shmem", 0) + int(kernel or 0)


def parse_held_v2(stat: str) -> int:
    """Of memory.stat. `sock` is no part of `kernel`; what the kernel can give back of its own (slab_reclaimable) counts as cache does."""
    counted = parse_counters(stat)
    kernel = counted.get("kernel", sum(counted.get(part, 0) for part in KERNEL_PARTS))
    return counted["anon"] + counted["shmem"] + counted.get("sock", 0) + max(0, kernel - counted.get("slab_reclaimable", 0))


def parse_limit(text: str) -> int | None:
    """Of memory.max, memory.high or memory.limit_in_bytes. None: no limit."""
    limit = text.strip()
    if limit == "max" or int(limit) >= NO_LIMIT_BYTES:
        return None
    return int(limit)


def parse_kills(text: str) -> int | None:
    """How many the kernel has killed for memory; None where it does not count them (before 4.13).

    Of memory.events (v2: in the cgroup and all below), memory.oom_control (v1: in the cgroup alone) or /proc/vmstat (on the host).
    """
    return parse_counters(text).get("oom_kill")


def parse_strain(*, stat: str, limit_hits: int) -> Strain:
    """Of memory.stat, v1 or v2; before 5.9 the kernel does not tell refaults of files and of anonymous memory apart."""
    counted = parse_counters(stat)
    refaults = sum(count for name, count in counted.items() if re.fullmatch(r"workingset_refault(_anon|_file)?", name))
    below = sum(count for name, count in counted.items() if re.fullmatch(r"total_workingset_refault(_anon|_file)?", name))
    return Strain(refaults=below or refaults, limit_hits=limit_hits)


def parse_counters(text: str) -> Mapping[str, int]:
    """Lines of "name number", as in memory.stat, memory.events, memory.oom_control and /proc/vmstat."""
    return {name: int(count) for name, count in re.findall(r"^(\w+) (\d+)$", text, re.MULTILINE)}
