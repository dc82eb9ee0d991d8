"""The history of a yard's builds, shared by all who may deploy it."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from hubyard.drivers.history.database import Unfit, insert, insert_doubts, select, select_doubts, trouble_of
from hubyard.drivers.history.place import Place
from hubyard.history.events import HistorySetAside, HistoryUnusable, Trouble
from hubyard.history.values import ALL_STAGES, BuildMeasured

if TYPE_CHECKING:
    from hubyard.drivers.files import StateFiles
    from hubyard.events import Tell
    from hubyard.host.port import Clock

T = TypeVar("T")
FAULTS: Final = (sqlite3.Error, OSError, Unfit)


def nowhere(_point: str) -> None:
    """No test stops us at a named point."""


class SqliteHistory:
    """Fills `hubyard.history.port.History`.

    folder: of its own, in the state folder
    at: called with the name of each step when it is done; tests end the process there
    """

    def __init__(self, folder: Path, *, files: "StateFiles", clock: "Clock", tell: "Tell", at: Callable[[str], None] = nowhere) -> None:
        self._folder = folder
        self._place = Place(folder, files=files, clock=clock, at=at)
        self._tell = tell
        self._told: set[Trouble] = set()

    def record(self, build: BuildMeasured) -> None:
        self._write(lambda file: insert(file, build))

    def builds(self, *, hub: str | None = None, limit: int | None = 100) -> Sequence[BuildMeasured]:
        return self._read(lambda file: select(file, hub=hub, limit=limit))

    def doubt(self, *, hub: str, stages: Sequence[str]) -> None:
        self._write(lambda file: insert_doubts(file, hub=hub, stages=stages))

    def doubted(self, *, hub: str) -> Sequence[str]:
        def ask(file: Path) -> Sequence[str]:
            """What was set aside may have held doubts of each hub that was not built since."""
            lost = self._place.was_set_aside() and not select(file, hub=hub, limit=1)
            return ALL_STAGES if lost else select_doubts(file, hub=hub)

        return self._read(ask, unfit=ALL_STAGES, missing=ALL_STAGES if self._place.was_set_aside() else ())

    def _read(self, ask: Callable[[Path], Sequence[T]], *, unfit: Sequence[T] = (), missing: Sequence[T] = ()) -> Sequence[T]:
        try:
            with self._place.entered(make=False):
                self._must_have_a_database()
                return ask(self._place.database)
        except FileNotFoundError:
            return missing
        except FAULTS as fault:
            self._tell_once(trouble_of(fault))
            return unfit if isinstance(fault, Unfit) else ()

    def _write(self, write: Callable[[Path], None]) -> None:
        try:
            if not self._written(write):
                self._written(write)
        except FAULTS as fault:
            self._tell_once(trouble_of(fault))

    def _written(self, write: Callable[[Path], None]) -> bool:
        """False where what was there had to be set aside."""
        with self._place.entered(make=True) as folder_fd:
            try:
                self._must_have_a_database()
                write(self._place.database)
            except Unfit as unfit:
                if aside := self._place.set_aside(folder_fd):
                    self._tell(HistorySetAside(trouble=unfit.trouble, aside=aside))
                return False
            return True

    def _must_have_a_database(self) -> None:
        if not self._place.database.is_file():
            raise Unfit(Trouble.BROKEN)

    def _tell_once(self, trouble: Trouble) -> None:
        if trouble not in self._told:
            self._told.add(trouble)
            self._tell(HistoryUnusable(trouble=trouble, folder=self._folder))
