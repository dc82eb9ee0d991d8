"""OOM02: a container, or another group, ran into its own limit."""

from collections.abc import Iterable
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.rules.incidents import judge_incidents_of
from hubyard.diagnosis.values import Finding, Verdict, What

ID: Final = "OOM02"
WHATS: Final = frozenset({What.CONTAINER_AT_ITS_LIMIT, What.GROUP_AT_ITS_LIMIT})


def judge(facts: Facts, verdict: Verdict) -> Iterable[Finding]:
    """Threshold: one kill. By the kernel's log, the engine's flag and events; the counter of a container goes with its last process.

    Source: cgroup-v2.rst, memory.max: the kernel kills in a group that stays at its limit.
    """
    told = [incident for incident in verdict.incidents if incident.what in WHATS]
    return judge_incidents_of(ID, told, facts=facts, verdict=verdict, witnesses=("kernel", "containers"))
