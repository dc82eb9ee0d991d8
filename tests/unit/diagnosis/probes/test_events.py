from dataclasses import replace
from datetime import UTC, datetime

from hubyard.diagnosis.facts.engine import EngineEvent
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.probes.events import parse
from tests.unit.diagnosis.probes.answers import answer

AT_NS = 1795953600_500_000_000
AT = datetime(2026, 11, 29, 12, 0, 0, 500_000, tzinfo=UTC)
OOM = EngineEvent(at=AT, action="oom", container="abc", name="wbsaleshub-staging")


def line(action: str, *, signal: str = "", exit_status: str = "") -> str:
    return f'{{"at":{AT_NS},"action":"{action}","id":"abc","name":"wbsaleshub-staging","signal":"{signal}","exit":"{exit_status}"}}\n'


def test_parse() -> None:
    text = line("oom") + line("kill", signal="9") + line("die", exit_status="137") + "end"
    assert parse(answer(("events", text))) == (
        OOM,
        replace(OOM, action="kill", signal=9),
        replace(OOM, action="die", exit_status=137),
    )


def test_nothing_happened() -> None:
    assert parse(answer(("events", "end"))) == ()


def test_broken_off_is_not_nothing() -> None:
    """`tail` ends well whatever `docker` did."""
    detail = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"
    assert parse(answer(("events", detail))) == Unread(why=Why.NO_ENGINE, detail=detail)


def test_longer_than_the_limit_is_timed_out() -> None:
    assert parse(answer(status=None)) == Unread(why=Why.TIMED_OUT)
