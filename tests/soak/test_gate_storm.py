"""The gate in a storm: 50 processes, 20 or 200 rounds each, signals sprayed at those who wait."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.soak.gate_storm import storm
from tests.soak.storm.visitors import POINTS
from tests.soak.storm.weather import Weather

ROUNDS = 200
MANY = 2 * len(POINTS)
"""Two deaths at each point."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Open to other users, which tmp_path is not."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


@pytest.mark.parametrize("capacity", [1, 4])
def test_storm_of_signals_nobody_overlaps_nobody_overtakes(folder: Path, capacity: int) -> None:
    found = storm(folder, Weather(rounds=ROUNDS, capacity=capacity))
    assert (found["overlaps"], found["overtakes"], found["failed"], found["visits"]) == (0, 0, 0, 50 * ROUNDS)
    assert found["at_once"] == capacity


@pytest.mark.parametrize("capacity", [1, 4])
def test_storm_with_deaths_nobody_overlaps_and_all_others_get_in(folder: Path, capacity: int) -> None:
    found = storm(folder, Weather(capacity=capacity, killed=MANY))
    assert (found["overlaps"], found["failed"], found["killed"]) == (0, 0, MANY)


@pytest.mark.parametrize("capacity", [1, 4])
def test_storm_with_stops_all_get_in_and_who_is_stopped_is_named(folder: Path, capacity: int) -> None:
    found = storm(folder, Weather(capacity=capacity, stops=200))
    assert (found["overlaps"], found["failed"], found["visits"], found["stopped_and_not_named"]) == (0, 0, 1000, 0)
    assert found["stopped_in_the_gate"] > 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("capacity", [1, 4])
def test_storm_of_two_users_nobody_overlaps_nobody_overtakes(folder: Path, capacity: int) -> None:
    found = storm(folder, Weather(capacity=capacity, users=2))
    assert (found["overlaps"], found["overtakes"], found["failed"], found["visits"]) == (0, 0, 0, 1000)
