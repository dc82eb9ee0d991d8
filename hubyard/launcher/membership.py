"""The engine's group, for a session that began before its user was put into it."""

import os
from collections.abc import Sequence
from contextlib import suppress

from hubyard.launcher.engine import SOCKET
from hubyard.launcher.saying import say


def group_of_member() -> str:
    """The engine's group where the user is in it but this session, being older, is not; else nothing."""
    import grp  # noqa: PLC0415  like others of this package: a second run does not pay for it
    import pwd  # noqa: PLC0415

    if not os.path.exists(SOCKET) or os.access(SOCKET, os.R_OK | os.W_OK):  # noqa: PTH110
        return ""
    with suppress(KeyError):
        group = grp.getgrgid(os.stat(SOCKET).st_gid)  # noqa: PTH116
        late = group.gr_gid and group.gr_gid not in os.getgroups()
        return group.gr_name if late and pwd.getpwuid(os.getuid()).pw_name in group.gr_mem else ""
    return ""


def become_member(argv: Sequence[str]) -> None:
    """Begin anew as `argv` by sg(1) where that lends us the engine's group: it asks members for no password.

    It stays as the parent and, ended by a signal, would leave its child running: hence setpriv(1).
    """
    if not (group := group_of_member()):
        return
    import shlex  # noqa: PLC0415

    say("group", group=group)
    again = shlex.join(["exec", "setpriv", "--pdeathsig", "TERM", "--", *argv])
    os.execvp("sg", ["sg", group, "-c", again])  # noqa: S606, S607
