"""Fills `hubyard.checkout.port.Checkouts`."""

from collections.abc import Sequence
from pathlib import Path

from hubyard.checkout.git_words import NOT_A_REPOSITORY, failure
from hubyard.checkout.port import CheckoutState, Pulled
from hubyard.checkout.status import UNVERSIONED, parse_status
from hubyard.drivers.checkout.digests import context_digest, file_digest
from hubyard.drivers.checkout.git import run_git
from hubyard.drivers.checkout.pull import Pull
from hubyard.errors import CheckoutMissing, CheckoutUnreadable
from hubyard.host.port import Clock

LOOK_LIMIT_S = 60


class GitCheckouts:
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    def state(self, folder: Path, *, hub: str) -> CheckoutState:
        """Of what lies under `folder`, which may be a part of a larger working copy."""
        return read_state(folder, hub=hub, within=".")

    def pull(self, folder: Path, *, hub: str, remote: str, branch: str | None, limit_s: float) -> Pulled:
        whole = read_state(folder, hub=hub, within=":/")
        return Pull(folder=folder, hub=hub, remote=remote, end_s=self._clock.monotonic_s() + limit_s, clock=self._clock).run(whole, branch)

    def context_digest(self, folder: Path, *, dockerfile: Path) -> str:
        return context_digest(folder, dockerfile=dockerfile)

    def file_digests(self, files: Sequence[Path]) -> Sequence[str]:
        return [file_digest(file) for file in files]


def read_state(folder: Path, *, hub: str, within: str) -> CheckoutState:
    """`within` is a pathspec of git: "." for the folder, ":/" for all of the working copy."""
    if not folder.is_dir():
        raise CheckoutMissing(hub=hub, checkout=folder)
    words = ["status", "--porcelain=v2", "--branch", "-z", "--untracked-files=no", "--ignore-submodules=none", "--", within]
    try:
        ran = run_git(folder, words, limit_s=LOOK_LIMIT_S)
    except FileNotFoundError:  # no git on this host: a bundled hub can be deployed all the same
        return UNVERSIONED
    if ran.good:
        return parse_status(ran.output)
    if NOT_A_REPOSITORY.search(ran.errors):
        return UNVERSIONED
    detail = f"git status had not ended after {LOOK_LIMIT_S} s" if ran.status is None else failure(ran.errors)
    raise CheckoutUnreadable(hub=hub, checkout=folder, detail=detail)
