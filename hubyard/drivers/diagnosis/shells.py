"""Which shell a host is asked by."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from hubyard.diagnosis.port import Shell
from hubyard.diagnosis.ssh_words import Login, parse_address
from hubyard.drivers.diagnosis.local_shell import LocalShell
from hubyard.drivers.diagnosis.ssh_shell import SshShell
from hubyard.drivers.together import together
from hubyard.errors import UnknownOption

T = TypeVar("T")


class HostShells:
    """Fills `diagnosis.port.Shells`. `settings`: ssh's, instead of the person's own."""

    def __init__(self, *, settings: Path | None = None) -> None:
        self._settings = settings

    def here(self) -> Shell:
        return LocalShell()

    def on(self, host: str, *, identity: Path | None) -> Shell:
        """Raises UnknownOption for what is no address, and for a key that cannot be read: ssh would go on without it."""
        if identity is not None and not (identity.is_file() and os.access(identity, os.R_OK)):
            raise UnknownOption(option="--identity", value=str(identity), expected="key_file")
        return SshShell(host=host, login=Login(address=parse_address(host), identity=identity, settings=self._settings))

    def at_once(self, calls: Sequence[Callable[[], T]]) -> list[T]:
        return together(calls)
