"""`Readings` from /proc and the cgroups' files: a few milliseconds on a host of some hundred cgroups."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hubyard.drivers.host.cgroup_files import folders_in, read_limit_bytes, read_memory, read_pids, read_text
from hubyard.gate.processes import short_command
from hubyard.host.build_steps import SLICE, container_of, is_step, step_command
from hubyard.host.cgroup_tree import CgroupTree, memory_path
from hubyard.host.cgroups import CgroupMemory
from hubyard.host.memory import parse_meminfo
from hubyard.host.pressure import parse_pressure
from hubyard.host.readings import ForeignBuild, Readings


@dataclass(frozen=True, kw_only=True)
class ReadingsReader:
    """`tree` None: a host without cgroups, of which only its memory and its pressure can be told."""

    proc: Path
    tree: CgroupTree | None

    def read(self) -> Readings:
        limited = list(self._limited())
        return Readings(
            memory=parse_meminfo((self.proc / "meminfo").read_text(encoding="ascii")),
            headroom_bytes=min((memory.headroom_bytes for memory in limited if memory.headroom_bytes is not None), default=None),
            limit_bytes=min((memory.limit_bytes for memory in limited if memory.limit_bytes is not None), default=None),
            pressure_share=parse_pressure(read_text(self.proc / "pressure/memory") or "").some_share,
            hubs=self._hubs(),
            foreign=tuple(self._foreign()),
        )

    def _limited(self) -> Iterator[CgroupMemory]:
        """Every limit that builds are under: of the slice, and of our own cgroup, where an engine without root has its builds."""
        for folder in self._above():
            if read_limit_bytes(folder) is not None and (memory := read_memory(folder)):
                yield memory

    def _above(self) -> Sequence[Path]:
        if self.tree is None:
            return []
        root = self.tree.root
        own = self.tree.folder(memory_path(read_text(self.proc / "self/cgroup") or "")) or root
        return [root, root / SLICE, *(folder for folder in (own, *own.parents) if folder != root and folder.is_relative_to(root))]

    def _hubs(self) -> Mapping[str, int]:
        folders = folders_in(self.tree.root / SLICE) if self.tree else []
        return {folder.name: _held_bytes(folder) for folder in folders if read_pids(folder)}

    def _foreign(self) -> Iterator[ForeignBuild]:
        """Steps that are not below our slice. A builder that only stands by has none, and is none."""
        if self.tree is None:
            return
        for folder in (folder for top in folders_in(self.tree.root) if top.name != SLICE for folder in _tree_of(top)):
            path = f"/{folder.relative_to(self.tree.root)}"
            if is_step(path) and (pids := read_pids(folder)):
                seen = tuple(pid for pid in pids if pid)
                yield ForeignBuild(name=self._name(path, seen), pids=seen, held_bytes=_held_bytes(folder))

    def _name(self, path: str, pids: Sequence[int]) -> str:
        """What it runs and in which container, both as far as they can be told; else the step's id."""
        command = short_command(step_command(_read_bytes(self.proc / str(pids[0]) / "cmdline"))) if pids else ""
        return " · ".join(word for word in (command, container_of(path)) if word) or Path(path).name


def _tree_of(folder: Path) -> Iterator[Path]:
    yield folder
    for child in folders_in(folder):
        yield from _tree_of(child)


def _held_bytes(folder: Path) -> int:
    memory = read_memory(folder)
    return memory.held_bytes if memory else 0


def _read_bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
