"""Names of users and groups, which not all have: whoever runs in a container as `--user 1000` is in no passwd file of it."""

import grp
import pwd
from contextlib import suppress


def user_name(uid: int) -> str:
    """Its number where it has no name: a user of another container, or one that was deleted."""
    with suppress(KeyError):
        return pwd.getpwuid(uid).pw_name
    return str(uid)


def group_name(gid: int) -> str:
    """Its number where it has no name."""
    with suppress(KeyError):
        return grp.getgrgid(gid).gr_name
    return str(gid)


def is_member(uid: int, gid: int) -> bool:
    """By what is written of them; a session may be older than that. Nobody without a name is in a group."""
    with suppress(KeyError):
        user = pwd.getpwuid(uid)
        return gid == user.pw_gid or user.pw_name in grp.getgrgid(gid).gr_mem
    return False


def are_named(uid: int, gid: int) -> bool:
    """Whether `usermod` can put the one into the other."""
    with suppress(KeyError):
        return bool(pwd.getpwuid(uid).pw_name and grp.getgrgid(gid).gr_name)
    return False
