"""Builds as they were measured."""

from datetime import UTC, datetime, timedelta, timezone
from functools import partial

from hubyard.history.values import BuildMeasured, BuildOutcome, CacheState, StageMeasured

SEOUL = timezone(timedelta(hours=9))
WHOLE = BuildMeasured(
    hub="wbfinhub",
    revision="0c27f8a91b2e-dirty",
    inputs="aabbccddeeff",
    cold_inputs="112233445566",
    cache=CacheState.COLD,
    outcome=BuildOutcome.KILLED,
    began=datetime(2026, 3, 1, 18, 0, 0, 123456, tzinfo=SEOUL),
    elapsed_s=75.321,
    peak_bytes=2_300_000_000,
    granted_bytes=2_100_000_000,
    cap_bytes=2_310_000_000,
    stages=(StageMeasured(name="deps", peak_bytes=900_000_000, elapsed_s=31.0), StageMeasured(name="", peak_bytes=1, elapsed_s=0.0)),
    killed_stages=("build", "단계"),
)
build = partial(
    BuildMeasured,
    hub="wbfinhub",
    revision="",
    inputs="",
    cold_inputs="",
    cache=CacheState.WARM,
    outcome=BuildOutcome.WELL,
    began=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
    elapsed_s=5,
    peak_bytes=0,
    granted_bytes=0,
    cap_bytes=None,
)
"""One that went well from a warm cache, but for what is given."""
PLAIN = build()


def numbered(number: int, *, hub: str = "fin") -> BuildMeasured:
    """Told apart by their revision."""
    return build(hub=hub, revision=str(number))
