"""The folder of the history: made whole, used under a shared flock of the folder itself, set aside under an exclusive one.

SQLite has up to three files, and opens the second and third by name when it first needs them. Renamed one by one, or under somebody who has
opened only the first, old and new ones would be mixed: that is how SQLite databases break (sqlite.org/howtocorrupt.html). So the folder is
renamed, at once and only while nobody is in it.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from errno import EEXIST, ENOTEMPTY
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hubyard.drivers.files import SHARED_FILE
from hubyard.drivers.history.database import PATIENCE_S, make_database

if TYPE_CHECKING:
    from hubyard.drivers.files import StateFiles
    from hubyard.host.port import Clock

DATABASE: Final = "builds.sqlite"
ASIDE: Final = "-set-aside-"
LOOK_AGAIN_S: Final = 0.01


class Place:
    """`folder` lies in the state folder. `at` is called with the name of each step when it is done; tests end the process there."""

    def __init__(self, folder: Path, *, files: "StateFiles", clock: "Clock", at: Callable[[str], None]) -> None:
        self._folder = folder
        self._files = files
        self._clock = clock
        self._at = at

    @property
    def database(self) -> Path:
        return self._folder / DATABASE

    @contextmanager
    def entered(self, *, make: bool) -> Iterator[int]:
        """A descriptor of the folder; while it lasts, nobody sets the history aside.

        Raises FileNotFoundError where there is none and none is to be made, BlockingIOError, and what the disk says.
        """
        folder_fd = self._enter(make=make)
        try:
            yield folder_fd
        finally:
            os.close(folder_fd)

    def set_aside(self, folder_fd: int) -> Path | None:
        """Its new name; None where somebody else was faster. Raises BlockingIOError while others use it, OSError."""
        self._lock(folder_fd, fcntl.LOCK_EX)
        if not self._is_in_place(folder_fd):
            return None
        aside = self._free_name()
        self._folder.rename(aside)
        self._at("set_aside")
        return aside

    def was_set_aside(self) -> bool:
        """Whether there is one under another name; somebody may have removed it since."""
        return any(self._folder.parent.glob(f"{self._folder.name}{ASIDE}*"))

    def _enter(self, *, make: bool) -> int:
        while True:
            try:
                folder_fd = os.open(self._folder, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            except FileNotFoundError:
                if not make:
                    raise
                self._make()
                continue
            try:
                self._lock(folder_fd, fcntl.LOCK_SH)
                if self._is_in_place(folder_fd):
                    return folder_fd
            except BaseException:  # an interruption, too: the folder must not stay locked by us
                os.close(folder_fd)
                raise
            os.close(folder_fd)

    def _make(self) -> None:
        """Finished under another name, then renamed: what stands there has its schema, its group and its rights.

        Both of SQLite's other files get group and mode from the database's (in a setgid folder, and whatever the umask).
        """
        made = self._folder.with_name(f".{self._folder.name}.{secrets.token_hex(4)}")
        try:
            self._files.ensure_folder(made)
            make_database(made / DATABASE)
            self._files.share(made / DATABASE, SHARED_FILE)
            self._at("made")
            made.rename(self._folder)
        except OSError as fault:
            if fault.errno not in {EEXIST, ENOTEMPTY}:  # else somebody was faster
                raise
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def _lock(self, folder_fd: int, operation: int) -> None:
        """Never asleep on it: a stopped process must not keep a deploy from going on."""
        end_s = self._clock.monotonic_s() + PATIENCE_S
        while True:
            try:
                fcntl.flock(folder_fd, operation | fcntl.LOCK_NB)
            except BlockingIOError:
                if self._clock.monotonic_s() > end_s:
                    raise
                self._clock.sleep(LOOK_AGAIN_S)
            else:
                return

    def _is_in_place(self, folder_fd: int) -> bool:
        try:
            return os.path.samestat(os.fstat(folder_fd), self._folder.stat())
        except FileNotFoundError:
            return False

    def _free_name(self) -> Path:
        dated = f"{self._folder.name}{ASIDE}{self._clock.now().astimezone(UTC):%Y%m%dT%H%M%SZ}"
        names = (self._folder.with_name(f"{dated}-{number}" if number > 1 else dated) for number in count(1))
        return next(name for name in names if not os.path.lexists(name))
