"""What the host can be asked. Filled by `drivers/host`, faked in `tests/fakes/host.py`."""

from pathlib import Path
from typing import Protocol

from hubyard.host.memory import Memory


class Host(Protocol):
    def memory(self) -> Memory: ...

    def free_bytes(self, folder: Path) -> int:
        """Free space for us on the file system of `folder` or of its nearest parent that exists."""

    def port_holder(self, port: int) -> str | None:
        """Who listens on the TCP port, in words for people, "" if somebody does and it cannot be told who; None if it is free."""
