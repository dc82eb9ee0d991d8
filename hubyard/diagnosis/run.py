"""Diagnose: ask everything at once, judge what came back."""

from typing import Any, Final, Protocol

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import PRELUDE, PROBE_LIMIT_S, Heard, Recording
from hubyard.diagnosis.port import Shell
from hubyard.diagnosis.probes import Probe
from hubyard.diagnosis.report import Report
from hubyard.diagnosis.rules import RULES
from hubyard.diagnosis.values import State
from hubyard.diagnosis.verdict import judge_incidents
from hubyard.host.port import Clock

WORST_FIRST: Final = (State.FAIL, State.WARN, State.SKIP, State.OK)


class DiagnosisTools(Protocol):
    @property
    def clock(self) -> Clock: ...


def record(shell: Shell, *, probes: tuple[Probe, ...], own: dict[str, Heard], tools: DiagnosisTools) -> Recording:
    """`own` is what Hubyard knows itself of this host. Raises what `Shell.hear` raises."""
    taken = tools.clock.now()
    heard = shell.hear({probe.name: PRELUDE + probe.script for probe in probes if probe.script}, limit_s=PROBE_LIMIT_S)
    return Recording(host=shell.host, taken=taken, heard={**heard, **own})


def facts_of(recording: Recording, *, probes: tuple[Probe, ...]) -> Facts:
    read: dict[str, Any] = {probe.name: probe.parse(recording.heard[probe.name]) for probe in probes if probe.name in recording.heard}
    elapsed_s = {name: heard.elapsed_s for name, heard in recording.heard.items()}
    return Facts(host=recording.host, taken=recording.taken, elapsed_s=elapsed_s, **read)


def judge(facts: Facts) -> Report:
    """Pure: the same on whichever host it is done."""
    verdict = judge_incidents(facts)
    findings = [finding for rule in RULES.values() for finding in rule(facts, verdict)]
    return Report(facts=facts, verdict=verdict, findings=tuple(sorted(findings, key=lambda one: WORST_FIRST.index(one.state))))
