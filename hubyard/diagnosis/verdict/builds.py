"""Incidents out of history and the logs of builds that failed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from hubyard.diagnosis.facts.work import BuildLogTail, YardFacts
from hubyard.diagnosis.values import KILLS, OF_MEMORY, Incident, Process, Sureness, What
from hubyard.diagnosis.verdict.merging import fuse
from hubyard.diagnosis.verdict.places import ended, within
from hubyard.diagnosis.verdict.quotes import shortened
from hubyard.engine.build_output import plain
from hubyard.history.values import BuildMeasured, BuildOutcome
from hubyard.host.oom.told import Told
from hubyard.host.oom.values import Kind
from hubyard.host.oom.verdict import judge_lines, read_evidence

LOG_SLACK_S: Final = 120.0
"""A log is closed after its build: the gate waits for its steps to go."""
PROVEN: Final = {
    Told.STEP_OOM: What.BUILD_STEP_KILLED,
    Told.NODE_HEAP: What.HEAP_FULL,
    Told.DISK_FULL: What.DISK_FULL,
    Told.NETWORK: What.NETWORK,
}
"""What a build's log says itself."""
UNPROVEN: Final = {
    Kind.EXIT137_UNPROVEN: What.DIED_OF_SIGKILL,
    Kind.WORKER_DIED_UNPROVEN: What.DIED_OF_SIGKILL,
    Kind.NETWORK: What.NETWORK,
}


def add_builds(kept: list[Incident], yard: YardFacts) -> None:
    """History knows which stage of a kill that the kernel's log knows the victim of; what else it and the logs know comes beside."""
    for build in yard.history:
        if build.outcome in {BuildOutcome.KILLED, BuildOutcome.THRASHED}:
            _add_build(kept, build, _log_of(build, yard.failed_logs))
    for log in yard.failed_logs:
        _add_log(kept, log, yard.history)


def _add_build(kept: list[Incident], build: BuildMeasured, log: BuildLogTail | None) -> None:
    incident = _of_history(build, log)
    places = [place for place, one in enumerate(kept) if _is_of(one, hub=build.hub, build=build)]
    for place in places:
        kept[place] = replace(fuse(kept[place], incident), what=_what(kept[place].what, incident.what), count=kept[place].count)
    if not places:
        kept.append(incident)


def _what(known: What, told: What) -> What:
    """That a build ended with 0 all the same is known here alone."""
    return told if known is What.BUILD_STEP_KILLED or known not in OF_MEMORY else known


def _of_history(build: BuildMeasured, log: BuildLogTail | None) -> Incident:
    thrashed = build.outcome is BuildOutcome.THRASHED
    unnoticed = log is not None and log.status == 0
    killed = What.CHILD_KILLED if unnoticed else What.BUILD_STEP_KILLED
    stage = ", ".join(build.killed_stages)
    return Incident(
        what=What.BUILD_THRASHED if thrashed else killed,
        sureness=Sureness.CERTAIN,
        at=ended(build),
        victims=(Process(hub=build.hub, stage=stage, held_bytes=build.peak_bytes),),
        limit_bytes=build.cap_bytes or 0,
        evidence=_words(build),
        count=0 if thrashed else max(1, len(build.killed_stages)),
    )


def _words(build: BuildMeasured) -> str:
    cap = "" if build.cap_bytes is None else f" cap={build.cap_bytes}"
    stages = f" stages={','.join(build.killed_stages)}" if build.killed_stages else ""
    return f"history: {build.hub} {build.began.isoformat()} {build.outcome} peak={build.peak_bytes}{cap}{stages}"


def _is_of(incident: Incident, *, hub: str, build: BuildMeasured) -> bool:
    """Of one without a moment the hub has to do: the kernel's ring reaches no further back than a few builds."""
    mine = any(victim.hub == hub and not victim.container for victim in incident.victims)
    return mine and incident.what in OF_MEMORY and (incident.at is None or within(build, incident.at))


def _log_of(build: BuildMeasured, logs: Sequence[BuildLogTail]) -> BuildLogTail | None:
    return next((log for log in logs if log.hub == build.hub and within(build, log.at, slack_s=LOG_SLACK_S)), None)


def _add_log(kept: list[Incident], log: BuildLogTail, history: Sequence[BuildMeasured]) -> None:
    build = next((one for one in history if one.hub == log.hub and within(one, log.at, slack_s=LOG_SLACK_S)), None)
    for incident in _of_log(log):
        explained = incident.what in OF_MEMORY or incident.what is What.DIED_OF_SIGKILL
        place = next((place for place, one in enumerate(kept) if explained and _is_of_log(one, log.hub, log.at, build)), None)
        if place is None:
            kept.append(incident)
        else:
            kept[place] = replace(kept[place], sureness=fuse(kept[place], incident).sureness)


def _of_log(log: BuildLogTail) -> Iterator[Incident]:
    """One of a kind: a build that ran out of heap says so in ten lines."""
    evidence = read_evidence(log.text)
    told = {PROVEN[line.told]: line.record.message for line in reversed(evidence.told) if line.told in PROVEN}
    for what, words in told.items():
        yield _from_log(log, what, Sureness.CERTAIN, words)
    kind = judge_lines(log.text).kind
    if not told and kind in UNPROVEN:
        words = next((line.record.message for line in evidence.told), "")
        yield _from_log(log, UNPROVEN[kind], Sureness.LIKELY if kind is Kind.NETWORK else Sureness.UNPROVEN, words)


def _from_log(log: BuildLogTail, what: What, sureness: Sureness, words: str) -> Incident:
    return Incident(
        what=what,
        sureness=sureness,
        at=log.at,
        victims=(Process(hub=log.hub),),
        evidence=shortened(plain(words)),
        count=1 if what is What.BUILD_STEP_KILLED else 0,
    )


def _is_of_log(incident: Incident, hub: str, at: datetime, build: BuildMeasured | None) -> bool:
    if build is not None and _is_of(incident, hub=hub, build=build):
        return True
    return incident.what in KILLS and incident.at == at and any(one.hub == hub for one in incident.victims)
