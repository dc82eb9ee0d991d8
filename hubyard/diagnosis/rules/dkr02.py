"""DKR02: versions that are known not to do what Hubyard builds on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import EngineFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.rules.judging import skipped, skipped_for
from hubyard.diagnosis.values import Finding, State, Verdict
from hubyard.diagnosis.versions import version_of

ID: Final = "DKR02"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """`since` and `below`: the versions that have it. cgroup_version: only there, 0 for both. kind: its sentence.

    source: who reported it; of what was never tried the oldest version that was
    """

    program: str
    kind: str
    below: tuple[int, int, int]
    since: tuple[int, int, int] = (0, 0, 0)
    cgroup_version: int = 0
    source: str = ""


FAULTS: Final = (
    Fault(
        program="engine",
        kind="ignores_cgroup_parent",
        since=(24, 0, 0),
        below=(25, 0, 0),
        cgroup_version=2,
        source="moby/moby#45796",
    ),
    Fault(program="buildx", kind="untested", below=(0, 13, 0), source="0.13.1"),
    Fault(program="compose", kind="untested", below=(2, 26, 0), source="2.26.1"),
)
"""As of 2026-11. A fault that was only reported says so; what was never tried is called that, not faulty."""
NEEDED: Final = ("buildx", "compose")


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: a row of FAULTS, or a plugin that a deploy needs and that is not there."""
    if isinstance(facts.engine, Unread):
        yield skipped(ID, {"engine": facts.engine})
        return
    if not facts.engine.plugins and version_of(facts.engine.version) is None:
        yield skipped_for(ID, Why.NOT_UNDERSTOOD, probe="engine", detail=facts.engine.version)
        return
    found = [*_faulty(facts.engine), *_missing(facts.engine)]
    yield from found
    if not found:
        versions = {**facts.engine.plugins, "engine": facts.engine.version}
        told = tuple(f"{program} {versions[program]}" for program in ("engine", *NEEDED) if versions.get(program))
        yield Finding(rule=ID, state=State.OK, seen={"kind": "none", "program": "", "version": "", "source": "", "versions": told})


def _faulty(engine: EngineFacts) -> Iterator[Finding]:
    versions = {**engine.plugins, "engine": engine.version}
    for fault in FAULTS:
        version = version_of(versions.get(fault.program, ""))
        concerned = fault.cgroup_version in {0, engine.cgroup_version}
        if version is not None and concerned and fault.since <= version < fault.below:
            yield _finding(fault.program, fault.kind, versions[fault.program], fault.source)


def _missing(engine: EngineFacts) -> Iterator[Finding]:
    for program in NEEDED:
        if program not in engine.plugins:
            yield _finding(program, "missing", "", "")


def _finding(program: str, kind: str, version: str, source: str) -> Finding:
    seen: dict[str, object] = {"kind": kind, "program": program, "version": version, "source": source, "versions": ()}
    return Finding(rule=ID, state=State.WARN, subject=program, seen=seen)
