"""NET01: names that builds need are not found, or a download was cut off."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.rules.incidents import judge_incidents_of
from hubyard.diagnosis.rules.judging import skipped
from hubyard.diagnosis.values import Finding, State, Verdict, What

ID: Final = "NET01"
SLOW_S: Final = 2.0
"""Source: resolv.conf(5): the resolver asks the next server after 5 s; who needs two has lost a packet on the way at least."""


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:
    """Threshold: one name not found, or only after 2 s, warns; none of several found fails.

    A failed build with ECONNRESET or the like likewise.
    """
    cut = [incident for incident in verdict.incidents if incident.what is What.NETWORK]
    told = [one for one in judge_incidents_of(ID, cut, facts=facts, verdict=verdict, witnesses=()) if one.state is not State.OK]
    yield from (replace(one, seen={**one.seen, "slow_s": SLOW_S}) for one in told)
    if isinstance(facts.network, Unread):
        yield skipped(ID, {"network": facts.network})
        return
    lookups = facts.network.lookups
    failed = [one for one in lookups if not one.found]
    slow = [one for one in lookups if one.found and (one.elapsed_s is None or one.elapsed_s > SLOW_S)]
    state = State.FAIL if len(failed) == len(lookups) > 1 else State.WARN if failed or slow else State.OK
    if state is State.OK and told:
        return
    seen: dict[str, object] = {
        "lookups": len(lookups),
        "what": "lookup" if failed else "slow" if slow else "none",
        "names": tuple(one.name for one in failed or slow or lookups),
        "detail": next((one.detail for one in failed if one.detail), ""),
        "slow_s": SLOW_S,
    }
    yield Finding(rule=ID, state=state, seen=seen)
