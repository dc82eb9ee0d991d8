from datetime import UTC, datetime

from hubyard.diagnosis.facts.work import BuildLogTail, YardFacts, YardHub
from hubyard.diagnosis.heard import Heard, Unread, Why
from hubyard.diagnosis.probes.yard import parse, write_yard
from hubyard.history.values import BuildMeasured, BuildOutcome, CacheState, StageMeasured

NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
BUILD = BuildMeasured(
    hub="wbsaleshub",
    revision="abc",
    inputs="1",
    cold_inputs="2",
    cache=CacheState.COLD,
    outcome=BuildOutcome.KILLED,
    began=NOON,
    elapsed_s=41.5,
    peak_bytes=1 << 30,
    granted_bytes=1 << 29,
    cap_bytes=None,
    stages=(StageMeasured(name="build", peak_bytes=1 << 30, elapsed_s=40.0),),
    killed_stages=("build",),
)
YARD = YardFacts(
    hubs=(YardHub(slug="wbsaleshub", name="WBSalesHub", parallelism=2),),
    history=(BUILD,),
    failed_logs=(BuildLogTail(hub="wbsaleshub", at=NOON, status=137, text="#7 ERROR \x1b[31mkilled\n"),),
    jobs=2,
    reserve_bytes=1 << 28,
)


def test_what_was_written_is_read_again() -> None:
    assert parse(Heard(text=write_yard(YARD), status=0)) == YARD


def test_no_yard_was_not_asked_for() -> None:
    assert parse(Heard(text="", status=0)) == Unread(why=Why.NOT_ASKED)


def test_another_document_is_not_understood() -> None:
    assert parse(Heard(text='{"hubs": 3}', status=0)) == Unread(why=Why.NOT_UNDERSTOOD, detail="1 fields")
