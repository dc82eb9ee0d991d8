"""Incidents out of the kernel's log and the journal."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.values import Incident, Process, Sureness, What
from hubyard.diagnosis.verdict.moments import moment_of
from hubyard.diagnosis.verdict.places import Places, away_s, is_of_a_build
from hubyard.diagnosis.verdict.quotes import REPORT, Quotes
from hubyard.history.values import BuildOutcome
from hubyard.host.build_steps import hub_of
from hubyard.host.oom.records import split_records
from hubyard.host.oom.values import Asker, KillEvent, Kind, OomVerdict, Scope, Victim
from hubyard.host.oom.verdict import judge_lines

KINDS: Final = {
    Kind.GLOBAL_OOM_MANUAL: What.KILLED_BY_HAND,
    Kind.SYSTEMD_OOMD: What.KILLED_BY_A_PROGRAM,
    Kind.EARLYOOM: What.KILLED_BY_A_PROGRAM,
    Kind.USERSPACE_OOM: What.KILLED_BY_A_PROGRAM,
    Kind.GLOBAL_OOM: What.HOST_OUT_OF_MEMORY,
    Kind.OOM_PANIC: What.HOST_OUT_OF_MEMORY,
    Kind.OOM_KILL_LINE_ONLY: What.KILL_COUNTED,
    Kind.OOM_KILL_TOLD_BY_SYSTEMD: What.KILL_COUNTED,
    Kind.MEMCG_OOM_EVENT: What.CONTAINER_AT_ITS_LIMIT,
}
OF_A_GROUP: Final = frozenset({Kind.MEMCG_OOM, Kind.MEMCG_OOM_NO_VICTIM, Kind.OOM_REPORT_NO_VICTIM})
TOLD: Final = frozenset({Kind.OOM_KILL_TOLD_BY_SYSTEMD, Kind.MEMCG_OOM_EVENT})
"""Of which there are no events, since the kernel's lines are not there."""
UNNAMED: Final = frozenset({Kind.MEMCG_OOM_NO_VICTIM, Kind.OOM_REPORT_NO_VICTIM})
"""Of which no line names a victim."""


def log_incidents(text: str, *, facts: Facts, places: Places) -> Iterator[Incident]:
    """What else logs tell of (a full heap, a cut download) is of somebody's build, and counts only where that is known: `builds.py`."""
    verdict = judge_lines(text)
    quotes = Quotes.of(record.message for record in split_records(text, wanted=bool))
    for event in verdict.events:
        if event.kind in KINDS or event.kind in OF_A_GROUP:
            yield _incident(event, facts=facts, places=places, quotes=quotes)
    if not verdict.events and verdict.kind in TOLD and isinstance(facts.kernel, Unread):
        yield _told(verdict, places=places, quotes=quotes)


def _incident(event: KillEvent, *, facts: Facts, places: Places, quotes: Quotes) -> Incident:
    at = moment_of(event.when, facts)
    victims = tuple(places.place(_process(one), container_id=one.container_id or "", at=at) for one in event.victims)
    incident = Incident(
        what=KINDS.get(event.kind, What.GROUP_AT_ITS_LIMIT),
        sureness=_sureness(event),
        at=at,
        victims=victims or _of_group(event, places),
        asker=places.place(_asker(event.asker), container_id=event.asker.container_id or "") if event.asker else None,
        limit_bytes=event.limit_bytes or 0,
        limited=event.limited or "",
        evidence=quotes.of_event(event),
        count=event.kills or 0,
    )
    return _with_what(incident, event, facts=facts, places=places)


def _sureness(event: KillEvent) -> Sureness:
    """A report whose kill is not in the lines, nor whose memory it was, may have ended without one."""
    if event.kind not in UNNAMED:
        return Sureness.CERTAIN
    return Sureness.UNPROVEN if event.scope is None else Sureness.LIKELY


def _told(verdict: OomVerdict, *, places: Places, quotes: Quotes) -> Incident:
    """Where the kernel's own log is closed to us, another's word of a kill is the best that there is; it has no moment."""
    victim = places.place(Process(cgroup=verdict.cgroup or ""), container_id=verdict.container_id or "")
    victims = (victim,) if victim != Process() else ()
    return Incident(what=KINDS[verdict.kind], sureness=Sureness.LIKELY, victims=victims, evidence=quotes.first(REPORT), count=1)


def _with_what(incident: Incident, event: KillEvent, *, facts: Facts, places: Places) -> Incident:
    if event.kind not in OF_A_GROUP:
        return incident
    if event.scope is None and not incident.limited and not incident.victims:
        return replace(incident, what=What.KILL_COUNTED)
    if event.scope is Scope.HOST:
        return replace(incident, what=What.HOST_OUT_OF_MEMORY)
    return replace(incident, what=_what_of_group(incident, facts=facts, places=places))


def _what_of_group(incident: Incident, *, facts: Facts, places: Places) -> What:
    victim = incident.victims[0] if incident.victims else Process()
    limited = incident.limited or victim.cgroup
    if is_of_a_build(limited):
        return What.CHILD_KILLED if _went_well(incident, places) else What.BUILD_STEP_KILLED
    if _is_around_us(incident, facts, places):
        return What.GROUP_AT_ITS_LIMIT
    container = places.container_of(limited)
    if container is not None:
        return What.CHILD_KILLED if places.outlives(victim, at=incident.at) else What.CONTAINER_AT_ITS_LIMIT
    return What.CONTAINER_AT_ITS_LIMIT if victim.container and not victim.hub else What.GROUP_AT_ITS_LIMIT


def _is_around_us(incident: Incident, facts: Facts, places: Places) -> bool:
    """The limit of the container in which the engine itself runs: what else is in there are our hubs and builds."""
    victim = incident.victims[0] if incident.victims else Process()
    below = victim.cgroup.removeprefix(incident.limited) if incident.limited else ""
    if below != victim.cgroup and (places.container_of(below) or is_of_a_build(below)) and not places.container_of(incident.limited):
        return True
    limit_bytes = None if isinstance(facts.memory, Unread) else facts.memory.limit_bytes
    return limit_bytes is not None and limit_bytes == incident.limit_bytes and not places.container_of(incident.limited)


def _went_well(incident: Incident, places: Places) -> bool:
    """The build whose step it was ended well, as history has it: nobody noticed. Of two that followed at once the nearer one."""
    hubs = {hub_of(victim.cgroup) for victim in incident.victims} - {""}
    builds = [build for build in places.builds_at(incident.at) if build.hub in hubs]
    nearest = min(builds, key=lambda build: away_s(build, incident.at), default=None)
    return nearest is not None and nearest.outcome is BuildOutcome.WELL


def _of_group(event: KillEvent, places: Places) -> tuple[Process, ...]:
    """Without a victim's name the group that was full is all that is known of whose it was."""
    placed = places.place(Process(cgroup=event.limited or ""))
    return (placed,) if placed.container or placed.hub else ()


def _process(victim: Victim) -> Process:
    held_bytes = (victim.anon_rss_bytes or 0) + (victim.shmem_rss_bytes or 0)
    return Process(name=victim.comm or "", pid=victim.pid or 0, held_bytes=held_bytes, cgroup=victim.cgroup or "")


def _asker(asker: Asker) -> Process:
    return Process(name=asker.comm or "", pid=asker.pid or 0, cgroup=asker.cgroup or "")
