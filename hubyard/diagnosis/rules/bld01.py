"""BLD01: somebody builds beside Hubyard. The gate counts it, and cannot hold it back."""

from collections.abc import Iterator
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.rules.judging import skipped
from hubyard.diagnosis.values import Finding, State, Verdict
from hubyard.gate.admission import FOREIGN_FACTOR

ID: Final = "BLD01"


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: one build client that is none of ours, or steps without any client (of a builder elsewhere, or left behind).

    Two builds at once can bring a host down; gate/admission.py counts a foreign one FOREIGN_FACTOR times.
    """
    if isinstance(facts.builds, Unread):
        yield skipped(ID, {"builds": facts.builds})
        return
    held_bytes = sum(step.held_bytes for step in facts.builds.steps if not step.hub)
    clients = [client for client in facts.builds.clients if not client.of_ours]
    for client in clients:
        seen: dict[str, object] = {
            "builds": len(clients),
            "pid": client.pid,
            "user": client.user,
            "command": client.command,
            "elapsed_s": client.elapsed_s,
            "held_bytes": held_bytes,
            "factor": FOREIGN_FACTOR,
        }
        yield Finding(rule=ID, state=State.WARN, subject=client.user, seen=seen)
    if clients:
        return
    pids = _steps_of_nobody(facts)
    seen = {
        "builds": len(pids) and 1,
        "pid": 0,
        "user": "",
        "command": "",
        "elapsed_s": None,
        "held_bytes": held_bytes,
        "factor": FOREIGN_FACTOR,
    }
    yield Finding(rule=ID, state=State.WARN if pids else State.OK, seen=seen)


def _steps_of_nobody(facts: Facts) -> tuple[int, ...]:
    """While a client of ours runs, steps elsewhere are taken for its own: an engine may ignore where we want them (DKR02)."""
    if isinstance(facts.builds, Unread) or any(client.of_ours for client in facts.builds.clients):
        return ()
    return tuple(pid for step in facts.builds.steps if not step.hub for pid in step.pids)
