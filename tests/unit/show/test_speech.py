"""Sentences with fields, parts that may be left out, and variants."""

import pytest

from hubyard.show.speech import Speech, choose_variant, showable

FILLED = {
    "field": ("{hub} waits", "WBFinHub waits"),
    "filter": ("{limit_s:duration}", "1 h"),
    "part_with_something_to_say": ("a[[, {holders}]]", "a, b, c"),
    "part_with_nothing_to_say": ("a[[, {nothing}]].", "a."),
    "part_with_no_time_to_speak_of": ("a[[ after {waited_s:duration}]]", "a"),
    "part_on_several_lines": ("a[[\n  {hub}]]", "a\n  WBFinHub"),
    "value_is_not_filled_again": ("{tricky}", "{hub} [[x]]"),
    "tuple_gets_commas": ("{holders}", "b, c"),
    "word_of_a_value": ("{stage:word}", "clean-up"),
    "word_that_is_not_known": ("{hub:word}", "WBFinHub"),
    "words_of_several": ("{reasons:word}", "never built, it does not run"),
}
FIELDS = {
    "hub": "WBFinHub",
    "limit_s": 3600.0,
    "holders": ("b", "c"),
    "nothing": "",
    "waited_s": 0.003,
    "tricky": "{hub} [[x]]",
    "stage": "cleanup",
    "reasons": ("never_built", "not_running"),
}


@pytest.mark.parametrize(("sentence", "said"), FILLED.values(), ids=FILLED)
def test_fill(sentence: str, said: str) -> None:
    assert Speech("en").fill(sentence, FIELDS) == said


VARIANTS = {
    "none": ({"stage": "tag", "failed": False}, "plain"),
    "one": ({"stage": "tag", "failed": True}, "failed"),
    "nested": ({"stage": "build", "failed": False}, "built"),
    "order_of_fields_does_not_count": ({"failed": False, "stage": "build"}, "built"),
}
TABLE = {"en": "plain", "failed": {"true": {"en": "failed"}, "false": {"stage": {"build": {"en": "built"}}}}}


@pytest.mark.parametrize(("fields", "said"), VARIANTS.values(), ids=VARIANTS)
def test_choose_variant(fields: dict[str, object], said: str) -> None:
    assert choose_variant(TABLE, fields)["en"] == said


HARMLESS = {
    "colour": ("\x1b[31mred\x1b[0m", "red"),
    "title": ("\x1b]0;title\x07text", "text"),
    "cursor": ("a\rb\x08c", "abc"),
    "line_stays": ("a\nb\tc", "a\nb\tc"),
    "direction": ("a\u202eb", "ab"),
    "korean": ("한글 ✓", "한글 ✓"),
}


@pytest.mark.parametrize(("text", "shown"), HARMLESS.values(), ids=HARMLESS)
def test_showable(text: str, shown: str) -> None:
    assert showable(text) == shown


def test_say_unknown_code_raises() -> None:
    with pytest.raises(KeyError):
        Speech("en").say("gate", "no_such_code")
