"""A process in a cgroup of this host, where the engine would put a build step of a hub: below /hubyard.slice, and gone after the test."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from hubyard.drivers.host.cgroup_files import hub_folder, read_tree
from hubyard.host.build_steps import SLICE
from hubyard.host.cgroup_tree import CgroupTree

ID: Final = "hubyardtest00000000000000"
MIB: Final = 1024**2
PROGRAM: Final = """
import mmap, sys
held = []
for line in sys.stdin:
    own, shared = map(int, line.split())
    held.append(bytearray(own))
    if shared:
        held.append(mmap.mmap(-1, shared))
        held[-1].write(bytes(1) * shared)
    print(flush=True)
"""
ENDS_S: Final = 10.0


@dataclass(frozen=True, kw_only=True)
class RealStep:
    """`hub` is the folder of the hub, `folder` that of its step."""

    hub: Path
    folder: Path
    process: subprocess.Popen[str]

    def take(self, *, own: int, shared: int = 0) -> None:
        """Let it have so many bytes more. It may be killed for that."""
        stdin, stdout = self._pipes
        stdin.write(f"{own} {shared}\n")
        stdin.flush()
        stdout.readline()

    @property
    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        return self.process.stdin, self.process.stdout


def cgroups_can_be_made() -> bool:
    """Root of the host, or of a container that was given its part of the tree."""
    tree = read_tree()
    return tree is not None and os.geteuid() == 0 and os.access(tree.root, os.W_OK) and _has_memory(tree)


@contextmanager
def real_step(name: str, *, limit: int | None = None) -> Iterator[RealStep]:
    """Of a hub that is named for the test and this process, so that no other's is touched."""
    tree = read_tree()
    assert tree is not None
    hub = hub_folder(tree, f"{name}-{os.getpid()}")
    step = hub / "buildkit" / ID
    step.mkdir(parents=True)
    try:
        if tree.version == 2:
            _hand_down(tree.root, step)
        if limit is not None:
            _limit(hub, limit, version=tree.version)
        with subprocess.Popen([sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            (step / "cgroup.procs").write_text(str(process.pid))
            yield RealStep(hub=hub, folder=step, process=process)
            with suppress(BrokenPipeError):
                process.communicate()
    finally:
        for folder in (step, step.parent, hub):
            _remove(folder)


def _has_memory(tree: CgroupTree) -> bool:
    return tree.version == 1 or "memory" in (tree.root / "cgroup.subtree_control").read_text().split()


def _hand_down(root: Path, step: Path) -> None:
    """On v2 a cgroup has a controller only where its parent hands it down."""
    for folder in reversed([folder for folder in step.parents if folder.is_relative_to(root / SLICE)]):
        (folder / "cgroup.subtree_control").write_text("+memory")


def _limit(hub: Path, limit: int, *, version: int) -> None:
    """Of memory and swap together: where there is swap, too much would go there, and nothing be killed."""
    limits = {"memory.max": limit, "memory.swap.max": 0}
    if version == 1:
        limits = {"memory.limit_in_bytes": limit, "memory.memsw.limit_in_bytes": limit}
    for name, value in limits.items():
        if (hub / name).exists():  # kernels that do not account for swap have no such file
            (hub / name).write_text(str(value))


def _remove(folder: Path) -> None:
    """The kernel lets go of a cgroup some moments after its last process."""
    end_s = time.monotonic() + ENDS_S
    while folder.exists():
        try:
            folder.rmdir()
        except OSError:
            if time.monotonic() > end_s:
                raise
            time.sleep(0.01)
