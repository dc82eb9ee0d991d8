"""Incidents out of what the engine says of containers: its flag, their exit status, its events."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainerFacts, EngineEvent
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.values import Incident, Process, Sureness, What
from hubyard.diagnosis.verdict.merging import NEAR_S
from hubyard.diagnosis.verdict.moments import apart_s, is_before, is_near
from hubyard.diagnosis.verdict.places import Places
from hubyard.host.build_steps import SHORT

SIGKILL: Final = 9
KILLED_STATUS: Final = 137
BEFORE_S: Final = 15.0
"""An oom event or a signal this long before an end belongs to it: the engine waits ten seconds twice before it kills harder."""
AFTER_S: Final = 2.0
"""Events of one moment come in any order."""
SAME_END_S: Final = 5.0
AT_ONCE_S: Final = 1.0
OF_A_LIMIT: Final = frozenset({What.CONTAINER_AT_ITS_LIMIT, What.HOST_OUT_OF_MEMORY})
FLAGS_ALL: Final = 1
"""The cgroup version in which a group at its limit notifies all groups below it (memcontrol.c, mem_cgroup_oom_notify), and so the engine
flags containers of which nothing was killed. In version 2 it goes by each group's own count of kills."""


@dataclass(frozen=True, kw_only=True)
class End:
    """A container's. `flagged`: the engine's OOMKilled, or its oom event; forced: it sent SIGKILL itself."""

    name: str
    at: datetime | None
    status: int | None
    flagged: bool
    forced: bool
    container: ContainerFacts | None
    evidence: str


def engine_incidents(facts: Facts, *, places: Places, logged: Iterable[Incident] = ()) -> Iterator[Incident]:
    """logged: what the logs told. Where they have the kill of a group around the containers, a flag on one that lives on proves none."""
    events = () if isinstance(facts.events, Unread) else facts.events
    flags_all = not isinstance(facts.engine, Unread) and facts.engine.cgroup_version == FLAGS_ALL
    around, at_once = (_moments_around(logged), _moments_at_once(events)) if flags_all else ((), ())
    ends = [*_ends_by_events(events, places), *_ends_by_flags(places)]
    for end in _once(ends):
        if (end.flagged or end.status == KILLED_STATUS) and not _was_removed(end, events) and not _is_flagged_with_all(end, around):
            yield _doubted(_incident(end), at_once)
    for told in _unended(events, places):
        if not any(is_near(at, told.at, within_s=NEAR_S) for at in around):
            yield _doubted(told, at_once)


def _doubted(told: Incident, at_once: Sequence[datetime]) -> Incident:
    """Of several that were flagged at once one lost a process, for want of a group around them; a counter may prove which."""
    if not at_once or (told.at is not None and not any(is_near(at, told.at, within_s=NEAR_S) for at in at_once)):
        return told
    if told.what is What.CHILD_KILLED:
        return replace(told, sureness=Sureness.UNPROVEN)
    return replace(told, what=What.GROUP_AT_ITS_LIMIT, limit_bytes=0) if told.at is not None and told.what in OF_A_LIMIT else told


def _moments_at_once(events: Sequence[EngineEvent]) -> Sequence[datetime]:
    """When several containers were told of at once: a group around them was full."""
    full = [event for event in events if event.action == "oom"]
    return [one.at for one in full if any(two.container != one.container and is_near(one.at, two.at, within_s=AT_ONCE_S) for two in full)]


def _moments_around(logged: Iterable[Incident]) -> Sequence[datetime]:
    """When a group that has containers or builds in it was full."""
    groups = (one for one in logged if one.what is What.GROUP_AT_ITS_LIMIT and one.victims)
    return [one.at for one in groups if one.at is not None and (one.victims[0].container or one.victims[0].hub)]


def _is_flagged_with_all(end: End, around: Sequence[datetime]) -> bool:
    """It ended well or lives, and nobody names a victim of its own: that one would be in the logs with the others."""
    if not end.flagged or not _outlived(end):
        return False
    began = end.container.started if end.container else None
    return any(
        is_near(at, end.at, within_s=NEAR_S) or (is_before(began, at) and (end.at is None or is_before(at, end.at))) for at in around
    )


def _was_removed(end: End, events: Sequence[EngineEvent]) -> bool:
    """By `docker rm --force`, or after a stop, as with each deploy: nobody wonders who ended it. What stayed may not have been meant.

    The engine keeps its last events only: of an end that is among the oldest of them the signal may be forgotten.
    """
    if end.flagged or end.container is not None:
        return False
    return end.forced or all((apart_s(event.at, end.at) or 0.0) <= BEFORE_S for event in events)


