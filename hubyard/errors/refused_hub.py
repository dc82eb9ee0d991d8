"""Refused before anything was touched: a hub's files, checkout or containers are not as they must be."""

from dataclasses import dataclass
from pathlib import Path

from hubyard.errors.kinds import RefusedError


@dataclass(kw_only=True, eq=False)
class DockerfileMissing(RefusedError):
    hub: str
    file: Path


@dataclass(kw_only=True, eq=False)
class DockerfileInline(RefusedError):
    """`dockerfile_inline`: what a build is made of is read from files, and another Dockerfile may lie in its context."""

    hub: str
    service: str
    files: str


@dataclass(kw_only=True, eq=False)
class ComposeInvalid(RefusedError):
    """`docker compose config` did not take the files. `detail` is its own last line."""

    hub: str
    files: str
    detail: str


@dataclass(kw_only=True, eq=False)
class ServiceMissing(RefusedError):
    hub: str
    service: str
    files: str
    known: str
    nearest: str


@dataclass(kw_only=True, eq=False)
class ServiceHasNoBuild(RefusedError):
    hub: str
    service: str
    files: str


@dataclass(kw_only=True, eq=False)
class ImageNameShared(RefusedError):
    """Two services would build the same image name: the last writer would win (BuildKit says nothing)."""

    hub: str
    image: str
    services: str


@dataclass(kw_only=True, eq=False)
class EnvFileMissing(RefusedError):
    hub: str
    file: Path


@dataclass(kw_only=True, eq=False)
class VariableMissing(RefusedError):
    """A `${NAME:?…}` of the Compose file is not set anywhere."""

    hub: str
    variable: str
    files: str


@dataclass(kw_only=True, eq=False)
class ProjectNameless(RefusedError):
    """Compose names a project after its folder, of which it takes a – z, 0 – 9, _ and - alone: a Korean name leaves nothing."""

    hub: str
    folder: Path


@dataclass(kw_only=True, eq=False)
class LocalChanges(RefusedError):
    hub: str
    checkout: Path
    files: str


@dataclass(kw_only=True, eq=False)
class BranchDiverged(RefusedError):
    hub: str
    checkout: Path
    branch: str
    ahead: int
    behind: int


@dataclass(kw_only=True, eq=False)
class WrongBranch(RefusedError):
    hub: str
    checkout: Path
    branch: str
    expected: str


@dataclass(kw_only=True, eq=False)
class CheckoutMissing(RefusedError):
    hub: str
    checkout: Path


@dataclass(kw_only=True, eq=False)
class CheckoutUnreadable(RefusedError):
    """Git refuses to work in it (another owner, broken). `detail` is git's own line."""

    hub: str
    checkout: Path
    detail: str


@dataclass(kw_only=True, eq=False)
class ContextUnreadable(RefusedError):
    """Something in a build context is closed to us, or goes while it is read: the build could not send it either."""

    file: Path
    detail: str


@dataclass(kw_only=True, eq=False)
class HubNotThere(RefusedError):
    """The hub has no container."""

    hub: str


@dataclass(kw_only=True, eq=False)
class NotConfirmed(RefusedError):
    """Volumes go only with their name typed."""

    expected: str
