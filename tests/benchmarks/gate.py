"""The gate beside flock(1), and in a storm of signals."""

import tempfile
from pathlib import Path

from tests.benchmarks import handoff as handing_on
from tests.benchmarks.figures import Figure
from tests.soak.gate_storm import storm
from tests.soak.storm.weather import Weather


def handoff() -> list[Figure]:
    told = handing_on.measure()
    return [Figure(name="hand-off / flock(1)", ours_s=told["ours_ms"] / 1000, theirs_s=told["flock_ms"] / 1000, wanted="ratio ≤ 1.5")]


def overtakes() -> dict[str, object]:
    """50 processes × 20 rounds with signals sprayed at those who wait, where memory holds four: wanted are 0 overlaps and 0 overtakes."""
    with tempfile.TemporaryDirectory() as folder:
        return {"storm": storm(Path(folder), Weather(capacity=4))}
