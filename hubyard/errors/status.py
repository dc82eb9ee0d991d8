"""How a task ends, as the shell sees it."""

from enum import IntEnum


class Status(IntEnum):
    """Exit statuses; 75 is EX_TEMPFAIL of sysexits.h, those above 128 are 128 + signal number as a shell says it."""

    DONE = 0
    USAGE = 1
    FAILED = 2
    WARNED = 3
    MEMORY = 4
    REFUSED = 5
    BUSY = 75
    HANGUP = 129
    INTERRUPTED = 130
    TERMINATED = 143


WORST_FIRST = (
    Status.INTERRUPTED,
    Status.TERMINATED,
    Status.HANGUP,
    Status.MEMORY,
    Status.FAILED,
    Status.REFUSED,
    Status.BUSY,
    Status.USAGE,
    Status.WARNED,
    Status.DONE,
)


def worst(statuses: list[Status]) -> Status:
    """Status of a task that did several things; DONE for none."""
    return min(statuses, key=WORST_FIRST.index, default=Status.DONE)
