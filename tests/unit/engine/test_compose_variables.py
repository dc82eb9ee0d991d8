"""What Compose is asked for values, and what it answered; that it answers so is a contract test."""

import json
from pathlib import Path

import pytest

from hubyard.engine.compose import parse_config
from hubyard.engine.compose_variables import parse_answer, question, secret_variables

EVERYTHING = Path("tests/data/compose/everything.json").read_text(encoding="utf-8")

ANSWERS = {
    "set": ({"TOKEN": "=a b"}, {"TOKEN": "a b"}),
    "set_to_nothing": ({"TOKEN": "="}, {"TOKEN": ""}),
    "not_set": ({"TOKEN": ""}, {}),
    "dollar_as_compose_prints_it": ({"TOKEN": "=$$x$$$$"}, {"TOKEN": "$x$$"}),
    "its_own_first_letter_is_ours": ({"TOKEN": "==x"}, {"TOKEN": "=x"}),
    "none": (None, {}),
}


def test_secret_variables() -> None:
    assert secret_variables(parse_config(EVERYTHING)) == {"TOKVAR"}


def test_question() -> None:
    asked = json.loads(question(["A"]))
    assert asked == {"services": {"question": {"image": "scratch", "labels": {"A": "${A+=}${A-}"}}}}


@pytest.mark.parametrize(("labels", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_parse_answer(labels: dict[str, str] | None, expected: dict[str, str]) -> None:
    assert parse_answer(json.dumps({"services": {"question": {"labels": labels}}})) == expected


@pytest.mark.parametrize("text", ["", "no json", "{}"])
def test_parse_answer_of_something_else_raises(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        parse_answer(text)
