"""Lock files that stay: made whole, opened carefully, never unlinked (an unlinked one and its successor would be two locks)."""

import fcntl
import os
import secrets
import stat
from pathlib import Path

from hubyard.drivers.accounts import user_name
from hubyard.errors import LockFileForbidden


def open_lock_file(path: Path, *, mode: int, follow: bool = False, write: bool = False) -> int:
    """Open it, made first if it is missing. Raises LockFileForbidden: for a file that may not be opened, and for what is no file.

    Never with O_CREAT: in a sticky directory `fs.protected_regular` refuses that for another user's file, even to root. Locking needs no
    right to write.
    """
    flags = (os.O_RDWR if write else os.O_RDONLY) | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    try:
        fd = _open_or_make(path, flags=flags, mode=mode)
    except OSError as fault:
        raise forbidden(path, fault.strerror) from fault
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise forbidden(path, "not a regular file")
    return fd


def _open_or_make(path: Path, *, flags: int, mode: int) -> int:
    try:
        return os.open(path, flags)
    except FileNotFoundError:
        make_lock_file(path, mode=mode)
        return os.open(path, flags)


def make_lock_file(path: Path, *, mode: int) -> None:
    """Make an empty file with just this mode, whatever the umask. Nothing is touched if there is one already.

    It is linked into its place when it has its mode: a process killed in between leaves no file that others may not open.
    """
    made = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    fd = os.open(made, os.O_RDONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        os.fchmod(fd, mode)
        os.link(made, path, follow_symlinks=False)
    except FileExistsError:
        pass
    finally:
        made.unlink()
        os.close(fd)


def try_flock(fd: int, operation: int) -> bool:
    """False where somebody else's lock is in the way."""
    try:
        fcntl.flock(fd, operation | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_in_place(fd: int, path: Path) -> bool:
    """Whether what we locked is still what others will find under its name."""
    try:
        return os.path.samestat(os.fstat(fd), path.lstat())
    except FileNotFoundError:
        return False


def forbidden(path: Path, detail: str | None) -> LockFileForbidden:
    """`detail` as the kernel says it."""
    closed = _closed_folder(path)
    remedy = f"sudo chmod a+x {closed}" if closed else f"sudo chmod a+rw {path}"
    return LockFileForbidden(file=path, owner=_owner(closed or path), detail=(detail or "").lower(), remedy=remedy)


def _closed_folder(path: Path) -> Path | None:
    """The outermost one that we may not enter: of what is in it nothing is known."""
    for folder in reversed(path.parents):
        if os.access(folder, os.F_OK, effective_ids=True) and not os.access(folder, os.X_OK, effective_ids=True):
            return folder
    return None


def _owner(path: Path) -> str:
    for place in (path, path.parent):
        try:
            return user_name(place.lstat().st_uid)
        except OSError:
            continue
    return ""
