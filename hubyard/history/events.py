"""What is told of a history that cannot be used. Work goes on without it in any case."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hubyard.events import Event


class Trouble(StrEnum):
    """What is wrong with it."""

    BROKEN = "broken"
    OTHER_VERSION = "other_version"
    """of a newer Hubyard"""
    FORBIDDEN = "forbidden"
    """no right to write, or a file system that is read only"""
    FULL = "full"
    """no space left"""
    BUSY = "busy"
    """locked by another process for too long"""
    FAILED = "failed"
    """anything else that the disk said"""


@dataclass(frozen=True, kw_only=True)
class HistorySetAside(Event):
    """The history was of no use, was renamed to `aside` and begins anew. `trouble` is BROKEN or OTHER_VERSION."""

    trouble: Trouble
    aside: Path


@dataclass(frozen=True, kw_only=True)
class HistoryUnusable(Event):
    """It was not read, or a build not recorded: nothing of it was touched. Told once for each trouble."""

    trouble: Trouble
    folder: Path
