"""Checkouts in memory, by folder."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from hubyard.checkout.port import CheckoutState, Pulled
from hubyard.errors import CheckoutMissing, HubyardError

CLEAN = CheckoutState(revision="0123456789ab", branch="main")


@dataclass(kw_only=True)
class FakeCheckouts:
    """`states` and `pulls` by folder; a pull may be scripted as an error, and one that is not brings nothing new.

    `contexts` are the digests of build contexts, `contents` of files; a folder that is not among `states` is missing.
    """

    states: dict[Path, CheckoutState | HubyardError] = field(default_factory=dict)
    pulls: dict[Path, CheckoutState | HubyardError] = field(default_factory=dict)
    contexts: dict[Path, str] = field(default_factory=dict)
    contents: dict[Path, bytes] = field(default_factory=dict)
    pulled: list[Path] = field(default_factory=list)

    def state(self, folder: Path, *, hub: str) -> CheckoutState:
        found = self.states.get(folder)
        if found is None:
            raise CheckoutMissing(hub=hub, checkout=folder)
        if isinstance(found, HubyardError):
            raise found
        return found

    def pull(self, folder: Path, *, hub: str, remote: str, branch: str | None, limit_s: float) -> Pulled:  # noqa: ARG002
        before = self.state(folder, hub=hub)
        self.pulled.append(folder)
        after = self.pulls.get(folder, before)
        if isinstance(after, HubyardError):
            raise after
        self.states[folder] = after
        return Pulled(before=before.revision, after=after.revision)

    def context_digest(self, folder: Path, *, dockerfile: Path) -> str:  # noqa: ARG002
        return self.contexts.get(folder, sha256(str(folder).encode()).hexdigest())

    def file_digests(self, files: Sequence[Path]) -> Sequence[str]:
        return [sha256(self.contents[file]).hexdigest() if file in self.contents else "" for file in files]
