"""NODE01: JavaScript's own heap was full. The kernel killed nobody, and more memory alone changes nothing."""

from collections.abc import Iterable
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.rules.incidents import judge_incidents_of
from hubyard.diagnosis.values import Finding, Verdict, What

ID: Final = "NODE01"


def judge(facts: Facts, verdict: Verdict) -> Iterable[Finding]:
    """Threshold: one "JavaScript heap out of memory" in the log of a hub's last build that failed.

    Source: V8 ends the process so when its heap reaches --max-old-space-size or its own default. Those logs are only where Hubyard itself
    runs.
    """
    told = [incident for incident in verdict.incidents if incident.what is What.HEAP_FULL]
    return judge_incidents_of(ID, told, facts=facts, verdict=verdict, witnesses=("yard",))
