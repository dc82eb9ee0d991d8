"""Every message exists in both languages with the same fields, and names only what its class has."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

import pytest
from rich.cells import cell_len

import hubyard
from hubyard.config.hub import HubSettings, MemoryHints
from hubyard.config.keys import known_keys
from hubyard.config.yard import GateSettings, YardSettings
from hubyard.errors import HubyardError
from hubyard.events import Event
from hubyard.show.errors import PARTS
from hubyard.show.exit_codes import error_classes
from hubyard.show.filters import FILTERS
from hubyard.show.speech import FIELD, FOLDER, load_sentences

ROOMS = sorted(file.stem for file in FOLDER.glob("*.toml"))
ERRORS = list(error_classes())
SETTINGS = (HubSettings, MemoryHints, YardSettings, GateSettings)
FIELDS_WITH_UNITS = {one.name for kind in SETTINGS for one in fields(kind)} - {key for kind in SETTINGS for key in known_keys(kind)}
USERS_OWN = {
    ("gate", "turn_awaited"): "❌ 다른 빌드가 진행 중입니다. 대기 중...",
    ("gate", "turn_taken"): "✓ 빌드 락 획득",
    ("gate", "wait_timed_out"): "❌ 타임아웃: 락 획득 실패",
    ("deploy", "deploy_begun"): "🚀 순차 스테이징 배포 시작",
    ("deploy", "stage_started.stage.build"): "📦 {hub} 빌드 중...",
    ("deploy", "stage_ended.failed.false.stage.build"): "✅ {hub} 빌드 완료",
    ("deploy", "settle_begun"): "⏳ {limit_s:number}초 대기 (메모리 정리)...",
    ("deploy", "all_deployed"): "✅ 모든 허브 배포 완료",
}
"""As the people for whom Hubyard was made know them from the script before it."""


def event_classes() -> list[type[Event]]:
    for module in pkgutil.walk_packages(hubyard.__path__, "hubyard."):
        if module.name.endswith(".events"):
            importlib.import_module(module.name)
    return [kind for kind in Event.__subclasses__() if kind.__module__.startswith("hubyard.")]


EVENTS = event_classes()


def pairs(table: Mapping[str, Any], at: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every table with a sentence in it, wherever it is nested."""
    sentences = {key: text for key, text in table.items() if isinstance(text, str)}
    if sentences:
        yield at, sentences
    for key, nested in table.items():
        if isinstance(nested, Mapping):
            yield from pairs(nested, f"{at}.{key}" if at else key)


ALL = {f"{room}:{at}": sentences for room in ROOMS for at, sentences in pairs(load_sentences(room), "")}


@pytest.mark.parametrize("sentences", ALL.values(), ids=ALL)
def test_sentence_is_in_both_languages_with_the_same_fields(sentences: Mapping[str, str]) -> None:
    assert set(sentences) == {"en", "ko"}
    assert bool(sentences["en"].strip()) == bool(sentences["ko"].strip())
    assert set(FIELD.findall(sentences["en"])) == set(FIELD.findall(sentences["ko"]))


@pytest.mark.parametrize("sentences", ALL.values(), ids=ALL)
def test_sentence_uses_known_filters(sentences: Mapping[str, str]) -> None:
    assert {chosen for _, chosen in FIELD.findall(sentences["en"])} <= {"", "word", "said", *FILTERS}


@pytest.mark.parametrize("sentences", ALL.values(), ids=ALL)
def test_sentence_names_a_setting_by_the_key_that_people_write(sentences: Mapping[str, str]) -> None:
    """Not by the field of our code, which has its unit: who pastes that is told that there is no such key."""
    words = {word for text in sentences.values() for word in re.findall(r"[a-z_]+", FIELD.sub("", text))}
    assert not words & FIELDS_WITH_UNITS


@pytest.mark.parametrize("kind", ERRORS, ids=[kind.code() for kind in ERRORS])
def test_error_has_three_sentences_that_name_its_fields(kind: type[HubyardError]) -> None:
    table = load_sentences("errors")[kind.code()]
    assert set(table) == set(PARTS)
    assert named(table) <= {field.name for field in fields(kind)}


@pytest.mark.parametrize("kind", EVENTS, ids=[kind.code() for kind in EVENTS])
def test_event_has_a_sentence_that_names_its_fields(kind: type[Event]) -> None:
    assert named(load_sentences(kind.room())[kind.code()]) <= {field.name for field in fields(kind)}


def named(table: Mapping[str, Any]) -> set[str]:
    return {name for _, sentences in pairs(table, "") for text in sentences.values() for name, _ in FIELD.findall(text)}


def test_errors_has_no_sentence_without_a_class() -> None:
    assert set(load_sentences("errors")) == {kind.code() for kind in ERRORS}


@pytest.mark.parametrize(("place", "phrase"), USERS_OWN.items(), ids=[code for _, code in USERS_OWN])
def test_user_s_own_phrase_is_word_for_word(place: tuple[str, str], phrase: str) -> None:
    room, code = place
    table = load_sentences(room)
    for part in code.split("."):
        table = table[part]
    assert str(table["ko"]).strip().startswith(phrase)


HELP = dict(pairs(load_sentences("help"), ""))


@pytest.mark.parametrize("at", HELP)
def test_help_fits_eighty_columns(at: str) -> None:
    """Invoke wraps by characters, and a Korean one takes two cells: such lines must fit beside the names (14 and 18) and margins (6)."""
    is_option = ".options." in at or at.startswith("common.")
    first, *rest = HELP[at]["ko"].strip().splitlines()
    assert cell_len(first) <= 80 - (18 if is_option else 14) - 6
    for line in (*rest, *([] if is_option else HELP[at]["en"].splitlines())):
        assert cell_len(line) <= 78
