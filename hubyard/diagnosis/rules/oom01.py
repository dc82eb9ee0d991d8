"""OOM01: the host itself ran out of memory, or somebody killed for its sake."""

from collections.abc import Iterable
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.rules.incidents import judge_incidents_of
from hubyard.diagnosis.values import Finding, Verdict, What

ID: Final = "OOM01"
WHATS: Final = frozenset({What.HOST_OUT_OF_MEMORY, What.KILLED_BY_A_PROGRAM, What.KILLED_BY_HAND, What.KILL_COUNTED})


def judge(facts: Facts, verdict: Verdict) -> Iterable[Finding]:
    """Threshold: one kill. The kernel's log names its own, the journal those of systemd-oomd and earlyoom; /proc/vmstat counts them.

    One is too many: the kernel kills only when nothing can be reclaimed (mm/oom_kill.c); others shortly before.
    """
    told = [incident for incident in verdict.incidents if incident.what in WHATS]
    return judge_incidents_of(ID, told, facts=facts, verdict=verdict, witnesses=("kernel", "journal"))
