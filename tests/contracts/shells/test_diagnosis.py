"""A whole diagnosis of a host by a real sshd, by a user without any rights and without an engine."""

from dataclasses import dataclass, field

import pytest

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.probes import PROBES
from hubyard.diagnosis.report import Report
from hubyard.diagnosis.several import diagnose
from hubyard.drivers.clock import HostClock
from hubyard.drivers.diagnosis.shells import HostShells
from hubyard.show.diagnosis.terminal import report_lines
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from tests.contracts.shells.sshd import USER, Sshd


@dataclass(kw_only=True)
class RealTools:
    shells: HostShells
    clock: HostClock = field(default_factory=HostClock)


@pytest.fixture(scope="module")
def report(sshd: Sshd) -> Report:
    tools = RealTools(shells=HostShells(settings=sshd.settings))
    told = diagnose([sshd.typed], identity=sshd.key, probes=PROBES, known=lambda: None, tools=tools)
    assert told[0].report is not None, told[0].problem
    return told[0].report


@pytest.fixture
def facts(report: Report) -> Facts:
    return report.facts


def test_what_anybody_may_read_is_read(facts: Facts, sshd: Sshd) -> None:
    assert not isinstance(facts.system, Unread)
    assert (facts.system.user, facts.system.is_root) == (USER, False)
    assert facts.system.name == sshd.run("hostname").strip()
    assert not isinstance(facts.memory, Unread)
    assert facts.memory.total_bytes > 0


def test_engine_that_is_not_there_is_unread(facts: Facts) -> None:
    assert isinstance(facts.engine, Unread)
    assert isinstance(facts.containers, Unread)


def test_kernel_s_log_that_may_not_be_read_makes_blind(report: Report) -> None:
    assert isinstance(report.facts.kernel, Unread)
    assert "kernel" in report.verdict.blind
    told = "\n".join(report_lines(report, Speech("en"), Page(width=80)))
    assert "Nothing was killed" not in told
