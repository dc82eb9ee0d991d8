"""A history in a folder of its own, and other processes that write in it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hubyard.drivers.files import StateFiles
from hubyard.drivers.history import SqliteHistory
from hubyard.events import Event
from tests.contracts.history.scribe import Scribe, Task
from tests.fakes.clock import FakeClock

Start = Callable[..., Scribe]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The yard's `.hubyard/`."""
    return tmp_path / ".hubyard"


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.fixture
def sqlite(state: Path, told: list[Event]) -> SqliteHistory:
    return SqliteHistory(state / "history", files=StateFiles(state, group=None), clock=FakeClock(), tell=told.append)


@pytest.fixture
def start(state: Path) -> Iterator[Start]:
    """Starts a scribe: fields of Task, and `uid`, `groups`. All have ended when the test ends."""
    with ExitStack() as scribes:

        def started(*, uid: int | None = None, groups: tuple[int, ...] = (), **task: object) -> Scribe:
            fields: dict[str, Any] = {"state": str(state), **task}
            scribe = Scribe(Task(**fields), uid=uid, groups=groups)
            scribes.callback(scribe.close)
            return scribe

        yield started
