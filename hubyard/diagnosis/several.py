"""Diagnose hosts, all at once: what each said and what is thought of it, or why it could not be asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from hubyard.config.yard import Yard
from hubyard.diagnosis.facts.work import BuildLogTail, YardFacts
from hubyard.diagnosis.heard import Heard, Recording
from hubyard.diagnosis.own_yard import tail_of, yard_facts
from hubyard.diagnosis.port import Shell, Shells
from hubyard.diagnosis.probes import Probe
from hubyard.diagnosis.probes.yard import write_yard
from hubyard.diagnosis.report import Report
from hubyard.diagnosis.run import DiagnosisTools, facts_of, judge, record
from hubyard.engine.build_record import BuildRecord
from hubyard.errors import HubyardError
from hubyard.history.port import History
from hubyard.host.port import Clock

OWN: Final = "yard"
"""The probe whose answer is our own."""


@dataclass(frozen=True, kw_only=True)
class HostDiagnosis:
    """Of one host. `problem` says why there is nothing else."""

    host: str
    recording: Recording | None = None
    report: Report | None = None
    problem: HubyardError | None = None


class LogFiles(Protocol):
    def read(self, file: Path) -> str | None: ...


class BuildRecords(Protocol):
    def records(self, hub: str) -> Sequence[BuildRecord]: ...


class YardTools(Protocol):
    @property
    def yard(self) -> Yard: ...
    @property
    def history(self) -> History: ...
    @property
    def build_logs(self) -> BuildRecords: ...
    @property
    def files(self) -> LogFiles: ...


class HostTools(DiagnosisTools, Protocol):
    @property
    def shells(self) -> Shells: ...


def diagnose(
    hosts: Sequence[str], *, identity: Path | None, probes: tuple[Probe, ...], known: Callable[[], YardFacts | None], tools: HostTools
) -> tuple[HostDiagnosis, ...]:
    """`hosts` as they were named, "" for this one, in whose judgement `known` counts. Raises UnknownOption for what names none."""
    shells = [tools.shells.on(host, identity=identity) if host else tools.shells.here() for host in hosts]
    calls = [partial(_one, shell, probes=probes, known=known, tools=tools) for shell in shells]
    return tuple(tools.shells.at_once(calls))


def rejudge(recording: Recording, *, probes: tuple[Probe, ...]) -> HostDiagnosis:
    """What was recorded elsewhere or earlier; no machine is touched."""
    return HostDiagnosis(host=recording.host, recording=recording, report=judge(facts_of(recording, probes=probes)))


def _one(shell: Shell, *, probes: tuple[Probe, ...], known: Callable[[], YardFacts | None], tools: DiagnosisTools) -> HostDiagnosis:
    own = own_heard(None if shell.host else known(), clock=tools.clock)
    try:
        return rejudge(record(shell, probes=probes, own=own, tools=tools), probes=probes)
    except HubyardError as problem:
        return HostDiagnosis(host=shell.host, problem=problem)


def own_heard(known: YardFacts | None, *, clock: Clock) -> dict[str, Heard]:
    """What Hubyard knows itself, as if a probe had answered it."""
    return {OWN: Heard(text=write_yard(known), status=0, asked=clock.now())} if known else {}


def what_is_known(tools: YardTools) -> YardFacts | None:
    """Of this host's yard. None where there is no yard, or a broken one: no error here, only one thing less to tell."""
    try:
        yard = tools.yard
        history = tools.history.builds(limit=None)
        failed = [tail for hub in yard.hubs for tail in _failed(hub.slug, tools)]
    except HubyardError:
        return None
    return yard_facts(yard, history=history, failed=failed)


def _failed(hub: str, tools: YardTools) -> Sequence[BuildLogTail]:
    """Of the last build, where it did not go well. One without a status runs, or was killed together with its deploy."""
    last = next(iter(tools.build_logs.records(hub)), None)
    if last is None or last.status == 0:
        return []
    text = tools.files.read(last.log) or ""
    return [BuildLogTail(hub=hub, at=last.started, status=last.status, text=tail_of(text))]
