"""The same kill, told by several: one incident."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from hubyard.diagnosis.values import OF_MEMORY, Incident, Process, Sureness, What
from hubyard.diagnosis.verdict.moments import apart_s

NEAR_S: Final = 30.0
"""From a kill to its container's end, and to the engine's and systemd's word of it: `docker stop` waits ten seconds, a busy host longer."""
SAME_PID_S: Final = 600.0
"""The kernel's stamps since boot drift from the clock (dmesg(1), -T); a pid does not come again with the same name as soon as this."""
EXPLAINED: Final = OF_MEMORY | {What.DIED_OF_SIGKILL}
"""What a kill explains. A SIGKILL whose sender is known is none of these."""
VAGUE: Final = frozenset({What.KILL_COUNTED, What.DIED_OF_SIGKILL})
SUREST_FIRST: Final = (Sureness.CERTAIN, Sureness.LIKELY, Sureness.UNPROVEN)


def merged(incidents: Iterable[Incident]) -> list[Incident]:
    """Those that tell most first: a later one of the same kill adds what was not known. By pid where it has one: logs hold hundreds."""
    kept: list[Incident] = []
    named: dict[tuple[int, str], list[int]] = {}
    nameless: list[int] = []
    for incident in incidents:
        pids = _pids(incident)
        candidates = sorted({place for pid in pids for place in named.get(pid, ())}.union(nameless)) if pids else range(len(kept))
        place = next((place for place in candidates if is_same(kept[place], incident)), len(kept))
        if place == len(kept):
            kept.append(incident)
            nameless.extend([] if pids else [place])
        else:
            kept[place] = fuse(kept[place], incident)
        for pid in pids:
            named.setdefault(pid, []).append(place)
    return kept


def is_same(known: Incident, other: Incident) -> bool:
    if known.what not in OF_MEMORY or other.what not in EXPLAINED:
        return False
    apart = apart_s(known.at, other.at)
    pids, others = _pids(known), _pids(other)
    if pids and others:
        return not pids.isdisjoint(others) and (apart is None or abs(apart) <= SAME_PID_S)
    if apart is not None and abs(apart) > NEAR_S:
        return False
    wheres, there = _wheres(known), _wheres(other)
    if wheres and there:
        return not wheres.isdisjoint(there)
    return apart is not None and not _elsewhere(known, other)


def fuse(known: Incident, other: Incident) -> Incident:
    """What `known` says counts; `other` fills in."""
    surest = min((known.sureness, other.sureness), key=SUREST_FIRST.index)
    return replace(
        known,
        what=other.what if known.what in VAGUE and other.what not in VAGUE else known.what,
        sureness=surest,
        at=known.at or other.at,
        victims=_fused_victims(known.victims, other.victims),
        asker=known.asker or other.asker,
        limit_bytes=known.limit_bytes or other.limit_bytes,
        limited=known.limited or other.limited,
        evidence=known.evidence or other.evidence,
        count=max(known.count, other.count),
    )


def latest_first(incidents: Iterable[Incident]) -> Sequence[Incident]:
    """Those without a moment behind the others; at the end what the engine was asked to do, since nothing is wrong with that."""
    told = list(incidents)
    dated = sorted((one for one in told if one.at is not None), key=_stamp, reverse=True)
    ordered = [*dated, *(one for one in told if one.at is None)]
    return sorted(ordered, key=lambda one: one.what is What.STOPPED_BY_FORCE)


def _stamp(incident: Incident) -> float:
    at = incident.at
    if at is None:
        return 0.0
    try:
        return at.timestamp()
    except (OverflowError, OSError, ValueError):  # a naive moment outside of what the C library knows
        return float(at.toordinal())


def _pids(incident: Incident) -> set[tuple[int, str]]:
    return {(one.pid, one.name) for one in incident.victims if one.pid}


def _wheres(incident: Incident) -> set[str]:
    return {where for one in incident.victims for where in (one.container, one.hub if not one.container else "") if where}


def _elsewhere(known: Incident, other: Incident) -> bool:
    """Both say where it was, and not the same: a unit's name is the end of its path."""
    cgroups = {one.cgroup for one in known.victims if one.cgroup}
    others = {one.cgroup for one in other.victims if one.cgroup}
    if not (cgroups or _wheres(known)) or not (others or _wheres(other)):
        return False
    return not any(one.endswith(two) or two.endswith(one) for one in cgroups for two in others)


def _fused_victims(known: Sequence[Process], other: Sequence[Process]) -> tuple[Process, ...]:
    if not known:
        return tuple(other)
    return tuple(_fused(one, two) for one, two in zip_longest(known, other[: len(known)], fillvalue=Process()))


def _fused(known: Process, other: Process) -> Process:
    if known.pid and other.pid and known.pid != other.pid:
        return known
    return Process(
        name=known.name or other.name,
        pid=known.pid or other.pid,
        held_bytes=known.held_bytes or other.held_bytes,
        cgroup=known.cgroup or other.cgroup,
        container=known.container or other.container,
        hub=known.hub or other.hub,
        stage=known.stage or other.stage,
    )
