"""From facts to what happened: to whom, when, how sure."""

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.values import Verdict


def judge_incidents(facts: Facts) -> Verdict:
    """Pure. The kernel's lines, the engine's flags and events, counters and history, brought together into events."""
    return Verdict(since=facts.taken)
