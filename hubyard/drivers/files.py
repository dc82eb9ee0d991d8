"""The yard's own folder `.hubyard/`: written at once, shared by all who may use the engine."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from hubyard.drivers.signals import held
from hubyard.errors import FileUnreadable, FolderForbidden

SHARED_FOLDER = 0o2770
"""setgid: what one user writes, the others of the engine's group may replace."""
SHARED_FILE = 0o660


class StateFiles:
    """Writes below `folder` only. `group` is the gid of the engine's socket, or None where it is not known."""

    def __init__(self, folder: Path, *, group: int | None) -> None:
        self._folder = folder
        self._group = group

    def write(self, file: Path, text: str) -> None:
        """Replace `file` at once: a reader, and a kill -9, see the old text or the new. Raises FolderForbidden."""
        try:
            self.ensure_folder(file.parent)
            with held():  # an interruption would leave the new one beside it
                self._replace(file, text)
        except OSError as error:
            raise FolderForbidden(folder=file.parent, detail=error.strerror or str(error)) from error

    def _replace(self, file: Path, text: str) -> None:
        with NamedTemporaryFile("w", dir=file.parent, prefix=f".{file.name}.", delete=False, encoding="utf-8") as new:
            path = Path(new.name)
            try:
                new.write(text)
                new.flush()
                self.share(path, SHARED_FILE)
                path.replace(file)
            except BaseException:  # whatever ends it: no half-written file stays beside the old one
                path.unlink(missing_ok=True)
                raise

    def read(self, file: Path) -> str | None:
        """None for a file that is not there; bytes that are not UTF-8 are replaced. Raises FileUnreadable."""
        try:
            return file.read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise FileUnreadable(file=file, detail=error.strerror or str(error)) from error

    def exists(self, file: Path) -> bool:
        return file.is_file()

    def ensure_folder(self, folder: Path) -> None:
        """Make `folder` and those above it up to the state folder, each shared. Raises OSError."""
        if folder.is_dir():
            return
        if folder != self._folder:
            self.ensure_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        self.share(folder, SHARED_FOLDER)

    def share(self, path: Path, mode: int) -> None:
        """Give it to the engine's group, with `mode` whatever the umask."""
        with suppress(PermissionError):  # not a member of the group, or another's folder: then it is shared already, or cannot be
            if self._group is not None:
                os.chown(path, -1, self._group)
            path.chmod(mode)
