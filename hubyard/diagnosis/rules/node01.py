"""NODE01: JavaScript's own heap was full. The kernel killed nobody, and more memory alone changes nothing."""

from collections.abc import Iterable
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.rules.incidents import judge_incidents_of
from hubyard.diagnosis.values import Finding, Verdict, What

ID: Final = "NODE01"
THRESHOLD_TIMES: Final = 1
"""Source: V8 ends the process with "JavaScript heap out of memory" when its heap reaches --max-old-space-size or its own default."""


def judge(facts: Facts, verdict: Verdict) -> Iterable[Finding]:
    """Threshold: one such line in the log of a hub's last build that failed. Those logs are only where Hubyard itself runs."""
    told = [incident for incident in verdict.incidents if incident.what is What.HEAP_FULL]
    return judge_incidents_of(ID, told, facts=facts, verdict=verdict, witnesses=("yard",))
