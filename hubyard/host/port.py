"""What the host can be asked. Filled by `drivers/host`, faked in `tests/fakes/host.py`."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from hubyard.host.memory import Memory
from hubyard.host.readings import Readings


@dataclass(frozen=True, kw_only=True)
class HostIdentity:
    """What tells this kernel from another: `uname -n`, `uname -r`, MemTotal."""

    name: str
    kernel: str
    memory_bytes: int


class Host(Protocol):
    def memory(self) -> Memory: ...

    def readings(self) -> Readings:
        """All that admission is decided from, in a few milliseconds. What cannot be read is left out."""

    def identity(self) -> HostIdentity: ...

    def free_bytes(self, folder: Path) -> int:
        """Free space for us on the file system of `folder` or of its nearest parent that exists."""

    def port_holder(self, port: int) -> str | None:
        """Who listens on the TCP port, in words for people, "" if somebody does and it cannot be told who; None if it is free."""


class Clock(Protocol):
    """Time, as a port: tests turn the hands themselves."""

    def monotonic_s(self) -> float:
        """Seconds since some moment; goes on while the wall clock is set."""

    def now(self) -> datetime:
        """The wall clock, aware, in the host's time zone."""

    def sleep(self, seconds: float) -> None:
        """Ends early when a signal handler raises."""
