from dataclasses import replace

import pytest

from hubyard.diagnosis.facts.host import MemoryFacts, Pressure
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.probes.memory import parse
from tests.unit.diagnosis.probes.answers import answer

MIB = 1 << 20
MEMINFO = ("meminfo", "MemTotal:        4096000 kB\nMemFree:          100000 kB\nMemAvailable:    2048000 kB\nHugePages_Total:       0")
PLAIN = MemoryFacts(total_bytes=4096000 * 1024, available_bytes=2048000 * 1024)
V2 = "/sys/fs/cgroup/{0}memory.max:{1}\n/sys/fs/cgroup/{0}memory.stat:anon {2}\n/sys/fs/cgroup/{0}memory.stat:shmem 0\n"
V1 = "/m/{0}memory.limit_in_bytes:{1}\n/m/{0}memory.stat:total_rss {2}\n/m/{0}memory.kmem.usage_in_bytes:{3}\n"

CASES = {
    "meminfo_alone": ([], PLAIN),
    "kernel_kills": ([("vmstat", "oom_kill 7")], replace(PLAIN, kernel_kills=7)),
    "kernel_that_counts_none": ([("vmstat", "", 1)], PLAIN),
    "pressure": (
        [("memory", "some avg10=25.00 avg60=1.00 avg300=0.50 total=9\nfull avg10=12.00 avg60=1.00 avg300=0.25 total=9")],
        replace(PLAIN, pressure=Pressure(some_10_share=0.25, full_10_share=0.12, some_300_share=0.005, full_300_share=0.0025)),
    ),
    "cpu_pressure_of_old_kernels_has_no_full": (
        [("cpu", "some avg10=50.00 avg60=1.00 avg300=1.00 total=9")],
        replace(PLAIN, cpu_pressure=Pressure(some_10_share=0.5, some_300_share=0.01)),
    ),
    "pressure_switched_off": ([("memory", "cat: /proc/pressure/memory: Operation not supported", 1)], PLAIN),
    "limit_of_a_container_v2": ([("above", V2.format("", 512 * MIB, MIB))], replace(PLAIN, limit_bytes=512 * MIB, limit_held_bytes=MIB)),
    "least_limit_of_those_above": (
        [("above", V2.format("a/b/", "max", 1) + V2.format("a/", 256 * MIB, 5) + V2.format("", 512 * MIB, 9))],
        replace(PLAIN, limit_bytes=256 * MIB, limit_held_bytes=5),
    ),
    "limit_v1_with_the_kernels_share": (
        [("above", V1.format("", 512 * MIB, 7, 3))],
        replace(PLAIN, limit_bytes=512 * MIB, limit_held_bytes=10),
    ),
    "no_limit_v1": ([("above", V1.format("", 9223372036854771712, 7, 3))], PLAIN),
    "limit_above_the_host": ([("above", V2.format("", 1 << 40, 1))], PLAIN),
}


@pytest.mark.parametrize(("parts", "expected"), CASES.values(), ids=CASES)
def test_parse(parts: list[tuple[str, str]], expected: MemoryFacts) -> None:
    assert parse(answer(MEMINFO, *parts)) == expected


def test_kernel_without_available_counts_what_is_free_and_cached() -> None:
    meminfo = ("meminfo", "MemTotal: 4000 kB\nMemFree: 100 kB\nBuffers: 10 kB\nCached: 20 kB")
    assert parse(answer(meminfo)) == MemoryFacts(total_bytes=4000 * 1024, available_bytes=130 * 1024, cache_bytes=30 * 1024)


def test_no_proc_is_absent() -> None:
    assert parse(answer(("meminfo", "cat: /proc/meminfo: No such file or directory", 1))) == Unread(
        why=Why.ABSENT, detail="cat: /proc/meminfo: No such file or directory"
    )
