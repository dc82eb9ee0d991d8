"""Whether the head of the queue may build or start now, how much it is granted, and what it waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from math import inf
from typing import Final

from hubyard.gate.estimate import LEAST_BUILD_BYTES, Estimate
from hubyard.host.readings import ForeignBuild, Readings

RESERVE_SHARE: Final = 0.1
LEAST_RESERVE_BYTES: Final = 512 * 1024**2
CAP_FACTOR: Final = 1.1
"""A cap is a tenth above the grant. Since a tenth of the memory is kept in reserve, all builds at their caps at once still fit."""
LAST_SHARE: Final = 0.05
"""Of all memory, kept from a build that is alone, too: at its cap it is hit itself, and not the engine or whoever else lives here."""
PRESSURE_CLOSES_SHARE: Final = 0.2
FOREIGN_FACTOR: Final = 1.5
"""What we know nothing of is expected to grow by half."""


class Why(StrEnum):
    """What a decision was made for; the first two let the head in."""

    FITS = "fits"
    NOTHING_RUNS = "nothing_runs"
    """even when it does not fit: there is nothing whose end would make more room"""
    SAME_HUB = "same_hub"
    """two builds of one hub would share a cgroup; its deploys exclude one another, but a build client can outlive its deploy"""
    COUNT = "count"
    """as many builds as were asked for run already (`jobs`)"""
    PRESSURE = "pressure"
    """tasks on the host wait for memory already, and something builds"""
    UNKNOWN = "unknown"
    """nothing was measured of the head, and something else runs of which nothing was measured"""
    MEMORY = "memory"


ADMITTING: Final = frozenset({Why.FITS, Why.NOTHING_RUNS})


@dataclass(frozen=True, kw_only=True)
class Head:
    """Who stands first in the queue. `hub` is a slug; `starts`: it is a container that wants to start, not a build."""

    hub: str
    estimate: Estimate
    starts: bool = False


@dataclass(frozen=True, kw_only=True)
class Running:
    """A build that was let in; or, where it `starts`, a container for which memory is kept until it is well.

    id: of its ticket; "" for steps that are left over in the engine (`left_over`)
    hub: slug; "" where its note cannot be read
    granted_bytes: 0 where its note does not say: then it counts as FOREIGN_FACTOR × what it uses
    used_bytes: what the hub's build cgroup holds now; 0 of a start
    known: whether the grant came from measurements
    elapsed_s, usual_s: since when it runs and how long it usually takes, 0 where that is not known
    """

    id: str
    hub: str
    granted_bytes: int
    used_bytes: int
    known: bool
    elapsed_s: float = 0.0
    usual_s: float = 0.0
    starts: bool = False

    @property
    def promised_bytes(self) -> int:
        """What it may still take. Use above the grant is no credit to others: it is missing in the free memory already."""
        if self.granted_bytes == 0:
            return _growth(self.used_bytes)
        return max(0, self.granted_bytes - self.used_bytes)

    @property
    def left_s(self) -> float:
        """Until its usual end, 0 from then on; infinite where that is not known."""
        return max(0.0, self.usual_s - self.elapsed_s) if self.usual_s > 0 else inf


def left_over(*, hub: str, used_bytes: int) -> Running:
    """Steps in a hub's build cgroup whose build has gone: they count as they stand, and as one build."""
    return Running(id="", hub=hub, granted_bytes=used_bytes, used_bytes=used_bytes, known=True)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """`reserve_bytes` stays free whatever runs; `jobs` is the most builds at once, None for as many as the memory holds."""

    reserve_bytes: int
    jobs: int | None = None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What was decided for the head.

    missing_bytes: how much too little is free, with Why.MEMORY
    granted_bytes, cap_bytes: of an admitted head, else 0; a start has no cap of ours
    waits_for, waits_for_foreign: whose end would let it in, the first to end first; all that run, where no fewer will do
    wait_s: until then, by how long those builds usually take; 0 where that cannot be told
    """

    why: Why
    missing_bytes: int = 0
    granted_bytes: int = 0
    cap_bytes: int = 0
    waits_for: tuple[Running, ...] = ()
    waits_for_foreign: tuple[ForeignBuild, ...] = ()
    wait_s: float = 0.0

    @property
    def admitted(self) -> bool:
        return self.why in ADMITTING


def reserve_bytes(*, total_bytes: int, chosen: int | None) -> int:
    """What is never given away: as yard.toml says, else a tenth of the memory and half a GiB at least."""
    return max(int(total_bytes * RESERVE_SHARE), LEAST_RESERVE_BYTES) if chosen is None else chosen


def decide(*, head: Head, running: Sequence[Running], readings: Readings, limits: Limits) -> Decision:
    """Decide for the head of the queue alone: strictly first come first served. Swap counts as nothing.

    A running build was promised its grant: what it does not use yet is spoken for. A head of which nothing is known, not even by a hint,
    gets all that is left: a cap at a guess would kill a build that had room. A start is no build: its memory counts, and nothing else.
    """
    moment = _Moment(head=head, running=tuple(running), readings=readings, limits=limits)
    why = _why(moment)
    return _admit(moment, why) if why in ADMITTING else _wait(moment, why)


@dataclass(frozen=True, kw_only=True)
class _Moment:
    head: Head
    running: tuple[Running, ...]
    readings: Readings
    limits: Limits

    @cached_property
    def builds(self) -> tuple[Running, ...]:
        return tuple(one for one in self.running if not one.starts)

    @cached_property
    def free_bytes(self) -> int:
        """What is neither in use nor spoken for nor kept in reserve; may be negative."""
        return self._unspoken_bytes - self.limits.reserve_bytes

    @property
    def most_bytes(self) -> int:
        """What a build may have at the very most, of the reserve too."""
        kept_bytes = min(self.limits.reserve_bytes, int(self.readings.total_bytes * LAST_SHARE))
        return self._unspoken_bytes - kept_bytes

    @cached_property
    def _unspoken_bytes(self) -> int:
        ours_bytes = sum(build.promised_bytes for build in self.running)
        foreign_bytes = sum(_growth(build.held_bytes) for build in self.readings.foreign)
        return self.readings.available_bytes - ours_bytes - foreign_bytes

    @property
    def missing_bytes(self) -> int:
        return max(0, self.head.estimate.build_bytes - self.free_bytes)


def _why(moment: _Moment) -> Why:
    if not moment.running and not moment.readings.foreign:
        return Why.NOTHING_RUNS
    if not moment.head.starts and (why := _why_no_build(moment)):
        return why
    if moment.readings.pressure_share > PRESSURE_CLOSES_SHARE and (moment.builds or moment.readings.foreign):
        return Why.PRESSURE
    return Why.MEMORY if moment.missing_bytes else Why.FITS


def _why_no_build(moment: _Moment) -> Why | None:
    builds, foreign = moment.builds, moment.readings.foreign
    if any(build.hub == moment.head.hub for build in builds):
        return Why.SAME_HUB
    if moment.limits.jobs is not None and len(builds) >= moment.limits.jobs:
        return Why.COUNT
    if not moment.head.estimate.known and (foreign or not all(build.known for build in builds)):
        return Why.UNKNOWN
    return None


def _admit(moment: _Moment, why: Why) -> Decision:
    """What does not fit is let in where nothing runs: it is granted what there is, of the reserve too, since nobody else wants it."""
    wanted_bytes = moment.head.estimate.build_bytes
    if moment.head.starts:
        return Decision(why=why, granted_bytes=max(min(wanted_bytes, moment.most_bytes), min(wanted_bytes, LEAST_BUILD_BYTES)))
    if moment.head.estimate.guessed:
        wanted_bytes = max(moment.free_bytes, wanted_bytes)
    granted_bytes = max(min(wanted_bytes, moment.most_bytes), LEAST_BUILD_BYTES)
    cap_bytes = max(min(int(granted_bytes * CAP_FACTOR), moment.most_bytes), granted_bytes)
    return Decision(why=why, granted_bytes=granted_bytes, cap_bytes=cap_bytes)


def _wait(moment: _Moment, why: Why) -> Decision:
    ours, foreign = _in_the_way(moment, why)
    left_s = inf if foreign or why is Why.PRESSURE else max((build.left_s for build in ours), default=inf)
    return Decision(
        why=why,
        missing_bytes=moment.missing_bytes if why is Why.MEMORY else 0,
        waits_for=ours,
        waits_for_foreign=foreign,
        wait_s=0.0 if left_s == inf else left_s,
    )


def _in_the_way(moment: _Moment, why: Why) -> tuple[tuple[Running, ...], tuple[ForeignBuild, ...]]:
    ours, foreign = tuple(sorted(moment.running, key=lambda build: build.left_s)), moment.readings.foreign
    builds = tuple(one for one in ours if not one.starts)
    match why:
        case Why.SAME_HUB:
            return tuple(build for build in builds if build.hub == moment.head.hub), ()
        case Why.COUNT:
            return builds[: len(builds) - (moment.limits.jobs or 0) + 1], ()
        case Why.UNKNOWN:
            return tuple(build for build in builds if not build.known), foreign
        case Why.MEMORY:
            return _enough_to_end(ours, foreign, missing_bytes=moment.missing_bytes)
    return ours, foreign


def _enough_to_end(
    ours: tuple[Running, ...], foreign: tuple[ForeignBuild, ...], *, missing_bytes: int
) -> tuple[tuple[Running, ...], tuple[ForeignBuild, ...]]:
    """The first so many whose end gives `missing_bytes` back; of ours what they use and what they were promised."""
    for count, given_bytes in enumerate(accumulate(build.used_bytes + build.promised_bytes for build in ours), start=1):
        if given_bytes >= missing_bytes:
            return ours[:count], ()
    return ours, foreign


def _growth(held_bytes: int) -> int:
    return int(held_bytes * (FOREIGN_FACTOR - 1))
