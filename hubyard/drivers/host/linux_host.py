"""This host, by /proc and the file systems."""

import os
import shutil
from pathlib import Path

from hubyard.host.memory import Memory, parse_meminfo
from hubyard.host.port import HostIdentity


class LinuxHost:
    """Fills `hubyard.host.port.Host`."""

    def memory(self) -> Memory:
        return parse_meminfo(Path("/proc/meminfo").read_text())

    def identity(self) -> HostIdentity:
        system = os.uname()
        return HostIdentity(name=system.nodename, kernel=system.release, memory_bytes=self.memory().total_bytes)

    def free_bytes(self, folder: Path) -> int:
        """Of the nearest folder above that exists and that we may look into."""
        for place in (folder, *folder.parents):
            try:
                return shutil.disk_usage(place).free
            except (FileNotFoundError, PermissionError):
                continue
        return 0

    def port_holder(self, port: int) -> str | None:
        import psutil  # noqa: PLC0415  15 ms, only where a port is asked for

        listening = [one for one in psutil.net_connections("tcp") if one.status == psutil.CONN_LISTEN and one.laddr.port == port]
        if not listening:
            return None
        pid = next((one.pid for one in listening if one.pid), None)
        try:
            return f"process {pid} ({psutil.Process(pid).name()})" if pid else ""
        except psutil.Error:
            return f"process {pid}"
