"""CTR01: a container that is started again and again."""

from collections.abc import Iterator
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainerFacts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.rules.judging import elapsed_s, skipped
from hubyard.diagnosis.values import Finding, State, Verdict

ID: Final = "CTR01"
RESTARTS: Final = 3
SETTLED_S: Final = 600.0
"""Source: the engine doubles its pause from 100 ms to a minute and begins anew after 10 s of running (docs.docker.com, restart policies):
three within ten minutes of its last start are no single mishap."""


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: being restarted just now fails; three restarts or more, the last within ten minutes, warns."""
    if isinstance(facts.containers, Unread):
        yield skipped(ID, {"containers": facts.containers})
        return
    looping = [(one, state) for one in facts.containers.containers if (state := _state_of(facts, one)) is not State.OK]
    for one, state in looping:
        seen: dict[str, object] = {
            "name": one.name,
            "hub": one.hub,
            "restarts": one.restarts,
            "exit_status": one.exit_status,
            "started": one.started,
            "least": RESTARTS,
            "settled_s": SETTLED_S,
        }
        yield Finding(rule=ID, state=state, subject=one.name, seen=seen)
    if not looping:
        count = len(facts.containers.containers)
        yield Finding(rule=ID, state=State.OK, seen={"restarts": 0, "containers": count, "least": RESTARTS, "settled_s": SETTLED_S})


def _state_of(facts: Facts, one: ContainerFacts) -> State:
    if one.state == "restarting":
        return State.FAIL
    age_s = elapsed_s(facts, one.started)
    unsettled = one.restarts >= RESTARTS and (age_s is None or age_s < SETTLED_S)
    return State.WARN if one.state == "running" and unsettled else State.OK
