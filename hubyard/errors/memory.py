"""Memory ran out in a build: a kill proven, or a build ended by the watchdog."""

from dataclasses import dataclass
from pathlib import Path

from hubyard.errors.kinds import HubyardError
from hubyard.errors.status import Status


@dataclass(kw_only=True, eq=False)
class BuildKilled(HubyardError):
    """The kernel killed something in a build: proven by counters, whatever the exit status.

    cap_bytes: the limit in force, 0 without one; held_bytes: what the victim had, 0 where it cannot be told
    usual_bytes: the greatest peak of earlier builds that went well, 0 for none; next_bytes: what the next one will be granted,
    0 where that is no more; workers: what `parallelism` could be instead, 0 where it is one already
    survived: the step went on without the child that was killed
    """

    status = Status.MEMORY
    hub: str
    step: str
    process: str
    held_bytes: int
    cap_bytes: int
    usual_bytes: int
    next_bytes: int
    workers: int
    survived: bool
    log: Path


@dataclass(kw_only=True, eq=False)
class BuildThrashed(HubyardError):
    """A build that only fought for memory at its own limit was ended by the watchdog."""

    status = Status.MEMORY
    hub: str
    needs_more_than_bytes: int
    usual_bytes: int
    next_bytes: int
    workers: int
    elapsed_s: float
    log: Path
