"""Many processes at the gate at once, with signals sprayed at those who wait; some of them killed between any two steps, some stopped.

Run by test_gate_storm.py, or by hand: `python -m tests.soak.gate_storm`.
"""

import json
import signal
import sys
import tempfile
import time
from pathlib import Path

from hubyard.gate.port import Patience
from tests.soak.storm.gate import gate, want
from tests.soak.storm.visitors import start
from tests.soak.storm.visits import most_at_once, overlaps, overtakes, read_visits, seen_waiting
from tests.soak.storm.watch import watch
from tests.soak.storm.weather import Weather


def storm(folder: Path, weather: Weather) -> dict[str, int | float]:
    """How many overlaps and overtakes there were.

    A death wakes those behind it without the courtesy of a living holder, and who is stopped loses its place: with these an overtake is
    possible, and only reported.
    """
    began_s = time.monotonic()
    folder.chmod(0o777)
    (folder / "visits").touch()
    (folder / "visits").chmod(0o666)
    with gate(folder, weather.capacity).grant(want(), patience=Patience(limit_s=5)):  # makes the directory and its files
        pass
    children = [start(folder, weather, index) for index in range(weather.processes)]
    seen = watch(folder, children, weather)
    visits = read_visits(folder)
    return {
        **vars(weather),
        "visits": len(visits),
        "killed": sum(child.exitcode == -signal.SIGKILL for child in children),
        "failed": sum(child.exitcode not in {0, -signal.SIGKILL} for child in children),
        "at_once": most_at_once(visits),
        "overlaps": overlaps(visits, weather.capacity),
        "waits_seen": len(seen_waiting(visits, seen.samples)),
        "overtakes": overtakes(visits, seen.samples),
        "stopped_in_the_gate": seen.stopped,
        "stopped_and_not_named": seen.unnamed,
        "seconds": round(time.monotonic() - began_s, 1),
    }


STORMS = (
    Weather(rounds=200),
    Weather(rounds=200, capacity=4),
    Weather(capacity=4, killed=26),
    Weather(killed=26),
    Weather(capacity=4, stops=200),
    Weather(users=2),
)


def main() -> None:
    for weather in STORMS:
        with tempfile.TemporaryDirectory() as folder:
            json.dump(storm(Path(folder), weather), sys.stdout)
            sys.stdout.write("\n")


if __name__ == "__main__":
    main()
