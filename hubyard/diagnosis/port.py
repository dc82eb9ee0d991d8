"""How a host is asked. Filled by `drivers/diagnosis`, faked in `tests/fakes/shells.py`, both held to `tests/contracts/shells`."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from hubyard.diagnosis.heard import Heard

T = TypeVar("T")


class Shell(Protocol):
    """A POSIX shell on one host, this one or another. Nothing is installed, written or locked there."""

    @property
    def host(self) -> str:
        """As it was named, `user@host` or `user@host:port`; "" for this one."""

    def hear(self, scripts: Mapping[str, str], *, limit_s: float) -> Mapping[str, Heard]:
        """Run all scripts at once, each for `limit_s` at most, and its whole group of processes ended then. By the same names.

        Raises HostUnreachable, HostKeyUnknown, LoginRefused where there is no shell at all.
        """


class Shells(Protocol):
    def here(self) -> Shell: ...

    def on(self, host: str, *, identity: Path | None) -> Shell:
        """By OpenSSH, with the user's own settings and known hosts; `identity` is a private key. Nothing is asked on the terminal."""

    def at_once(self, calls: Sequence[Callable[[], T]]) -> list[T]:
        """What each call returned, in their order: each asks a host of its own."""


class Papers(Protocol):
    """What a diagnosis leaves behind where it was asked for: a recording, a page."""

    def read(self, file: Path) -> str:
        """Raises RecordingUnreadable."""

    def write(self, file: Path, text: str, *, ours: Callable[[str], bool]) -> None:
        """For the owner alone (0600): it says more of a host than everybody may see. Replaced at once.

        Raises AlreadyThere for a file whose text is not `ours`, FolderForbidden.
        """
