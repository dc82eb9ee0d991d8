"""Hosts as trees of plain files: what a kernel would say of cgroups that no test may make."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubyard.drivers.host.linux_host import LinuxHost

MIB: Final = 1024**2
GIB: Final = 1024**3
ID: Final = "bngcu53lqktnajac66yhf7rb"
"""A letter short of the id of a step."""
CONTAINER: Final = "6b9c0e2f0be459d2b75149359ce7a749697aca31be80a39003bad8eb83ff6ce1"
NO_LIMIT_V1: Final = 9223372036854771712


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a host mounts its cgroups, and where in them we are."""

    version: int
    mounts: tuple[tuple[str, str, str], ...]
    """(what of the tree is mounted, below which folder, kind and options)"""
    own: str = "0::/user.slice/session-1.scope\n"


V1 = Layout(version=1, mounts=(("/", "memory", "cgroup cgroup rw,memory"),), own="4:memory:/user.slice/session-1.scope\n")
HYBRID = Layout(version=1, mounts=(*V1.mounts, ("/", "unified", "cgroup2 cgroup2 rw")), own=f"{V1.own}0::/\n")
V2 = Layout(version=2, mounts=(("/", "", "cgroup2 cgroup2 rw,nsdelegate"),))
V1_CONTAINER = Layout(
    version=1, mounts=((f"/docker/{CONTAINER}", "memory", "cgroup cgroup rw,memory"),), own=f"4:memory:/docker/{CONTAINER}/user.slice\n"
)
V2_CONTAINER = Layout(version=2, mounts=V2.mounts, own="0::/init\n")

LAYOUTS: Final = {"v1": V1, "hybrid": HYBRID, "v2": V2, "v1_container": V1_CONTAINER, "v2_container": V2_CONTAINER}


@dataclass(kw_only=True)
class HostTree:
    """A host of 8 GiB, 6 of them available, in the folder `place`."""

    place: Path
    layout: Layout

    def __post_init__(self) -> None:
        mounts = [
            f"3{n} 2 0:3{n} {root} {self.cgroups / folder} rw - {kind}\n" for n, (root, folder, kind) in enumerate(self.layout.mounts)
        ]
        self.write("proc/self/mountinfo", "".join(mounts))
        self.write("proc/self/cgroup", self.layout.own)
        self.write("proc/meminfo", f"MemTotal:       {8 * 1024**2} kB\nMemAvailable:   {6 * 1024**2} kB\n")

    @property
    def cgroups(self) -> Path:
        return self.place / "cgroup"

    @property
    def host(self) -> LinuxHost:
        return LinuxHost(self.place / "proc")

    def folder(self, path: str) -> Path:
        """Of the memory hierarchy."""
        return self.cgroups / self.layout.mounts[0][1] / path

    def write(self, name: str, text: str) -> None:
        file = self.place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def cgroup(self, path: str, *, held: int = 0, limit: int | None = None, pids: str = "") -> Path:
        """One that holds `held` bytes, half of them shared memory, beside as much page cache."""
        folder = self.folder(path)
        files = _files_v1(held, limit) if self.layout.version == 1 else _files_v2(held, limit)
        for name, text in {**files, "cgroup.procs": pids}.items():
            self.write(str(folder.relative_to(self.place) / name), text)
        return folder


def _files_v1(held: int, limit: int | None) -> Mapping[str, str]:
    return {
        "memory.stat": f"cache {held}\nrss 0\nshmem 0\ntotal_cache {held}\ntotal_rss {held // 2}\ntotal_shmem {held // 2}\n",
        "memory.kmem.usage_in_bytes": "0\n",
        "memory.limit_in_bytes": f"{NO_LIMIT_V1 if limit is None else limit}\n",
        "memory.max_usage_in_bytes": f"{2 * held}\n",
        "memory.failcnt": "3\n",
        "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
    }


def _files_v2(held: int, limit: int | None) -> Mapping[str, str]:
    return {
        "memory.stat": f"anon {held // 2}\nfile {held}\nkernel 0\nshmem {held // 2}\n",
        "memory.max": "max\n" if limit is None else f"{limit}\n",
        "memory.high": "max\n",
        "memory.peak": f"{2 * held}\n",
        "memory.events": "low 0\nhigh 0\nmax 3\noom 2\noom_kill 2\noom_group_kill 0\n",
    }
