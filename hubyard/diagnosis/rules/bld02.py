"""BLD02: steps of a hub's build that go on although their build has gone. They hold memory and stop the hub's next build."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.work import BuildStep
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.rules.judging import skipped
from hubyard.diagnosis.values import Finding, State, Verdict

ID: Final = "BLD02"
GRACE_S: Final = 5.0
"""Seen: a step held its memory for 0.7 s after its client was killed. What is younger may have a grant that we just did not see."""


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: a process in a hub's build cgroup, older than 5 s, and no live grant of the hub in the gate."""
    if isinstance(facts.builds, Unread):
        yield skipped(ID, {"builds": facts.builds})
        return
    steps = sorted((step for step in facts.builds.steps if step.hub), key=lambda step: step.hub)
    if steps and (unread := facts.unread("gate")):
        yield skipped(ID, unread)
        return
    granted = set() if isinstance(facts.gate, Unread) else {presence.hub.lower() for presence in facts.gate.running}
    left = [step for step in steps if step.hub.lower() not in granted and (step.elapsed_s is None or step.elapsed_s >= GRACE_S)]
    for hub, those in groupby(left, key=lambda step: step.hub):
        yield _finding(hub, tuple(those))
    if not left:
        yield Finding(rule=ID, state=State.OK, seen={"steps": 0, "hub": "", "pids": "", "held_bytes": 0, "elapsed_s": None, "command": ""})


def _finding(hub: str, steps: tuple[BuildStep, ...]) -> Finding:
    seen: dict[str, object] = {
        "steps": len(steps),
        "hub": hub,
        "pids": " ".join(str(pid) for step in steps for pid in step.pids),
        "held_bytes": sum(step.held_bytes for step in steps),
        "elapsed_s": max((step.elapsed_s for step in steps if step.elapsed_s is not None), default=None),
        "command": steps[0].command,
    }
    return Finding(rule=ID, state=State.WARN, subject=hub, seen=seen)
