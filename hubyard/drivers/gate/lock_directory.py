"""The directory of the locks: who may use the engine may use the gate, and nobody else may put anything in its place."""

import os
import pwd
import secrets
import stat
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from hubyard.drivers.accounts import group_name, user_name
from hubyard.errors import LockDirectoryUnsafe

MODE = 0o2770
"""setgid: what anybody makes in it belongs to the group."""
FOLDERS = ("running", "waiting", "hub")


class Unsafe(StrEnum):
    """What can be wrong with a lock directory: `LockDirectoryUnsafe.detail`, a word for `show` to say."""

    SYMLINK = "lock_directory_is_a_symlink"
    NO_FOLDER = "lock_directory_is_no_folder"
    FOREIGN = "lock_directory_is_a_strangers"
    WRONG_GROUP = "lock_directory_has_another_group"
    WRONG_MODE = "lock_directory_has_wrong_rights"
    NOT_MADE = "lock_directory_cannot_be_made"
    NO_MEMBER = "lock_directory_is_for_its_group"


def ensure_lock_directory(folder: Path, *, group: int) -> None:
    """Make it if it is missing. Raises LockDirectoryUnsafe; there is no second place to fall back to, it would be a second gate."""
    for place in (folder.parent, folder):
        if not os.path.lexists(place):
            _make(place, group=group, folders=FOLDERS if place == folder else ())
        _check(place, group=group, ours=place == folder)


def check_lock_directory(folder: Path, *, group: int) -> bool:
    """False if there is none. Raises LockDirectoryUnsafe. Only its two last parts are ours to judge; above is the system's `/run/lock`."""
    for place in (folder.parent, folder):
        if not os.path.lexists(place):
            return False
        _check(place, group=group, ours=place == folder)
    return True


def _make(place: Path, *, group: int, folders: tuple[str, ...]) -> None:
    """Finished under another name, then renamed: a directory that stands there has its mode, its group and its folders."""
    made = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        for folder in (made, *(made / name for name in folders)):
            folder.mkdir(mode=0o700)
            os.chown(folder, -1, group)
            folder.chmod(MODE)  # after chown, which takes setgid away; and whatever the umask
        made.rename(place)
    except OSError as fault:
        _remove(made, folders)
        if not os.path.lexists(place):  # else somebody was faster
            places = " ".join(map(str, (place, *(place / name for name in folders))))
            remedy = f"sudo install -d -m 2770 -g {group_name(group)} {places}"
            raise LockDirectoryUnsafe(folder=place, detail=Unsafe.NOT_MADE, remedy=remedy) from fault


def _remove(made: Path, folders: tuple[str, ...]) -> None:
    for folder in (*(made / name for name in folders), made):
        if folder.exists():
            folder.rmdir()


def _check(place: Path, *, group: int, ours: bool) -> None:
    found = place.lstat()
    if stat.S_ISLNK(found.st_mode):
        _refuse(place, Unsafe.SYMLINK, remedy=f"sudo rm {place}")
    if not stat.S_ISDIR(found.st_mode):
        _refuse(place, Unsafe.NO_FOLDER, remedy=f"sudo rm {place}")
    if not _is_trusted(found.st_uid, group=group):
        _refuse(place, Unsafe.FOREIGN, remedy=f"sudo rm -r {place}")
    if found.st_mode & stat.S_IWOTH:
        _refuse(place, Unsafe.WRONG_MODE, remedy=f"sudo chmod o-w {place}")
    if ours and found.st_gid != group:
        _refuse(place, Unsafe.WRONG_GROUP, remedy=f"sudo chgrp -R {group_name(group)} {place}")
    if ours and stat.S_IMODE(found.st_mode) != MODE:
        _refuse(place, Unsafe.WRONG_MODE, remedy=f"sudo chmod 2770 {place}")
    if not os.access(place, os.R_OK | os.W_OK | os.X_OK if ours else os.X_OK, effective_ids=True):
        _refuse(
            place, Unsafe.NO_MEMBER, remedy=f"sudo usermod -aG {group_name(group)} {user_name(os.geteuid())}; newgrp {group_name(group)}"
        )


def _is_trusted(owner: int, *, group: int) -> bool:
    if owner in {0, os.geteuid()}:
        return True
    try:
        user = pwd.getpwuid(owner)
    except KeyError:
        return False
    return group in os.getgrouplist(user.pw_name, user.pw_gid)


def _refuse(place: Path, detail: Unsafe, *, remedy: str) -> NoReturn:
    raise LockDirectoryUnsafe(folder=place, detail=detail, remedy=remedy)
