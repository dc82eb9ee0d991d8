"""OOM04: something was killed for memory, and what it belonged to goes on, so that nobody noticed."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.rules.incidents import judge_incidents_of
from hubyard.diagnosis.values import Finding, Verdict, What
from hubyard.diagnosis.verdict.merging import latest_first
from hubyard.diagnosis.verdict.places import Places

ID: Final = "OOM04"


def judge(facts: Facts, verdict: Verdict) -> Iterable[Finding]:
    """Threshold: one kill in a container that still runs since before it, or in a container or a build that ended with 0.

    Victims of the host's own shortage count here as well as in OOM01: their containers need a restart.

    Seen: the engine's flag may stay away when the victim is not the container's first process (cgroup v2).
    """
    places = Places.of(facts)
    told = [incident for incident in verdict.incidents if incident.what is What.CHILD_KILLED]
    told += [
        replace(incident, victims=(victim,), count=1)
        for incident in verdict.incidents
        if incident.what in {What.HOST_OUT_OF_MEMORY, What.KILLED_BY_A_PROGRAM, What.GROUP_AT_ITS_LIMIT}
        for victim in incident.victims
        if places.lives_on(victim, at=incident.at)
    ]
    return judge_incidents_of(ID, latest_first(told), facts=facts, verdict=verdict, witnesses=("kernel", "containers"))
