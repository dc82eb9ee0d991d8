"""MEM01: how much memory is available, of the host or of the container that we are in."""

from collections.abc import Iterator
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.host import MemoryFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.rules.judging import skipped, skipped_for
from hubyard.diagnosis.values import Finding, State, Verdict
from hubyard.gate.admission import LAST_SHARE, RESERVE_SHARE

ID: Final = "MEM01"
WARN_SHARE: Final = RESERVE_SHARE
"""A tenth. Source: gate/admission.py keeps as much free; earlyoom asks processes to end below it (earlyoom(1), -m 10)."""
FAIL_SHARE: Final = LAST_SHARE
"""A twentieth. Source: gate/admission.py keeps it from every build; earlyoom kills below it (half of -m)."""


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: MemAvailable below the yard's reserve (or a tenth) warns, below a twentieth fails. Swap counts as nothing."""
    if isinstance(facts.memory, Unread):
        yield skipped(ID, {"memory": facts.memory})
        return
    total_bytes, available_bytes = room_of(facts.memory)
    if total_bytes <= 0:
        yield skipped_for(ID, Why.NOT_UNDERSTOOD, probe="memory")
        return
    warn_bytes = _reserve_bytes(facts, total_bytes)
    fail_bytes = int(total_bytes * FAIL_SHARE)
    state = State.FAIL if available_bytes < fail_bytes else State.WARN if available_bytes < warn_bytes else State.OK
    seen: dict[str, object] = {
        "state": state,
        "available_bytes": available_bytes,
        "total_bytes": total_bytes,
        "available_percent": round(100 * available_bytes / total_bytes),
        "warn_bytes": warn_bytes,
        "fail_bytes": fail_bytes,
        "of": "group" if total_bytes == facts.memory.limit_bytes else "host",
        "greatest": _greatest(facts),
    }
    yield Finding(rule=ID, state=state, seen=seen)


def room_of(memory: MemoryFacts) -> tuple[int, int]:
    """Total and available; of the container that we are in, where that leaves less."""
    if memory.limit_bytes is None:
        return memory.total_bytes, memory.available_bytes
    left_bytes = max(0, memory.limit_bytes - memory.limit_held_bytes)
    return min(memory.total_bytes, memory.limit_bytes), min(memory.available_bytes, left_bytes)


def _reserve_bytes(facts: Facts, total_bytes: int) -> int:
    if isinstance(facts.yard, Unread) or facts.yard.reserve_bytes is None:
        return int(total_bytes * WARN_SHARE)
    return facts.yard.reserve_bytes


def _greatest(facts: Facts) -> tuple[str, ...]:
    """Names of the three containers that hold most."""
    if isinstance(facts.containers, Unread):
        return ()
    held = sorted(((one.held_bytes or 0, one.name) for one in facts.containers.containers), reverse=True)
    return tuple(name for held_bytes, name in held[:3] if held_bytes)
