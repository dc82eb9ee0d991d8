"""A build as it was measured."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

ALL_STAGES: Final = ("",)
"""The name of a file's only stage that has none; a build that is to run it anew runs all there are."""


class CacheState(StrEnum):
    """How much of a build came from the engine's cache, as far as it changes what the build needs."""

    WARM = "warm"
    COLD = "cold"
    """a changed lock file, Dockerfile or base, a first build, or nothing that came from the cache"""


class BuildOutcome(StrEnum):
    WELL = "well"
    FAILED = "failed"
    KILLED = "killed"
    """the kernel killed something in it: its peak is a lower bound"""
    THRASHED = "thrashed"
    """ended by the watchdog: its peak is a lower bound"""
    STOPPED = "stopped"
    """by its time limit; one that a signal or the engine's end cut off is never recorded"""


@dataclass(frozen=True, kw_only=True)
class StageMeasured:
    """A stage of the Dockerfile. `name` as BuildKit prints it: "build", "stage-1"; "" for the only one without a name."""

    name: str
    peak_bytes: int
    elapsed_s: float


@dataclass(frozen=True, kw_only=True)
class BuildMeasured:
    """One build.

    hub: slug
    inputs: digest of all that makes the image; cold_inputs: of what makes a build cold when it changes (lock files, Dockerfile, bases)
    peak_bytes: anonymous, shared and kernel memory of all steps, the most at one time; 0 where it could not be read
    granted_bytes: what the gate had been told; cap_bytes: the limit that was in force, None without one
    killed_stages: where the kernel killed something, in it or, unless it went well, in one before it that was never recorded; the next
        build must not take them from the cache
    """

    hub: str
    revision: str
    inputs: str
    cold_inputs: str
    cache: CacheState
    outcome: BuildOutcome
    began: datetime
    elapsed_s: float
    peak_bytes: int
    granted_bytes: int
    cap_bytes: int | None
    stages: tuple[StageMeasured, ...] = ()
    killed_stages: tuple[str, ...] = ()
