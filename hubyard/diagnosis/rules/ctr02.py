"""CTR02: containers without a memory limit: one of them can take the whole host with it."""

from collections.abc import Iterator
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainerFacts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.rules.incidents import MEBIBYTE, STEP_MIB
from hubyard.diagnosis.rules.judging import skipped
from hubyard.diagnosis.values import Finding, State, Verdict
from hubyard.gate.admission import RESERVE_SHARE

ID: Final = "CTR02"
LARGE_SHARE: Final = RESERVE_SHARE
"""Of the host's memory. Source: gate/admission.py: who holds as much could use up the whole reserve by doubling."""
ROOM_FACTOR: Final = 2
"""A limit to propose: twice what it holds now, for a peak that we have not seen."""
LEAST_MIB: Final = 128


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: no limit at all: of a hub of ours and of a builder always, of others when they hold a tenth of the memory."""
    if isinstance(facts.containers, Unread):
        yield skipped(ID, {"containers": facts.containers})
        return
    running = [one for one in facts.containers.containers if one.state == "running"]
    free = [one for one in running if one.limit_bytes is None and _matters(facts, one)]
    for one in free:
        seen: dict[str, object] = {
            "name": one.name,
            "hub": one.hub,
            "kind": "builder" if one.is_builder else "hub" if one.hub else "other",
            "held_bytes": one.held_bytes,
            "proposed_mib": _proposed_mib(one.held_bytes or 0),
            "without": len(free),
        }
        yield Finding(rule=ID, state=State.WARN, subject=one.name, seen=seen)
    if not free:
        yield Finding(rule=ID, state=State.OK, seen={"without": 0, "containers": len(running)})


def _matters(facts: Facts, one: ContainerFacts) -> bool:
    if one.hub or one.is_builder:
        return True
    total_bytes = 0 if isinstance(facts.memory, Unread) else facts.memory.total_bytes
    return total_bytes > 0 and (one.held_bytes or 0) >= LARGE_SHARE * total_bytes


def _proposed_mib(held_bytes: int) -> int:
    steps = -(-held_bytes * ROOM_FACTOR // (STEP_MIB * MEBIBYTE))
    return max(LEAST_MIB, steps * STEP_MIB)
