"""What was counted beyond those whom anybody named: a kill without a name is a kill."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.values import OF_MEMORY, Incident, Process, Sureness, What
from hubyard.diagnosis.verdict.merging import fuse, is_same
from hubyard.diagnosis.verdict.moments import apart_s
from hubyard.diagnosis.verdict.places import DRIFT_S, Places
from hubyard.host.build_steps import SLICE

CUT_S: Final = 60.0
"""A whole log begins with the boot itself."""
NOT_COUNTED: Final = frozenset({What.KILLED_BY_A_PROGRAM})
"""The kernel's counters know its own kills alone."""


def add_counted(kept: list[Incident], facts: Facts) -> None:
    """From the smallest group to the host: what a container or a hub counted is no stranger's."""
    _add_containers(kept, facts)
    _add_slices(kept, facts)
    _add_host(kept, facts)


def add_undated(kept: list[Incident], undated: Iterable[Incident], places: Places) -> None:
    """Flags on containers that run: to what is known of that container since its start. One of the same name before it was another."""
    for flag in undated:
        name = next((one.container for one in flag.victims), "")
        container = places.container_named(name)
        since = container.started if container else None
        mine = (place for place, one in enumerate(kept) if is_same(replace(one, at=None), flag) and _may_be_since(one, since))
        place = next(mine, None)
        if place is None:
            kept.append(flag)
        else:
            kept[place] = fuse(kept[place], flag)


def _add_containers(kept: list[Incident], facts: Facts) -> None:
    """The counter begins anew with each start of a container: who runs and has counted lost a child, not its first process."""
    for one in () if isinstance(facts.containers, Unread) else facts.containers.containers:
        if not one.kernel_kills or one.state != "running":
            continue
        since = one.started or facts.booted
        known = sum(_count(incident, container=one.name) for incident in _since(kept, since))
        _prove(kept, where=one.name, since=since)
        if one.kernel_kills > known:
            _add(
                kept,
                Incident(
                    what=What.CHILD_KILLED,
                    sureness=Sureness.CERTAIN,
                    victims=(Process(container=one.name, hub=one.hub),),
                    limit_bytes=one.limit_bytes or 0,
                    evidence=f"{_file(facts)} of {one.name}: oom_kill {one.kernel_kills}",
                    count=one.kernel_kills - known,
                ),
                where=one.name,
                since=since,
            )


def _file(facts: Facts) -> str:
    """Where a group's kills are counted (`probes/cgroup_memory.py`)."""
    first = not isinstance(facts.engine, Unread) and facts.engine.cgroup_version == 1
    return "memory.oom_control" if first else "memory.events"


def _add_slices(kept: list[Incident], facts: Facts) -> None:
    for one in () if isinstance(facts.builds, Unread) else facts.builds.slices:
        known = sum(_count(incident, hub=one.hub) for incident in _since(kept, facts.booted))
        if one.kernel_kills > known:
            _add(
                kept,
                Incident(
                    what=What.BUILD_STEP_KILLED,
                    sureness=Sureness.CERTAIN,
                    victims=(Process(hub=one.hub),),
                    evidence=f"memory.events of {SLICE}/{one.hub}: oom_kill {one.kernel_kills}",
                    count=one.kernel_kills - known,
                ),
                where=one.hub,
                since=facts.booted,
            )


def _add_host(kept: list[Incident], facts: Facts) -> None:
    """What the log does not name happened before it begins: the kernel's ring forgets its oldest lines, the counter counts since boot."""
    counted = 0 if isinstance(facts.memory, Unread) else facts.memory.kernel_kills or 0
    known = sum(_count(incident) for incident in _since(kept, facts.booted))
    if counted > known:
        begins = None if isinstance(facts.kernel, Unread) else facts.kernel.since
        is_cut = (apart_s(facts.booted, begins) or 0.0) > CUT_S
        evidence = f"/proc/vmstat: oom_kill {counted}" + (f" named={known}" if known else "")
        kept.append(
            Incident(
                what=What.KILL_COUNTED,
                sureness=Sureness.CERTAIN,
                at=begins if is_cut else None,
                evidence=f"{evidence} log_begins={begins.isoformat(timespec='seconds')}" if is_cut and begins else evidence,
                count=counted - known,
            )
        )


def _add(kept: list[Incident], counted: Incident, *, where: str, since: datetime | None) -> None:
    """To one that somebody told of without a victim's name, there or in that hub; else by itself."""
    for place, one in enumerate(kept):
        if one.what in OF_MEMORY and _is_nameless(one, where) and _may_be_since(one, since):
            count = one.count + counted.count
            evidence = one.evidence or counted.evidence
            kept[place] = replace(one, sureness=Sureness.CERTAIN, count=count, evidence=evidence)
            return
    kept.append(counted)


def _prove(kept: list[Incident], *, where: str, since: datetime | None) -> None:
    """The engine's flag, where the kernel has counted, too."""
    for place, one in enumerate(kept):
        if one.what is What.CHILD_KILLED and _is_nameless(one, where) and _may_be_since(one, since):
            kept[place] = replace(one, sureness=Sureness.CERTAIN)


def _is_nameless(incident: Incident, where: str) -> bool:
    return any(where in {one.container, one.hub} and not one.pid for one in incident.victims)


def _since(kept: Iterable[Incident], since: datetime | None) -> Sequence[Incident]:
    return [one for one in kept if one.what in OF_MEMORY - NOT_COUNTED and _may_be_since(one, since)]


def _may_be_since(incident: Incident, since: datetime | None) -> bool:
    """The kernel's own clock, whose kills have pids, may be behind; the engine's stamps are by the clock of `since`."""
    passed_s = apart_s(since, incident.at)
    return passed_s is None or passed_s >= -(DRIFT_S if any(one.pid for one in incident.victims) else 0.0)


def _count(incident: Incident, *, container: str = "", hub: str = "") -> int:
    """How many of it were killed; there, where it is asked for one place."""
    if not container and not hub:
        return max(incident.count, len(incident.victims))
    there = [
        one for one in incident.victims if (container and one.container == container) or (hub and one.hub == hub and not one.container)
    ]
    return max(incident.count, len(there)) if len(there) == len(incident.victims) and there else len(there)
