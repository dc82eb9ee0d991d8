"""Which language people are spoken to in."""

import pytest

from hubyard.show.language import choose_language, language_typed

CHOICES = {
    "typed_wins": ("ko", {"HUBYARD_LANG": "en", "LANG": "en_US.UTF-8"}, "ko"),
    "typed_nonsense_is_refused_elsewhere": ("xx", {"HUBYARD_LANG": "ko"}, "ko"),
    "own_variable_before_locale": (None, {"HUBYARD_LANG": "en", "LC_ALL": "ko_KR.UTF-8"}, "en"),
    "lc_all_before_lang": (None, {"LC_ALL": "ko_KR.UTF-8", "LANG": "en_US.UTF-8"}, "ko"),
    "lc_all_that_is_neither_decides_too": (None, {"LC_ALL": "C.UTF-8", "LANG": "ko_KR.UTF-8"}, "en"),
    "empty_is_unset": (None, {"LC_ALL": "", "LC_MESSAGES": "ko_KR"}, "ko"),
    "another_language": (None, {"LANG": "de_DE.UTF-8"}, "en"),
    "nothing": (None, {}, "en"),
    "short_and_dashed": (None, {"HUBYARD_LANG": "KO-kr"}, "ko"),
}
TYPED = {
    "with_equals": (["invoke", "deploy", "--lang=ko"], "ko"),
    "with_space": (["invoke", "deploy", "--lang", "ko"], "ko"),
    "at_the_end": (["invoke", "deploy", "--lang"], None),
    "absent": (["invoke", "deploy"], None),
}


@pytest.mark.parametrize(("typed", "environment", "chosen"), CHOICES.values(), ids=CHOICES)
def test_choose_language(typed: str | None, environment: dict[str, str], chosen: str) -> None:
    assert choose_language(typed, environment) == chosen


@pytest.mark.parametrize(("argv", "found"), TYPED.values(), ids=TYPED)
def test_language_typed(argv: list[str], found: str | None) -> None:
    assert language_typed(argv) == found
