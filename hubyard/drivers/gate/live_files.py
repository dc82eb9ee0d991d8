"""Files in `running/` and `waiting/`: live exactly while their flock is held, never judged by pid or age.

They are made under another name, flocked, then renamed into their place: what stands there was locked before it could be seen. So whoever
gets a shared lock on one has proof that its owner is gone for good. Looking that way keeps nobody out, since nobody locks them anew. Names
are never used twice, so a dead one can be removed by name.
"""

import fcntl
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from hubyard.drivers.accounts import user_name
from hubyard.drivers.gate.lock_files import forbidden, try_flock
from hubyard.drivers.gate.proc import id_of
from hubyard.gate.kernel_locks import FileId
from hubyard.gate.presence import NOTE_LIMIT_BYTES, Note, parse_note

MODE = 0o660


@dataclass(frozen=True, kw_only=True)
class LiveFile:
    """`note` None: it holds a place and does not say for whom."""

    id: str
    file: FileId
    user: str
    note: Note | None

    @property
    def hub(self) -> str:
        """Its slug; of a file whose note cannot be read what its name says."""
        return self.note.hub if self.note else self.id.rpartition("-")[0]

    @property
    def builds(self) -> bool:
        """Who does not say that it starts counts as a build."""
        return self.note is None or not self.note.starts


class Gone(Enum):
    """What a file is that does not live: still there, or removed as we looked."""

    DEAD = "dead"
    AWAY = "away"


def new_id(hub: str) -> str:
    return f"{hub}-{secrets.token_hex(6)}"


def make_live(path: Path, content: bytes, *, at: Callable[[str], None]) -> int:
    """The locked file, which lives until its last descriptor is closed."""
    hidden = path.with_name(f".{path.name}")
    while True:
        try:
            fd = os.open(hidden, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, MODE)
        except OSError as fault:
            raise forbidden(hidden, fault.strerror) from fault
        try:
            _fill(fd, content, at=at)
            hidden.rename(path)
        except FileNotFoundError:  # swept away between being made and being locked
            os.close(fd)
        except BaseException as fault:  # no space left, or an interruption
            os.close(fd)
            hidden.unlink(missing_ok=True)
            if isinstance(fault, OSError):
                raise forbidden(path, fault.strerror) from fault
            raise
        else:
            at("file_named")
            return fd


def _fill(fd: int, content: bytes, *, at: Callable[[str], None]) -> None:
    at("file_made")
    os.fchmod(fd, MODE)  # whatever the umask
    os.write(fd, content)
    fcntl.flock(fd, fcntl.LOCK_EX)
    at("file_locked")


def live_files(folder: Path) -> Sequence[LiveFile]:
    """Those that live now, by name. Locks nothing that anybody needs. What is no file is none of ours, and left alone.

    A build makes the file of its start and then lets go of its own: what was not there yet when we listed is looked for once more, or both
    would be missed.
    """
    found: list[LiveFile] = []
    seen: set[str] = set()
    while new := [name for name in _names(folder) if name not in seen and not name.startswith(".")]:
        seen.update(new)
        found += [one for name in new if isinstance(one := _look(folder / name), LiveFile)]
    return sorted(found, key=lambda one: one.id)


def sweep(folder: Path) -> None:
    """Remove the dead ones. For the holder of `turn` alone: nobody else decides by what is there."""
    for name in _names(folder):
        if _look(folder / name) is Gone.DEAD:
            (folder / name).unlink(missing_ok=True)


def open_live(folder: Path, live_id: str) -> int | None:
    try:
        return os.open(folder / live_id, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise forbidden(folder / live_id, fault.strerror) from fault


def _names(folder: Path) -> Sequence[str]:
    try:
        with os.scandir(folder) as entries:  # Path.iterdir takes six times as long, while somebody waits for the next build
            return sorted(entry.name for entry in entries if entry.is_file(follow_symlinks=False))
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise forbidden(folder, fault.strerror) from fault


def _look(path: Path) -> "LiveFile | Gone":
    fd = open_live(path.parent, path.name)
    if fd is None:
        return Gone.AWAY
    try:
        if try_flock(fd, fcntl.LOCK_SH):
            return Gone.DEAD
        found = os.fstat(fd)
        note = parse_note(os.pread(fd, min(found.st_size, NOTE_LIMIT_BYTES), 0))
        return LiveFile(id=path.name, file=id_of(found), user=user_name(found.st_uid), note=note)
    finally:
        os.close(fd)
