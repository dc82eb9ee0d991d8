"""Whole scripts, and run on folders that look like cgroups."""

import subprocess
from pathlib import Path

import pytest

from hubyard.engine.as_root import as_root
from hubyard.engine.cap import REFUSED_STATUS, Cap, cap_script

V1 = Cap(version=1, root=Path("/sys/fs/cgroup/memory"), parent="/hubyard.slice/fin", limit_bytes=367001600)
V2 = Cap(version=2, root=Path("/sys/fs/cgroup"), parent="/hubyard.slice/fin", limit_bytes=367001600)
V1_TEXT = """\
set -eu
umask 022
cd /sys/fs/cgroup/memory
mkdir -p hubyard.slice/fin
cd hubyard.slice/fin
{ echo 1 >memory.use_hierarchy; } 2>/dev/null || :
{ echo 367001600 >memory.limit_in_bytes; } 2>/dev/null || :
if [ -e memory.memsw.limit_in_bytes ]; then echo 367001600 >memory.memsw.limit_in_bytes || exit 9; fi
echo 367001600 >memory.limit_in_bytes || exit 9
echo 0 >memory.max_usage_in_bytes
"""
V2_TEXT = """\
set -eu
umask 022
cd /sys/fs/cgroup
echo +memory >cgroup.subtree_control
mkdir -p hubyard.slice
echo +memory >hubyard.slice/cgroup.subtree_control
rmdir hubyard.slice/fin/buildkit/* hubyard.slice/fin/buildkit hubyard.slice/fin 2>/dev/null || :
mkdir -p hubyard.slice/fin
cd hubyard.slice/fin
if read -r _ populated <cgroup.events && [ "$populated" = 1 ]; then exit 9; fi
if [ -e memory.swap.max ]; then echo 0 >memory.swap.max; fi
echo 367001600 >memory.max || exit 9
"""


@pytest.mark.parametrize(("cap", "expected"), [(V1, V1_TEXT), (V2, V2_TEXT)], ids=["v1", "v2"])
def test_cap_script(cap: Cap, expected: str) -> None:
    assert cap_script(cap) == expected


def lifted(cap: Cap) -> Cap:
    return Cap(version=cap.version, root=cap.root, parent=cap.parent, limit_bytes=None)


def test_cap_script_that_takes_a_limit_away() -> None:
    assert cap_script(lifted(V1)) == V1_TEXT.replace("367001600", "-1")
    assert cap_script(lifted(V2)) == V2_TEXT.replace("echo 0 >", "echo max >").replace("367001600", "max")


def test_cap_script_of_odd_names_is_quoted() -> None:
    odd = Cap(version=1, root=Path("/mnt/my cgroups"), parent="/hubyard.slice/a;b", limit_bytes=1)
    assert "cd '/mnt/my cgroups'\nmkdir -p 'hubyard.slice/a;b'\n" in cap_script(odd)


# -- run, on v2, by any shell: files take the place of the kernel's


@pytest.fixture
def v2(tmp_path: Path) -> Cap:
    """As it is after a build: the hub's folder is there, and its files with it, so the script cannot remove it."""
    hub = tmp_path / "hubyard.slice" / "fin"
    hub.mkdir(parents=True)
    (hub / "cgroup.events").write_text("populated 0\nfrozen 0\n", encoding="ascii")
    (hub / "memory.swap.max").write_text("max\n", encoding="ascii")
    return Cap(version=2, root=tmp_path, parent="/hubyard.slice/fin", limit_bytes=5)


def ran(cap: Cap) -> int:
    return subprocess.run(as_root(cap_script(cap)), check=False, timeout=10).returncode


def test_v2_script_delegates_and_limits(v2: Cap) -> None:
    assert ran(v2) == 0
    written = {
        file: (v2.root / file).read_text(encoding="ascii") for file in ("cgroup.subtree_control", "hubyard.slice/cgroup.subtree_control")
    }
    assert set(written.values()) == {"+memory\n"}
    assert (v2.folder / "memory.max").read_text(encoding="ascii") == "5\n"
    assert (v2.folder / "memory.swap.max").read_text(encoding="ascii") == "0\n"


def test_v2_script_leaves_a_cgroup_with_processes_alone(v2: Cap) -> None:
    (v2.folder / "cgroup.events").write_text("populated 1\nfrozen 0\n", encoding="ascii")
    assert ran(v2) == REFUSED_STATUS
    assert not (v2.folder / "memory.max").exists()


def test_v2_script_removes_what_earlier_steps_left(v2: Cap) -> None:
    (v2.folder / "buildkit" / "abc").mkdir(parents=True)
    assert ran(v2) == 0
    assert not (v2.folder / "buildkit").exists()
