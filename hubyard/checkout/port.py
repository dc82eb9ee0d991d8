"""What a checkout can be asked. Filled by `drivers/checkout`, faked in `tests/fakes/checkouts.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class CheckoutState:
    """Where a working copy is.

    revision: 12 hex digits, with `-dirty` for changed tracked files under the folder; "unversioned" without git
    """

    revision: str
    branch: str | None
    changed_files: tuple[str, ...] = ()
    """Tracked files with local changes."""


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """What a pull did. `before == after`: nothing new."""

    before: str
    after: str


class Checkouts(Protocol):
    def state(self, folder: Path, *, hub: str) -> CheckoutState:
        """Never asks the network and changes nothing, the index included. Raises CheckoutMissing, CheckoutUnreadable."""

    def pull(self, folder: Path, *, hub: str, remote: str, branch: str | None, limit_s: float) -> Pulled:
        """Fast-forward only. Raises LocalChanges, BranchDiverged, WrongBranch (nothing touched) and PullFailed (remote)."""

    def context_digest(self, folder: Path, *, dockerfile: Path) -> str:
        """Hex SHA-256 over what a build context holds: names, modes, contents, links, without what .dockerignore excludes.

        Raises ContextUnreadable.
        """

    def file_digests(self, files: Sequence[Path]) -> Sequence[str]:
        """Hex SHA-256 of each file's content, "" for one that is not there."""
