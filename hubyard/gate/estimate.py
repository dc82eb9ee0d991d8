"""How much a build will need, before it has run."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from statistics import median
from typing import Final

from hubyard.history.values import BuildMeasured, BuildOutcome, CacheState

LEAST_BUILD_BYTES: Final = 64 * 1024**2
"""No build is granted less: a step is a container with a shell at least, and a cap of a few MB would be noise."""
SAMPLES: Final = 10
"""Newest builds that count: an app that has shrunk is granted less after ten of them."""
FEW_SAMPLES: Final = 2
FACTOR: Final = 1.05
FACTOR_OF_FEW: Final = 1.25
"""Above the greatest peak seen. Of one or two builds the greatest has not been seen yet, and a cold one is mostly among the first."""
AFTER_A_KILL: Final = 2
"""What it needs is more than it had, and nobody knows how much: doubled, a right limit is found in few builds."""
GUESSED_SHARE: Final = 0.5

WELL: Final = frozenset({BuildOutcome.WELL})
UNFINISHED: Final = frozenset({BuildOutcome.FAILED, BuildOutcome.STOPPED})
TOO_LITTLE: Final = frozenset({BuildOutcome.KILLED, BuildOutcome.THRASHED})


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a build is expected to need.

    build_bytes: what it is granted; of a start, what its container takes
    known: from measurements, not from a hint or a guess
    guessed: nobody said anything, neither measurement nor hint
    usual_s: how long it usually takes; 0 where it is not known
    """

    build_bytes: int
    known: bool
    guessed: bool = False
    usual_s: float = 0.0


def cache_state(past: Sequence[BuildMeasured], *, cold_inputs: str) -> CacheState:
    """Of the next build: warm when one with the same lock files, Dockerfile and bases went well. One that failed may have failed there."""
    cached = any(build.cold_inputs == cold_inputs and build.outcome is BuildOutcome.WELL for build in past)
    return CacheState.WARM if cached else CacheState.COLD


def estimate_build(past: Sequence[BuildMeasured], *, cache: CacheState, hint_bytes: int | None, total_bytes: int) -> Estimate:
    """The greatest of the last peaks and something more; where no build went well yet, the hint or half of the memory.

    past: builds of one hub, newest first
    hint_bytes: `memory.build` of its hub.toml
    total_bytes: the host's memory; nothing is expected to need more

    A build that was killed tells only what was too little: until the next one goes well, twice that is expected, and nothing known. What
    a build that failed had used may be far from all: it counts where it is greater, and makes nothing known.
    """
    counted = _states_counted(past, cache)
    states = tuple(CacheState) if cache is CacheState.COLD else counted
    samples = _peaks(past, counted, WELL)
    seen_bytes = max(_peaks(past, states, WELL | UNFINISHED), default=0)
    if samples:
        wanted_bytes = seen_bytes * (FACTOR if len(samples) > FEW_SAMPLES else FACTOR_OF_FEW)
    else:
        guess_bytes = total_bytes * GUESSED_SHARE if hint_bytes is None else hint_bytes
        wanted_bytes = max(guess_bytes, seen_bytes * FACTOR_OF_FEW)
    kills = [build for state in states for build in _kills_since_well(past, state)]
    doubled_bytes = AFTER_A_KILL * max(map(too_little_bytes, kills), default=0)
    return Estimate(
        build_bytes=min(max(int(wanted_bytes), doubled_bytes, LEAST_BUILD_BYTES), total_bytes),
        known=bool(samples) and not kills,
        guessed=hint_bytes is None and not samples and not kills,
        usual_s=_usual_s(past, cache),
    )


def too_little_bytes(build: BuildMeasured) -> int:
    """What a killed build had at most: the limit in force, or where there was none, its peak."""
    return build.cap_bytes or build.peak_bytes


def kills_since_well(past: Sequence[BuildMeasured]) -> Sequence[BuildMeasured]:
    """Builds that had too little since the last one in their cache state that went well."""
    return [build for state in CacheState for build in _kills_since_well(past, state)]


def least_bytes(past: Sequence[BuildMeasured]) -> int:
    """What a build of this hub is proven to have needed, and nothing beyond; 0 where nothing was seen."""
    seen = _peaks(past, tuple(CacheState), WELL | UNFINISHED)
    return max([*seen, *map(too_little_bytes, kills_since_well(past))], default=0)


def _states_counted(past: Sequence[BuildMeasured], cache: CacheState) -> tuple[CacheState, ...]:
    """Whose builds are samples. A cold build needs at least what a warm one does, so it stands for it while there are few of those.

    One warm build is no measure: nearly all of it may have come from the cache.
    """
    own = (cache,)
    return own if cache is CacheState.COLD or len(_peaks(past, own, WELL)) > FEW_SAMPLES else tuple(CacheState)


def _peaks(past: Sequence[BuildMeasured], states: Collection[CacheState], outcomes: Collection[BuildOutcome]) -> Sequence[int]:
    """Of the newest builds of each state of which a peak was seen."""
    found = [build for build in past if build.outcome in outcomes and build.peak_bytes > 0]
    return [build.peak_bytes for state in states for build in islice((one for one in found if one.cache is state), SAMPLES)]


def _kills_since_well(past: Sequence[BuildMeasured], cache: CacheState) -> Sequence[BuildMeasured]:
    """One that went well without a step to look at came from the cache, and proves nothing."""
    alike = (build for build in past if build.cache is cache)
    since = takewhile(lambda build: build.outcome is not BuildOutcome.WELL or build.peak_bytes == 0, alike)
    return [build for build in since if build.outcome in TOO_LITTLE]


def _usual_s(past: Sequence[BuildMeasured], cache: CacheState) -> float:
    """Median of the newest ones that went well in this cache state."""
    found = (build.elapsed_s for build in past if build.cache is cache and build.outcome is BuildOutcome.WELL)
    return median(list(islice(found, SAMPLES)) or [0.0])
