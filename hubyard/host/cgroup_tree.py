"""Where the cgroups of the memory controller are seen, and where in them a process is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

MOUNT: Final = re.compile(r"^\S+ \S+ \S+ (?P<root>\S+) (?P<point>\S+) .*? - (?P<kind>cgroup2?) \S+ (?P<options>\S+)$", re.MULTILINE)
"""A line of /proc/<pid>/mountinfo (proc_pid_mountinfo(5))."""


@dataclass(frozen=True, kw_only=True)
class CgroupTree:
    """The cgroups of the memory controller as this process sees them.

    version: 1 or 2
    root: the folder of the topmost one: the host's, or in a container the container's own
    root_path: the same as /proc/<pid>/cgroup says it: "/", or in a container without a cgroup namespace "/docker/<id>"
    pressure_root: a cgroup2 tree with the same folders, which has `memory.pressure`; None on v1 that has none beside it
    """

    version: int
    root: Path
    root_path: str
    pressure_root: Path | None

    def folder(self, path: str) -> Path | None:
        """Of the cgroup that /proc/<pid>/cgroup calls `path`; None where it is out of our sight."""
        if PurePosixPath(path).is_relative_to(self.root_path) and ".." not in PurePosixPath(path).parts:
            return self.root / PurePosixPath(path).relative_to(self.root_path)
        return None


def parse_tree(mountinfo: str) -> CgroupTree | None:
    """Of /proc/self/mountinfo. On v1 with cgroup2 beside it the memory controller is v1's. None: no cgroups are mounted."""
    mounts = [match.groupdict() for match in MOUNT.finditer(mountinfo)]
    unified = next((mount for mount in mounts if mount["kind"] == "cgroup2"), None)
    pressure_root = Path(unified["point"]) if unified else None
    memory = next((mount for mount in mounts if mount["kind"] == "cgroup" and "memory" in mount["options"].split(",")), None)
    if chosen := memory or unified:
        return CgroupTree(version=1 if memory else 2, root=Path(chosen["point"]), root_path=chosen["root"], pressure_root=pressure_root)
    return None


def parse_cgroup(text: str) -> Mapping[str, str]:
    """Of /proc/<pid>/cgroup: the path by controller, "" for v2."""
    lines = (line.split(":", 2) for line in text.splitlines())
    return {controller: path for _number, controllers, path in lines for controller in controllers.split(",")}


def memory_path(text: str) -> str:
    """Of /proc/<pid>/cgroup: where its memory is counted. "/" where that is not said."""
    paths = parse_cgroup(text)
    return paths.get("memory", paths.get("", "/"))
