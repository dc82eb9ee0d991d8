"""One process at a time. For short work, so nobody queues: who comes tries until it is free."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hubyard.errors import FolderForbidden

if TYPE_CHECKING:
    from hubyard.errors import HubyardError
    from hubyard.host.port import Clock

TRY_EVERY_S: Final = 0.05


@contextmanager
def alone_in(folder: Path, *, limit_s: float, late: "Callable[[], HubyardError]", clock: "Clock") -> Iterator[None]:
    """Flock on the folder itself: no file that somebody could remove. It ends with us, however we end. Raises `late` after the limit."""
    try:
        folder_fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise FolderForbidden(folder=folder, detail=error.strerror or str(error)) from None
    try:
        end_s = clock.monotonic_s() + limit_s
        while not _taken(folder_fd):
            if clock.monotonic_s() > end_s:
                raise late()
            clock.sleep(TRY_EVERY_S)
        yield
    finally:
        os.close(folder_fd)


def _taken(folder_fd: int) -> bool:
    try:
        fcntl.flock(folder_fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
