"""Hosts that there were, recorded: whatever they said can be shown in each way."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from hubyard.diagnosis.probes import PROBES
from hubyard.diagnosis.recording import parse_recording
from hubyard.diagnosis.several import rejudge
from hubyard.show.diagnosis.document import json_schema
from hubyard.show.diagnosis.page import page_of
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.diagnosis import DiagnosisAnswer
from tests.json_schema import faults

FOLDER = Path(__file__).parents[3] / "data" / "hosts"
HOSTS = {str(file.relative_to(FOLDER)): file for file in sorted(FOLDER.rglob("*.json"))}


def answer(file: Path) -> DiagnosisAnswer:
    return DiagnosisAnswer(hosts=(rejudge(parse_recording(file.read_text(encoding="utf-8")), probes=PROBES),))


@pytest.mark.parametrize("file", HOSTS.values(), ids=HOSTS)
def test_recorded_host_can_be_shown(file: Path) -> None:
    told = answer(file)
    assert list(faults(json.loads(json.dumps({"schema": told.schema, **told.as_json()})), json_schema())) == []
    for language in ("en", "ko"):
        lines = told.as_lines(Speech(language), Page(width=80))
        assert not [line for line in lines if cell_len(line) > 80 and not line.startswith(" " * 9)]
        assert page_of(told.hosts, Speech(language)).startswith("<!doctype html>")
