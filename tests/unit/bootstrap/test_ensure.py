"""What is done for a plan, and in which order; with HUBYARD_ENGINE=none, nothing."""

from dataclasses import replace

import pytest

from hubyard.bootstrap.engine_plan import EngineFacts
from hubyard.bootstrap.ensure import ensure_engine
from hubyard.errors import EngineMissing
from tests.fakes.engine_host import BARE, READY, FakeEngineHost

CASES: dict[str, tuple[EngineFacts, list[str]]] = {
    "ready": (READY, []),
    "bare": (BARE, ["install docker.io docker-cli docker-buildx docker-compose iptables", "start systemd", "join group"]),
    "stopped": (replace(READY, answers=False), ["start systemd", "join group"]),
    "forbidden": (replace(READY, answers=False, forbidden=True), ["join group"]),
    "plugin_missing": (replace(READY, compose=False), ["install docker-compose"]),
}


@pytest.mark.parametrize(("facts", "calls"), CASES.values(), ids=CASES)
def test_ensure_engine_does_what_is_missing(facts: EngineFacts, calls: list[str]) -> None:
    host = FakeEngineHost(known=facts)
    ensure_engine(host, may_install=True)
    assert host.calls == calls


@pytest.mark.parametrize("facts", [BARE, replace(READY, answers=False), replace(READY, buildx=False)])
def test_ensure_engine_without_leave_changes_nothing(facts: EngineFacts) -> None:
    host = FakeEngineHost(known=facts)
    with pytest.raises(EngineMissing, match="HUBYARD_ENGINE=none"):
        ensure_engine(host, may_install=False)
    assert host.calls == []


def test_ensure_engine_without_leave_joins_no_group() -> None:
    host = FakeEngineHost(known=replace(READY, answers=False, forbidden=True))
    ensure_engine(host, may_install=False)
    assert host.calls == []


def test_ensure_engine_elsewhere_that_is_silent_says_so() -> None:
    host = FakeEngineHost(known=replace(BARE, elsewhere=True))
    with pytest.raises(EngineMissing, match="does not answer"):
        ensure_engine(host, may_install=True)
