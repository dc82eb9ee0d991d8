"""All that admission is decided from, read at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hubyard.host.memory import Memory


@dataclass(frozen=True, kw_only=True)
class ForeignBuild:
    """Build steps in the engine, or a builder container, that are not ours. `name` in words for people: its command, or the container."""

    name: str
    pids: tuple[int, ...]
    held_bytes: int


@dataclass(frozen=True, kw_only=True)
class Readings:
    """What admission is decided from.

    headroom_bytes: the least that any limit above the builds' cgroups leaves; None where none limits them
    limit_bytes: the least of those limits themselves: in a container that is all the memory there is; None likewise
    pressure_share: of the last ten seconds, how long some task waited for memory (`some` avg10 / 100); 0 where the kernel has no PSI
    hubs: what the build cgroup of each hub holds, by slug; hubs without running steps are left out
    """

    memory: Memory
    headroom_bytes: int | None = None
    limit_bytes: int | None = None
    pressure_share: float = 0.0
    hubs: Mapping[str, int] = field(default_factory=dict)
    foreign: tuple[ForeignBuild, ...] = ()

    @property
    def available_bytes(self) -> int:
        """What can be had without swapping; swap counts as nothing."""
        available = self.memory.available_bytes
        return available if self.headroom_bytes is None else min(available, self.headroom_bytes)

    @property
    def total_bytes(self) -> int:
        """All that builds could ever have."""
        return self.memory.total_bytes if self.limit_bytes is None else min(self.memory.total_bytes, self.limit_bytes)
