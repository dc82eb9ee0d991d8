"""Logs of builds: `<folder>/<hub>/<UTC time>-<tag>.log`, each with a small `.json` beside it that says what it was."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from hubyard.drivers.signals import held
from hubyard.engine.build_record import BuildRecord, parse_record, write_record
from hubyard.engine.port import BuildOrder
from hubyard.errors import FolderForbidden

if TYPE_CHECKING:
    from hubyard.drivers.files import StateFiles
    from hubyard.host.port import Clock

KEPT = 20
REVISION = "hubyard.revision"
NOT_FOR_OTHERS = 0o640
"""What an app prints while it is built may be anything."""


class BuildLog:
    """Of one build. The first `end` counts; without it the record says that the build was killed with us. Raises FolderForbidden."""

    def __init__(self, record: BuildRecord, *, files: "StateFiles", clock: "Clock") -> None:
        self._record = record
        self._files = files
        self._clock = clock
        self._began_s = clock.monotonic_s()
        self._ended_s: float | None = None
        self._descriptor = _opened(record.log)

    @property
    def path(self) -> Path:
        return self._record.log

    @property
    def elapsed_s(self) -> float:
        """Until it ended, or until now."""
        return (self._clock.monotonic_s() if self._ended_s is None else self._ended_s) - self._began_s

    def write(self, line: str) -> None:
        """A full disk must not hide why the build failed: then there is less of a log."""
        with suppress(OSError):
            os.write(self._descriptor, (line + "\n").encode(errors="replace"))

    def end(self, status: int | None) -> None:
        if self._ended_s is not None:
            return
        with held():  # the end that `begin` calls for an interruption would find half of it done
            self._ended_s = self._clock.monotonic_s()
            os.close(self._descriptor)
            ended = replace(self._record, status=-1 if status is None else status, elapsed_s=round(self.elapsed_s, 3))
            with suppress(FolderForbidden):  # likewise
                self._files.write(self.path.with_suffix(".json"), write_record(ended))


class BuildLogs:
    """`folder` belongs to the yard's state; `files` makes folders there that others of the engine's group may use too."""

    def __init__(self, folder: Path, *, files: "StateFiles", clock: "Clock") -> None:
        self._folder = folder
        self._files = files
        self._clock = clock

    @contextmanager
    def begin(self, order: BuildOrder) -> Iterator[BuildLog]:
        """A new log; those beyond the newest twenty of the hub go. Left by an exception, the record says so."""
        folder = self._folder / order.hub.lower()
        started = self._clock.now().astimezone(UTC)
        tag = (order.release or order.tags[0]).rpartition(":")[2]
        record = BuildRecord(
            hub=order.hub,
            tag=tag,
            revision=order.labels.get(REVISION, ""),
            started=started,
            status=None,
            elapsed_s=None,
            log=folder / f"{started:%Y%m%dT%H%M%SZ}-{tag}.log",
        )
        self._files.write(record.log.with_suffix(".json"), write_record(record))
        drop_old(folder)
        log = BuildLog(record, files=self._files, clock=self._clock)
        try:
            yield log
        except BaseException:
            log.end(None)
            raise

    def records(self, hub: str) -> Sequence[BuildRecord]:
        """Newest first."""
        found = []
        for head in sorted((self._folder / hub.lower()).glob("*.json"), reverse=True):
            with suppress(OSError, ValueError, KeyError, TypeError):  # half written, or not ours
                found.append(parse_record(head.read_text(encoding="utf-8"), folder=head.parent))
        return found


def _opened(log: Path) -> int:
    try:
        return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, NOT_FOR_OTHERS)
    except OSError as error:
        raise FolderForbidden(folder=log.parent, detail=error.strerror or str(error)) from error


def drop_old(folder: Path) -> None:
    for head in sorted(folder.glob("*.json"), reverse=True)[KEPT:]:
        for file in (head, head.with_suffix(".log")):
            with suppress(OSError):
                file.unlink()
