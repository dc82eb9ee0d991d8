"""What a waiter is told of a decision: what it waits for, and who is in the way."""

from collections.abc import Mapping, Sequence
from typing import Final

from hubyard.gate.admission import Decision, Running, Why
from hubyard.gate.events import Ahead, BuildAhead, ForeignBuildAhead, StartAhead, StepsAhead, WaitFor
from hubyard.gate.port import Presence
from hubyard.host.readings import ForeignBuild

WAITS_FOR: Final[Mapping[Why, WaitFor]] = {
    Why.SAME_HUB: WaitFor.BUILD,
    Why.COUNT: WaitFor.BUILD,
    Why.PRESSURE: WaitFor.PRESSURE,
    Why.UNKNOWN: WaitFor.UNMEASURED,
    Why.MEMORY: WaitFor.MEMORY,
}


def in_the_way(decision: Decision, present: Sequence[Presence]) -> tuple[Ahead, ...]:
    """In the decision's order. A build that is no longer `present` has just ended, and is left out."""
    known = {one.id: one for one in present}
    builds = [_steps(build) if not build.id else _build(build, known[build.id]) for build in decision.waits_for if build.id in {"", *known}]
    return (*builds, *map(_foreign, decision.waits_for_foreign))


def holders_of(decision: Decision, present: Sequence[Presence]) -> Sequence[Presence]:
    """Those in the way; whoever is stopped in any case, for nobody else can help that one; all, where only their number counts."""
    ids = {build.id for build in decision.waits_for}
    return [one for one in present if (decision.why is Why.COUNT and not one.starts) or one.id in ids or one.stopped]


def waits_for_steps_alone(decision: Decision) -> bool:
    """Nobody of those in the way has a lock whose release would tell of the end."""
    return bool(decision.waits_for) and not decision.waits_for_foreign and not any(build.id for build in decision.waits_for)


def _build(build: Running, present: Presence) -> BuildAhead | StartAhead:
    if build.starts:
        return StartAhead(hub=present.title, memory_bytes=build.granted_bytes, since=present.since)
    memory_bytes = build.granted_bytes or build.used_bytes + build.promised_bytes
    return BuildAhead(hub=present.title, memory_bytes=memory_bytes, since=present.since, usual_s=build.usual_s)


def _steps(build: Running) -> StepsAhead:
    return StepsAhead(hub=build.hub, memory_bytes=build.used_bytes)


def _foreign(build: ForeignBuild) -> ForeignBuildAhead:
    return ForeignBuildAhead(name=build.name, memory_bytes=build.held_bytes, pid=min(build.pids, default=0))