def _ends_by_events(events: Sequence[EngineEvent], places: Places) -> Iterator[End]:
    for event in events:
        if event.action == "die":
            container = places.there(event.container)
            last = container is not None and is_near(container.finished, event.at, within_s=SAME_END_S)
            yield End(
                name=container.name if container else _name(event),
                at=event.at,
                status=event.exit_status,
                flagged=any(_of_end(events, "oom", event)) or (last and container is not None and container.oom_killed),
                forced=any(one.signal == SIGKILL for one in _of_end(events, "kill", event)),
                container=container,
                evidence=_words(event, container if last else None),
            )


def _ends_by_flags(places: Places) -> Iterator[End]:
    """Of containers that are there still: the engine forgets its events sooner, and with its own end."""
    for one in places.containers:
        if one.oom_killed or one.exit_status == KILLED_STATUS:
            flag = f"OOMKilled={str(one.oom_killed).lower()}"
            yield End(
                name=one.name,
                at=one.finished if one.state != "running" else None,
                status=one.exit_status,
                flagged=one.oom_killed,
                forced=False,
                container=one,
                evidence=f"docker inspect {one.name}: {flag} ExitCode={one.exit_status} State={one.state}",
            )


def _once(ends: Sequence[End]) -> Iterator[End]:
    """An end that both tell of, by the events, which know more."""
    told: list[End] = []
    for end in ends:
        if not any(one.name == end.name and is_near(one.at, end.at, within_s=SAME_END_S) for one in told):
            told.append(end)
            yield end


def _incident(end: End) -> Incident:
    what, sureness = _judge(end)
    victim = Process(container=end.name, hub=end.container.hub if end.container else "")
    limit_bytes = (end.container.limit_bytes or 0) if end.container and what is not What.HOST_OUT_OF_MEMORY else 0
    is_for_memory = what not in {What.STOPPED_BY_FORCE, What.DIED_OF_SIGKILL}
    return Incident(
        what=what,
        sureness=sureness,
        at=end.at,
        victims=(victim,),
        limit_bytes=limit_bytes if is_for_memory else 0,
        evidence=end.evidence,
        count=1,
    )


def _judge(end: End) -> tuple[What, Sureness]:
    """The flag says that something in it was killed for memory, not whom, nor whose memory had run out (cgroup v2)."""
    if end.flagged and _outlived(end):
        return What.CHILD_KILLED, Sureness.LIKELY
    if end.flagged:
        unlimited = end.container is not None and end.container.limit_bytes is None
        return (What.HOST_OUT_OF_MEMORY if unlimited else What.CONTAINER_AT_ITS_LIMIT), Sureness.LIKELY
    if end.forced:
        return What.STOPPED_BY_FORCE, Sureness.CERTAIN
    return What.DIED_OF_SIGKILL, Sureness.UNPROVEN


def _outlived(end: End) -> bool:
    lives = end.container is not None and end.container.state == "running" and end.at is None
    return lives or end.status == 0


def _unended(events: Sequence[EngineEvent], places: Places) -> Iterator[Incident]:
    """An oom event that no end follows: whatever died, the container went on."""
    for event in events:
        if event.action == "oom" and not any(one.action == "die" and _belongs(event, one) for one in events):
            container = places.there(event.container)
            lives = container is not None and places.lives_on(Process(container=container.name), at=event.at)
            name = container.name if container else _name(event)
            yield Incident(
                what=What.CHILD_KILLED if lives else What.CONTAINER_AT_ITS_LIMIT,
                sureness=Sureness.LIKELY,
                at=event.at,
                victims=(Process(container=name, hub=container.hub if container else ""),),
                limit_bytes=(container.limit_bytes or 0) if container else 0,
                evidence=_words(event, None),
                count=1,
            )


def _of_end(events: Sequence[EngineEvent], action: str, end: EngineEvent) -> Iterator[EngineEvent]:
    return (one for one in events if one.action == action and _belongs(one, end))


def _belongs(event: EngineEvent, end: EngineEvent) -> bool:
    passed_s = apart_s(event.at, end.at)
    return event.container == end.container and passed_s is not None and -AFTER_S <= passed_s <= BEFORE_S


def _name(event: EngineEvent) -> str:
    return event.name or event.container[:SHORT]


def _words(event: EngineEvent, container: ContainerFacts | None) -> str:
    status = "" if event.exit_status is None else f" exitCode={event.exit_status}"
    flag = f" OOMKilled={str(container.oom_killed).lower()}" if container else ""
    return f"docker events: {event.at.isoformat()} {event.action} {_name(event)}{status}{flag}"
