"""A host whose readings a test sets."""

from dataclasses import dataclass, field
from pathlib import Path

from hubyard.host.memory import Memory
from hubyard.host.port import HostIdentity
from hubyard.host.readings import Readings

GIB = 1024**3


@dataclass(kw_only=True)
class FakeHost:
    """`memories` and `moments` are given one after the other, the last for ever; no moments: of the memory alone. `holders` by port."""

    memories: list[Memory] = field(default_factory=lambda: [Memory(total_bytes=8 * GIB, available_bytes=6 * GIB)])
    moments: list[Readings] = field(default_factory=list)
    named: HostIdentity = field(default_factory=lambda: HostIdentity(name="here", kernel="6.1.0", memory_bytes=8 * GIB))
    free: int = 100 * GIB
    holders: dict[int, str] = field(default_factory=dict)

    def memory(self) -> Memory:
        return self.memories.pop(0) if len(self.memories) > 1 else self.memories[0]

    def readings(self) -> Readings:
        if not self.moments:
            return Readings(memory=self.memory())
        return self.moments.pop(0) if len(self.moments) > 1 else self.moments[0]

    def identity(self) -> HostIdentity:
        return self.named

    def free_bytes(self, folder: Path) -> int:  # noqa: ARG002  one file system
        return self.free

    def port_holder(self, port: int) -> str | None:
        return self.holders.get(port)
