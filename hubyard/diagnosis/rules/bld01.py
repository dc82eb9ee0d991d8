"""BLD01: somebody builds beside Hubyard. The gate counts it, and cannot hold it back."""

from collections.abc import Iterator
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.work import BuildClient, BuildsFacts
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
    clients = [client for client in facts.builds.clients if not client.of_ours]
    for client in clients:
        seen = _seen(facts.builds, len(clients), client)
        yield Finding(rule=ID, state=State.WARN, subject=client.user, seen=seen)
    if not clients:
        left = _steps_of_nobody(facts.builds)
        yield Finding(rule=ID, state=State.WARN if left else State.OK, seen=_seen(facts.builds, int(left), None))


def _seen(builds: BuildsFacts, count: int, client: BuildClient | None) -> dict[str, object]:
    return {
        "builds": count,
        "pid": client.pid if client else 0,
        "user": client.user if client else "",
        "command": client.command if client else "",
        "elapsed_s": client.elapsed_s if client else None,
        "held_bytes": sum(step.held_bytes for step in builds.steps if not step.hub),
        "factor": FOREIGN_FACTOR,
    }


def _steps_of_nobody(builds: BuildsFacts) -> bool:
    """While a client of ours runs, steps elsewhere are taken for its own: an engine may ignore where we want them (DKR02)."""
    return not any(client.of_ours for client in builds.clients) and any(step.pids for step in builds.steps if not step.hub)
