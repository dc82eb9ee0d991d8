"""Whether the engine runs on this host."""

from pathlib import Path

import pytest

from hubyard.engine.here import runs_here
from hubyard.engine.port import EngineInfo

GIB = 1024**3
CASES = {
    "the_same": ("vm", "6.18.44", 24 * GIB, True),
    "memory_nearly": ("vm", "6.18.44", 24 * GIB + GIB // 10, True),
    "memory_far": ("vm", "6.18.44", 32 * GIB, False),
    "other_name": ("docker-desktop", "6.18.44", 24 * GIB, False),
    "other_kernel": ("vm", "6.12.0-linuxkit", 24 * GIB, False),
}


@pytest.mark.parametrize(("name", "kernel", "memory_bytes", "expected"), CASES.values(), ids=CASES)
def test_runs_here(name: str, kernel: str, memory_bytes: int, *, expected: bool) -> None:
    info = EngineInfo(
        name=name,
        kernel=kernel,
        version="26.1.5",
        memory_bytes=memory_bytes,
        root_folder=Path("/"),
        cgroup_driver="cgroupfs",
        cgroup_version=1,
    )
    assert runs_here(info, host_name="vm", kernel="6.18.44", memory_bytes=24 * GIB) == expected
