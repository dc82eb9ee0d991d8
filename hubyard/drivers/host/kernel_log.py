"""The kernel's log, from a moment on."""

import errno
import os
from pathlib import Path
from typing import Final, Self

KMSG: Final = Path("/dev/kmsg")
RECORD: Final = 8192
"""One read gives one record, and fails where that is longer (CONSOLE_EXT_LOG_MAX)."""


class KernelLog:
    """What the kernel says after `open`: kills, told by `hubyard.host.oom.parse_kills`."""

    def __init__(self, fd: int) -> None:
        self._fd = fd

    @classmethod
    def open(cls, device: Path = KMSG) -> Self | None:
        """From now on. None where we may not read it: without root if `kernel.dmesg_restrict` says so, and in most containers."""
        try:
            fd = os.open(device, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return None
        os.lseek(fd, 0, os.SEEK_END)
        return cls(fd)

    def read(self) -> str:
        """What came since the last read. Does not wait. What was overwritten before it could be read is left out."""
        records = []
        while True:
            try:
                records.append(os.read(self._fd, RECORD))
            except BlockingIOError:
                break
            except OSError as problem:
                if problem.errno != errno.EPIPE:  # EPIPE: overwritten; the next read goes on with what is there
                    raise
        return b"".join(records).decode(errors="replace")

    def close(self) -> None:
        os.close(self._fd)
