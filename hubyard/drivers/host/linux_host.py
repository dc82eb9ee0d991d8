"""Fills `hubyard.host.port.Host` on Linux."""

import errno
import os
import socket
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from hubyard.drivers.host.cgroup_files import PROC, read_tree
from hubyard.drivers.host.readings import ReadingsReader
from hubyard.host.memory import Memory, parse_meminfo
from hubyard.host.port import HostIdentity
from hubyard.host.readings import Readings

LISTEN = "LISTEN"


class LinuxHost:
    def __init__(self, proc: Path = PROC) -> None:
        self._proc = proc

    @cached_property
    def _reader(self) -> ReadingsReader:
        return ReadingsReader(proc=self._proc, tree=read_tree(self._proc))

    def memory(self) -> Memory:
        return parse_meminfo((self._proc / "meminfo").read_text(encoding="ascii"))

    def readings(self) -> Readings:
        return self._reader.read()

    def identity(self) -> HostIdentity:
        system = os.uname()
        return HostIdentity(name=system.nodename, kernel=system.release, memory_bytes=self.memory().total_bytes)

    def free_bytes(self, folder: Path) -> int:
        """What an unprivileged process may use: the reserve for root is none of ours, and the engine's users are many."""
        for place in (folder, *folder.parents):
            with suppress(OSError):  # to come, or below a folder that we may not enter, as the engine's are to all but root
                found = os.statvfs(place)
                return found.f_bavail * found.f_frsize
        raise FileNotFoundError(folder)  # none of its parents: it was no absolute path

    def port_holder(self, port: int) -> str | None:
        """Who can be seen depends on who asks: another user's process is known to root only."""
        seen = listener(port)
        if seen is None:
            return "" if is_bound(port) else None
        return seen


def listener(port: int) -> str | None:
    import psutil  # noqa: PLC0415  15 ms, only where a port is looked for

    holders = [one for one in psutil.net_connections(kind="tcp") if one.status == LISTEN and one.laddr and one.laddr.port == port]
    if not holders:
        return None
    pid = next((one.pid for one in holders if one.pid), None)
    if pid is None:
        return ""
    try:
        return f"{psutil.Process(pid).name()} (pid {pid})"
    except psutil.Error:  # it went, or we may not look
        return f"pid {pid}"


def is_bound(port: int) -> bool:
    """A port may be taken by what no list shows: another network namespace's proxy, a socket that is bound and does not listen yet."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that linger do not take it
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104  every address, as the engine does; nothing listens on it
        except OSError as problem:
            return problem.errno == errno.EADDRINUSE  # EACCES: a low port, of which we can tell nothing
    return False
