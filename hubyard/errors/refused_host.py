"""Refused before anything was touched: the host has no room, or it is somebody else's."""

from dataclasses import dataclass
from pathlib import Path

from hubyard.errors.kinds import RefusedError


@dataclass(kw_only=True, eq=False)
class PortTaken(RefusedError):
    port: int
    holder: str


@dataclass(kw_only=True, eq=False)
class NameTaken(RefusedError):
    """A container of the wanted name exists and is not the hub's."""

    hub: str
    container: str
    project: str


@dataclass(kw_only=True, eq=False)
class DiskTooSmall(RefusedError):
    folder: Path
    free_bytes: int
    needed_bytes: int


@dataclass(kw_only=True, eq=False)
class FolderForbidden(RefusedError):
    """We may not write where we must."""

    folder: Path
    detail: str


@dataclass(kw_only=True, eq=False)
class FileUnreadable(RefusedError):
    """We may not read what we must."""

    file: Path
    detail: str


@dataclass(kw_only=True, eq=False)
class LockDirectoryUnsafe(RefusedError):
    """The lock directory is not what it must be (a symlink, a foreign owner, open to others). `detail` says which."""

    folder: Path
    detail: str
    remedy: str


@dataclass(kw_only=True, eq=False)
class LockFileForbidden(RefusedError):
    """A lock file that we may not open. Never reported as "another build runs".

    owner: of the file, or of the folder that hides it
    """

    file: Path
    owner: str
    detail: str
    remedy: str
