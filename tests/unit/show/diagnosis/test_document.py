"""`--json`: the schema in docs/ is the one that is meant, and answers keep to it."""

import json
from pathlib import Path
from typing import Any

import pytest

from hubyard.diagnosis.report import Report
from hubyard.diagnosis.several import HostDiagnosis
from hubyard.errors import HostUnreachable
from hubyard.show.diagnosis.document import json_schema
from hubyard.show.tables.diagnosis import DiagnosisAnswer
from tests.json_schema import faults
from tests.unit.show.diagnosis.made_up import blind, calm, evil, killed, nothing_read

SCHEMA = Path(__file__).parents[4] / "docs" / "schemas" / "hubyard.diagnose-1.json"
REPORTS = {"killed": killed(), "calm": calm(), "blind": blind(), "nothing_read": nothing_read(), "evil": evil()}


def document(*hosts: HostDiagnosis) -> dict[str, Any]:
    answer = DiagnosisAnswer(hosts=hosts)
    said: dict[str, Any] = json.loads(json.dumps({"schema": answer.schema, **answer.as_json()}))
    return said


def test_schema_is_current() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_answer_keeps_to_the_schema(report: Report) -> None:
    assert list(faults(document(HostDiagnosis(host="", report=report)), json_schema())) == []


def test_host_that_could_not_be_asked_keeps_to_the_schema() -> None:
    problem = HostUnreachable(host="a@b", detail="refused")
    said = document(HostDiagnosis(host="a@b", problem=problem), HostDiagnosis(host="", report=calm()))
    assert list(faults(said, json_schema())) == []
    assert said["hosts"][0]["problem"] == {"code": "host_unreachable", "status": 5}


BROKEN = {
    "undeclared": lambda said: said["hosts"][0].update(more=1),
    "missing": lambda said: said["hosts"][0].pop("findings"),
    "other_state": lambda said: said["hosts"][0]["findings"][0].update(state="good"),
    "text_for_a_number": lambda said: said["hosts"][0]["facts"]["memory"].update(total_bytes="8 GB"),
    "no_moment": lambda said: said["hosts"][0]["facts"].update(taken="noon"),
    "other_name": lambda said: said.update(schema="hubyard.diagnose/2"),
}


@pytest.mark.parametrize("spoil", BROKEN.values(), ids=BROKEN)
def test_what_does_not_keep_to_it_is_found(spoil: Any) -> None:  # noqa: ANN401
    said = document(HostDiagnosis(host="", report=killed()))
    spoil(said)
    assert list(faults(said, json_schema()))
