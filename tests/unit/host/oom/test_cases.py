"""Every case whole: kind, first victim, asker, limit, number of kills, and all victims where a case tells them."""

from pathlib import Path

import pytest

from hubyard.host.oom import judge_lines
from tests.unit.host.oom.cases import OTHERS, OURS, Case, folders, read_cases

CASES = [case for folder in folders() for case in read_cases(folder)]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_judge_lines(case: Case) -> None:
    told, said = case.compare(judge_lines(case.text))
    assert said == told


def test_cases_of_our_own_are_there() -> None:
    assert len(read_cases(OURS)) >= 30


def test_cases_of_the_named_folder_are_read(record_property: pytest.FixtureRequest) -> None:
    """Which folder it was stands in the report; none is no failure, an empty one is."""
    record_property("HUBYARD_CASES", OTHERS or "not set")  # type: ignore[operator]
    assert not OTHERS or (Path(OTHERS).is_dir() and read_cases(folders()[-1]))
