"""The gate in a storm: 50 processes, 20 rounds each, signals sprayed at those who wait."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.soak.gate_storm import storm


@pytest.fixture
def folder() -> Iterator[Path]:
    """Open to other users, which tmp_path is not."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def test_storm_of_signals_nobody_overlaps_nobody_overtakes(folder: Path) -> None:
    found = storm(folder)
    assert (found["overlaps"], found["overtakes"], found["failed"], found["visits"]) == (0, 0, 0, 1000)


def test_storm_with_deaths_nobody_overlaps_and_all_others_get_in(folder: Path) -> None:
    found = storm(folder, killed=25)
    assert (found["overlaps"], found["failed"], found["killed"]) == (0, 0, 25)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_storm_of_two_users_nobody_overlaps_nobody_overtakes(folder: Path) -> None:
    found = storm(folder, users=2)
    assert (found["overlaps"], found["overtakes"], found["failed"], found["visits"]) == (0, 0, 0, 1000)
