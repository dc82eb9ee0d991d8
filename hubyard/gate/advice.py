"""What would help a build that had too little memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from hubyard.gate.admission import LAST_SHARE
from hubyard.gate.estimate import TOO_LITTLE, too_little_bytes
from hubyard.history.values import BuildMeasured, BuildOutcome
from hubyard.host.readings import Readings

WORTH_ANOTHER: Final = 1.1
"""Times what was too little. What is free on a host differs by some percent from one deploy to the next: less than this is no more."""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """In numbers, from history.

    needs_more_than_bytes: the most that was too little since a build of the hub last went well; 0 where none was killed since
    again_bytes: what the next build is given, 0 where that is no more than it had: then deploying again does not help
    workers: what `parallelism` could be instead, 0 where it is one already; each of Next's workers is a process with a heap of its own
    """

    needs_more_than_bytes: int
    again_bytes: int
    workers: int


def most_bytes_alone(readings: Readings, *, reserve_bytes: int) -> int:
    """What the gate can give to one build when no other is left: containers that run beside it keep what they have."""
    builds_bytes = sum(readings.hubs.values()) + sum(build.held_bytes for build in readings.foreign)
    kept_bytes = min(reserve_bytes, int(readings.total_bytes * LAST_SHARE))
    return max(0, readings.available_bytes + builds_bytes - kept_bytes)


def advise(past: Sequence[BuildMeasured], *, estimate_bytes: int, most_bytes: int, parallelism: int) -> Advice:
    """`past` newest first, the killed build in it; `estimate_bytes` of the next one; `most_bytes`: what it can be given, alone."""
    since = takewhile(lambda build: build.outcome is not BuildOutcome.WELL or build.peak_bytes == 0, past)
    needs_more_than_bytes = max((too_little_bytes(build) for build in since if build.outcome in TOO_LITTLE), default=0)
    again_bytes = min(estimate_bytes, most_bytes)
    return Advice(
        needs_more_than_bytes=needs_more_than_bytes,
        again_bytes=again_bytes if again_bytes >= WORTH_ANOTHER * needs_more_than_bytes else 0,
        workers=parallelism // 2,
    )
