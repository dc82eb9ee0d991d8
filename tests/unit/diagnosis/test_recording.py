import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubyard.diagnosis.heard import Heard, Recording
from hubyard.diagnosis.recording import SCHEMA, is_recording, parse_recording, write_recording
from hubyard.errors import RecordingInvalid

TAKEN = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
HEARD = Heard(text="\x1edate\n17\n\x1e=0\n", status=0, elapsed_s=0.25, asked=TAKEN)
DOCUMENT = {"schema": SCHEMA, "host": "", "taken": TAKEN.isoformat(), "heard": {}}

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
heards = st.builds(
    Heard,
    text=texts,
    status=st.none() | st.integers(min_value=0, max_value=255),
    elapsed_s=st.sampled_from([0.0, 0.25, 5.001]),
    asked=st.none() | st.just(TAKEN),
)


@given(host=texts, heard=st.dictionaries(texts, heards, max_size=3))
def test_what_was_written_is_read_again(host: str, heard: dict[str, Heard]) -> None:
    recording = Recording(host=host, taken=TAKEN, heard=heard)
    assert parse_recording(write_recording(recording)) == recording


def test_written_file_can_be_read_by_people_and_diff() -> None:
    lines = write_recording(Recording(host="", taken=TAKEN, heard={"system": HEARD})).splitlines()
    assert lines[1] == ' "schema": "hubyard.facts/1",'
    assert '    "17",' in lines


@given(text=st.text())
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(RecordingInvalid):
        parse_recording(text)


REFUSED = {
    "another_version": {**DOCUMENT, "schema": "hubyard.facts/2"},
    "another_document": {**DOCUMENT, "schema": "hubyard.diagnose/1"},
    "no_schema": {"host": ""},
    "list": [DOCUMENT],
    "no_host": {key: value for key, value in DOCUMENT.items() if key != "host"},
    "moment_without_a_zone": {**DOCUMENT, "taken": "2026-11-29T12:00:00"},
    "heard_is_no_table": {**DOCUMENT, "heard": []},
    "text_is_no_list": {**DOCUMENT, "heard": {"system": {"text": "a", "status": 0, "elapsed_s": 0, "asked": None}}},
    "status_is_a_word": {**DOCUMENT, "heard": {"system": {"text": [], "status": "0", "elapsed_s": 0, "asked": None}}},
    "elapsed_for_ever": {**DOCUMENT, "heard": {"system": {"text": [], "status": 0, "elapsed_s": 1e99, "asked": None}}},
}


@pytest.mark.parametrize("document", REFUSED.values(), ids=REFUSED)
def test_document_of_another_form_is_refused(document: object) -> None:
    with pytest.raises(RecordingInvalid):
        parse_recording(json.dumps(document))


def test_refusal_names_both_versions() -> None:
    with pytest.raises(RecordingInvalid) as refused:
        parse_recording(json.dumps({**DOCUMENT, "schema": "hubyard.facts/2"}))
    assert refused.value.fields() == {"detail": "schema: hubyard.facts/2", "expected": "hubyard.facts/1"}


def test_deeply_nested_document_is_refused() -> None:
    with pytest.raises(RecordingInvalid):
        parse_recording("[" * 100_000)


RECORDINGS = {"ours": (json.dumps(DOCUMENT), True), "another_document": ("{}", False), "no_document": ("\x00", False)}


@pytest.mark.parametrize(("text", "is_one"), RECORDINGS.values(), ids=RECORDINGS)
def test_is_recording(text: str, is_one: object) -> None:
    assert is_recording(text) is is_one
