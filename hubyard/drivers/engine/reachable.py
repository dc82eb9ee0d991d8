"""Whether the engine's socket can be used, before anything is sent: else which of its troubles it is."""

import os
import stat
from pathlib import Path

from hubyard.drivers.accounts import group_name, is_member, user_name
from hubyard.drivers.engine.address import silence
from hubyard.engine.listening import parse_listening
from hubyard.errors import EngineForbidden, GroupNotYetActive

LISTENERS = Path("/proc/net/unix")


def check_socket(socket: Path, *, address: str) -> None:
    """Raises EngineMissing, EngineElsewhereSilent, EngineForbidden or GroupNotYetActive."""
    try:
        found = socket.stat()
    except OSError as problem:
        raise silence(address, problem.strerror or "") from None
    if not stat.S_ISSOCK(found.st_mode):
        raise silence(address, "not_a_socket")
    if os.access(socket, os.R_OK | os.W_OK):
        return
    if _is_left_over(socket):
        raise silence(address, "nobody_listens")
    trouble = GroupNotYetActive if is_member(os.geteuid(), found.st_gid) else EngineForbidden
    raise trouble(address=address, user=user_name(os.geteuid()), group=group_name(found.st_gid))


def _is_left_over(socket: Path) -> bool:
    """Known for sure. A connection would not tell: without rights the kernel refuses it before it looks for a listener.

    A socket that was mounted into our container has its listener in a network namespace of which we are told nothing.
    """
    file = socket.resolve()
    try:
        if file.stat().st_dev != file.parent.stat().st_dev:
            return False
        listening = parse_listening(LISTENERS.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return False
    return file not in {Path(path).resolve() for path in listening}
