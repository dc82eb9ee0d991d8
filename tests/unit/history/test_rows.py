"""A build as a document in a row, and back."""

import json
from typing import Any

import pytest

from hubyard.history.rows import parse_build, write_build
from hubyard.history.values import BuildMeasured
from tests.contracts.history.measured import PLAIN, WHOLE

DOCUMENT: dict[str, Any] = json.loads(write_build(WHOLE))


@pytest.mark.parametrize("build", [WHOLE, PLAIN], ids=["whole", "plain"])
def test_build_comes_back_as_it_was(build: BuildMeasured) -> None:
    assert parse_build(write_build(build)) == build


def test_document_is_plain_json() -> None:
    assert (DOCUMENT["hub"], DOCUMENT["cache"], DOCUMENT["began"], DOCUMENT["stages"][0]["peak_bytes"]) == (
        "wbfinhub",
        "cold",
        "2026-03-01T18:00:00.123456+09:00",
        900_000_000,
    )


def test_field_of_a_later_version_is_left_out() -> None:
    assert parse_build(json.dumps({**DOCUMENT, "swap_bytes": 5})) == WHOLE


def test_field_with_a_default_may_be_missing() -> None:
    build = parse_build(json.dumps({key: value for key, value in DOCUMENT.items() if key != "stages"}))
    assert build is not None
    assert build.stages == ()


NO_BUILDS = {
    "empty": "",
    "no_json": "{",
    "list": "[]",
    "nothing_in_it": "{}",
    "outcome_that_is_not_known": json.dumps({**DOCUMENT, "outcome": "exploded"}),
    "no_number": json.dumps({**DOCUMENT, "peak_bytes": "much"}),
    "no_end_of_numbers": json.dumps({**DOCUMENT, "peak_bytes": float("inf")}),
    "no_bottom": "[" * 100_000,
    "stage_that_is_none": json.dumps({**DOCUMENT, "stages": ["build"]}),
    "no_time": json.dumps({**DOCUMENT, "began": "yesterday"}),
}


@pytest.mark.parametrize("text", NO_BUILDS.values(), ids=NO_BUILDS)
def test_what_is_no_build_is_none(text: str) -> None:
    assert parse_build(text) is None
