"""From the verdict's incidents to findings: one for each whose it was, the latest with how many there were."""

from collections.abc import Iterable, Iterator
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.rules.judging import elapsed_s, is_within, skipped
from hubyard.diagnosis.values import Finding, Incident, Process, State, Sureness, Verdict
from hubyard.engine.kills import program_of
from hubyard.gate.estimate import AFTER_A_KILL

RECENT_S: Final = 24 * 3600.0
"""What happened within a day is a failure, before that a warning: an administrator looks once a day. See `is_within` for no moment."""
REPORTED_S: Final = 7 * 24 * 3600.0
"""What is older than a week stands in the verdict alone: logs of a host that runs for months keep it as long."""
MEBIBYTE: Final = 1024**2
STEP_MIB: Final = 64
NOBODY: Final = Process()


def judge_incidents_of(
    rule: str, told: Iterable[Incident], *, facts: Facts, verdict: Verdict, witnesses: tuple[str, ...], severe: bool = True
) -> Iterator[Finding]:
    """`told`: the incidents of this rule. `witnesses`: the probes without which one could have gone unseen; with one unread: never OK.

    severe: whether a recent one is a failure, or a warning only, as what is not proven always is
    """
    latest: dict[str, tuple[Incident, int]] = {}
    for incident in told:
        if _is_reported(facts, incident):
            known, times = latest.get(subject_of(incident), (incident, 0))
            latest[subject_of(incident)] = (known, times + 1)
    for subject, (incident, times) in latest.items():
        proven = incident.sureness is not Sureness.UNPROVEN
        state = State.FAIL if severe and proven and is_within(facts, incident.at, seconds=RECENT_S) else State.WARN
        yield Finding(
            rule=rule,
            state=state,
            subject=subject,
            seen={
                **seen_of(incident),
                "there": _is_there(incident, facts),
                "times": times,
                "repeated": times if times > 1 else 0,
            },
        )
    unread = facts.unread(*witnesses)
    if unread:
        yield skipped(rule, unread)
    elif not latest:
        yield Finding(rule=rule, state=State.OK, seen={"times": 0, "since": verdict.since})


def victim_of(incident: Incident) -> Process:
    return incident.victims[0] if incident.victims else NOBODY


def subject_of(incident: Incident) -> str:
    """The container or hub of the first victim; "" where it is of neither."""
    victim = victim_of(incident)
    return victim.container or victim.hub


def seen_of(incident: Incident) -> dict[str, object]:
    """The fields of sentences about incidents, of rules.toml and of incidents.toml."""
    victim, asker = victim_of(incident), incident.asker or NOBODY
    return {
        "what": incident.what,
        "sureness": incident.sureness,
        "at": incident.at,
        "process": program_of(victim.name),
        "pid": victim.pid,
        "held_bytes": victim.held_bytes,
        "cgroup": victim.cgroup,
        "container": victim.container,
        "hub": victim.hub,
        "stage": victim.stage,
        "asker": program_of(asker.name) if _is_another(asker, victim) else "",
        "asker_of": asker.container or asker.hub,
        "limit_bytes": incident.limit_bytes,
        "limited": incident.limited,
        "raised_mib": raised_mib(incident.limit_bytes),
        "count": (count := max(incident.count, len(incident.victims))),
        "more": max(0, count - 1),
        "others": tuple(program_of(one.name) or one.container or one.hub for one in incident.victims[1:]),
        "beside": incident.beside,
        "evidence": incident.evidence,
    }


def raised_mib(limit_bytes: int) -> int:
    """What to try instead of a limit that was too low by nobody knows how much: in MiB, in steps of 64; 0 of none."""
    steps = -(-limit_bytes * AFTER_A_KILL // (STEP_MIB * MEBIBYTE))
    return int(steps) * STEP_MIB


def _is_there(incident: Incident, facts: Facts) -> str:
    """Whether its container is still there, to be changed or asked: "yes", "no"; "" where that is not known."""
    name = victim_of(incident).container
    if not name or isinstance(facts.containers, Unread):
        return ""
    return "yes" if any(one.name == name for one in facts.containers.containers) else "no"


def _is_another(asker: Process, victim: Process) -> bool:
    """Who asked is worth a word only where it was not the victim itself."""
    return bool(asker.name) and (asker.name, asker.pid) != (victim.name, victim.pid)


def _is_reported(facts: Facts, incident: Incident) -> bool:
    age_s = elapsed_s(facts, incident.at)
    return age_s is None or age_s <= REPORTED_S
