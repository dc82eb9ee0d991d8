"""Of what kernels printed: tests/data/host."""

import re
from pathlib import Path

import pytest

from hubyard.host.cgroups import CgroupMemory, Strain, parse_held_v1, parse_held_v2, parse_kills, parse_limit, parse_strain

V1, V2 = Path("tests/data/host/v1"), Path("tests/data/host/v2")
STAT_V1, STAT_V2 = (V1 / "memory.stat").read_text(), (V2 / "memory.stat").read_text()
STAT_BEFORE_5_18 = re.sub(r"^(kernel|sec_pagetables|vmalloc) .*\n", "", STAT_V2, flags=re.MULTILINE)


def test_parse_held_v1_is_own_shared_and_kernel_memory() -> None:
    assert parse_held_v1(stat=STAT_V1, kernel="86016\n") == 20975616 + 5242880 + 86016


def test_parse_held_v1_without_kernel_memory() -> None:
    assert parse_held_v1(stat=STAT_V1, kernel="") == 20975616 + 5242880


HELD_V2 = {
    "kernel_as_one_line": (STAT_V2, 23826432 + 4096 + 806912 - 39264),
    "kernel_in_parts": (STAT_BEFORE_5_18, 23826432 + 4096 + 147456 + 438272 + 256 + 152904),
    "sockets_count": (STAT_V2.replace("sock 0", "sock 4096"), 23826432 + 4096 + 806912 - 39264 + 4096),
    "counters_that_lag_take_nothing_off": ("anon 5\nshmem 1\nkernel 2\nslab_reclaimable 3\n", 6),
}


@pytest.mark.parametrize(("stat", "held_bytes"), HELD_V2.values(), ids=HELD_V2)
def test_parse_held_v2(stat: str, held_bytes: int) -> None:
    assert parse_held_v2(stat) == held_bytes


LIMITS = {
    "v2_none": ("max\n", None),
    "v2": ("268435456\n", 268435456),
    "v2_nothing_at_all": ("0\n", 0),
    "v1": ((V1 / "memory.limit_in_bytes").read_text(), 64 * 1024**2),
    "v1_none_in_pages_of_4_kib": ("9223372036854771712\n", None),
    "v1_none_in_pages_of_64_kib": ("9223372036854710272\n", None),
    "v1_none_before_3_19": ("18446744073709551615\n", None),
}


@pytest.mark.parametrize(("text", "limit_bytes"), LIMITS.values(), ids=LIMITS)
def test_parse_limit(text: str, limit_bytes: int | None) -> None:
    assert parse_limit(text) == limit_bytes


KILLS = {
    "v1_before": ((V1 / "memory.oom_control").read_text(), 0),
    "v1_after": ((V1 / "memory.oom_control.after").read_text(), 1),
    "v1_before_4_13": ("oom_kill_disable 0\nunder_oom 0\n", None),
    "v2": ((V2 / "memory.events").read_text(), 0),
    "v2_groups_are_counted_by_process": ("oom 1\noom_kill 3\noom_group_kill 1\n", 3),
    "vmstat": ("drop_slab 0\noom_kill 4\nnuma_pte_updates 0\n", 4),
}


@pytest.mark.parametrize(("text", "kills"), KILLS.values(), ids=KILLS)
def test_parse_kills(text: str, kills: int | None) -> None:
    assert parse_kills(text) == kills


STRAINS = {
    "v1_with_all_below": ("workingset_refault_anon 1\ntotal_workingset_refault_anon 20\ntotal_workingset_refault_file 3\n", 23),
    "v2": ("workingset_refault_anon 20\nworkingset_refault_file 3\nworkingset_restore_file 9\n", 23),
    "before_5_9": ("workingset_refault 23\n", 23),
    "recorded_v1": (STAT_V1, 0),
}


@pytest.mark.parametrize(("stat", "refaults"), STRAINS.values(), ids=STRAINS)
def test_parse_strain(stat: str, refaults: int) -> None:
    assert parse_strain(stat=stat, limit_hits=7) == Strain(refaults=refaults, limit_hits=7)


HEADROOMS = {"no_limit": (None, None), "room": (12, 2), "full": (10, 0), "over_it": (9, 0)}


@pytest.mark.parametrize(("limit_bytes", "headroom_bytes"), HEADROOMS.values(), ids=HEADROOMS)
def test_headroom(limit_bytes: int | None, headroom_bytes: int | None) -> None:
    assert CgroupMemory(held_bytes=10, limit_bytes=limit_bytes).headroom_bytes == headroom_bytes
