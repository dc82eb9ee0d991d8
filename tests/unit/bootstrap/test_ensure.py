"""What is done for a plan, and in which order; with HUBYARD_ENGINE=none, nothing."""

from dataclasses import replace

import pytest

from hubyard.bootstrap.distribution import Distribution
from hubyard.bootstrap.engine_plan import EngineFacts
from hubyard.bootstrap.ensure import ensure_engine
from hubyard.errors import DistributionUnknown, EngineElsewhereSilent, InstallNotAllowed
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


LACKING = {
    "bare": (BARE, "docker.io, docker-cli, docker-buildx, docker-compose, iptables"),
    "stopped": (replace(READY, answers=False), ""),
    "plugin_missing": (replace(READY, buildx=False), "docker-buildx"),
}


@pytest.mark.parametrize(("facts", "packages"), LACKING.values(), ids=LACKING)
def test_ensure_engine_without_leave_changes_nothing(facts: EngineFacts, packages: str) -> None:
    host = FakeEngineHost(known=facts)
    with pytest.raises(InstallNotAllowed) as refused:
        ensure_engine(host, may_install=False)
    assert (refused.value.packages, host.calls) == (packages, [])


def test_ensure_engine_without_leave_joins_no_group() -> None:
    host = FakeEngineHost(known=replace(READY, answers=False, forbidden=True))
    ensure_engine(host, may_install=False)
    assert host.calls == []


def test_ensure_engine_elsewhere_that_is_silent_says_so() -> None:
    host = FakeEngineHost(known=replace(BARE, elsewhere=True))
    with pytest.raises(EngineElsewhereSilent):
        ensure_engine(host, may_install=True)


def test_ensure_engine_on_an_unknown_distribution_says_which_are_known() -> None:
    host = FakeEngineHost(known=replace(BARE, distribution=Distribution(id="fedora", suite="")))
    with pytest.raises(DistributionUnknown) as refused:
        ensure_engine(host, may_install=True)
    assert (refused.value.distribution, refused.value.known, host.calls) == ("fedora", "debian, ubuntu", [])
