"""EXT01: ended by SIGKILL (137), and the kernel killed nobody. Who sent it, if the engine knows."""

from collections.abc import Iterable
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.rules.incidents import judge_incidents_of
from hubyard.diagnosis.values import Finding, Verdict, What

ID: Final = "EXT01"
WHATS: Final = frozenset({What.DIED_OF_SIGKILL, What.STOPPED_BY_FORCE})


def judge(facts: Facts, verdict: Verdict) -> Iterable[Finding]:
    """Threshold: status 137 without the kernel's line, counter or the engine's flag. A warning: it may have been meant.

    128 + 9 alone does not prove a kill for memory: `docker stop`, too, ends so what ignores SIGTERM.
    """
    told = [incident for incident in verdict.incidents if incident.what in WHATS]
    return judge_incidents_of(ID, told, facts=facts, verdict=verdict, witnesses=("containers", "events"), severe=False)
