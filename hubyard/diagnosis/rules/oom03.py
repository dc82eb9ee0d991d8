"""OOM03: a build step was killed for memory, or the build was ended because it only fought for it."""

from collections.abc import Iterable
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.rules.incidents import judge_incidents_of
from hubyard.diagnosis.values import Finding, Verdict, What

ID: Final = "OOM03"
WHATS: Final = frozenset({What.BUILD_STEP_KILLED, What.BUILD_THRASHED})


def judge(facts: Facts, verdict: Verdict) -> Iterable[Finding]:
    """Threshold: one kill. By the kernel's log, the counters of our build cgroups, and history, which knows the stage.

    Seen: a step whose shell survives its killed child succeeds and is cached, so one kill spoils the image.
    """
    told = [incident for incident in verdict.incidents if incident.what in WHATS]
    return judge_incidents_of(ID, told, facts=facts, verdict=verdict, witnesses=("kernel", "builds"))
