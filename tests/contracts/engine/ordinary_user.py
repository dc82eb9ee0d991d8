"""What somebody sees who is not root but in the engine's group."""

import os
import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import docker  # noqa: F401  read now, as below

from hubyard.drivers.engine.builds import prefix
from hubyard.drivers.engine.group import socket_group

T = TypeVar("T")
NOBODY = 65534


@contextmanager
def their_folder() -> Iterator[Path]:
    """Theirs, and not below a folder that is closed to them, as pytest's are."""
    with tempfile.TemporaryDirectory() as made:
        if os.geteuid() == 0:
            os.chown(made, NOBODY, -1)
        yield Path(made)


def as_ordinary_user(call: Callable[[], T], *, home: Path) -> T:
    """In a child, if we are root. What it returns or raises is handed on."""
    if os.geteuid() != 0:
        return call()
    prefix()  # a checkout in root's home is closed to them: what is imported late is read now
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            become_nobody(home)
            outcome: tuple[T | None, BaseException | None] = (call(), None)
        except BaseException as problem:  # noqa: BLE001  for the parent to raise
            outcome = (None, problem)
        os.write(writing, pickle.dumps(outcome))  # a few kB at most: a pipe holds them
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        returned, raised = pickle.load(said)
    os.waitpid(child, 0)
    if raised:
        raise raised
    ended: T = returned
    return ended


def become_nobody(home: Path) -> None:
    os.environ["HOME"] = str(home)
    os.setgroups([])
    os.setgid(socket_group() or NOBODY)
    os.setuid(NOBODY)
