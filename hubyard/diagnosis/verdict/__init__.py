"""From facts to what happened: to whom, when, how sure.

Add here: a witness in a file of its own, and its row in `judge_incidents`, behind those that tell more of the same kill.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.values import Incident, Verdict
from hubyard.diagnosis.verdict.builds import add_builds
from hubyard.diagnosis.verdict.counters import add_counted, add_undated
from hubyard.diagnosis.verdict.engine import engine_incidents
from hubyard.diagnosis.verdict.logs import log_incidents
from hubyard.diagnosis.verdict.merging import latest_first, merged
from hubyard.diagnosis.verdict.moments import is_before
from hubyard.diagnosis.verdict.places import Places


def judge_incidents(facts: Facts) -> Verdict:
    """Pure. The kernel's lines, the engine's flags and events, counters and history, brought together into events."""
    places = Places.of(facts)
    logged = tuple(_logged(facts, places))
    flagged = tuple(engine_incidents(facts, places=places, logged=logged))
    kept = merged(chain(logged, (one for one in flagged if one.at is not None)))
    add_undated(kept, (one for one in flagged if one.at is None), places)
    if not isinstance(facts.yard, Unread):
        add_builds(kept, facts.yard)
    add_counted(kept, facts)
    return Verdict(
        incidents=tuple(_with_neighbours(one, facts, places) for one in latest_first(kept)),
        since=_since(facts),
        blind=tuple(_blind(facts)),
    )


def _logged(facts: Facts, places: Places) -> Iterator[Incident]:
    """The kernel's log and the journal each by itself: both may hold the same lines, in other forms and with other clocks."""
    for log in (facts.kernel, facts.journal):
        if not isinstance(log, Unread):
            yield from log_incidents(log.text, facts=facts, places=places)


def _with_neighbours(incident: Incident, facts: Facts, places: Places) -> Incident:
    """By history, oldest first, then those that build still; each hub once, and none where no moment is known."""
    running = () if isinstance(facts.gate, Unread) else facts.gate.running
    began = [one.hub for one in running if is_before(one.since, incident.at)]
    hubs = dict.fromkeys([*(build.hub for build in reversed(places.builds_at(incident.at))), *began])
    return replace(incident, beside=tuple(hubs))


def _since(facts: Facts) -> datetime | None:
    """The log's own beginning; else the counters', which is the host's."""
    if not isinstance(facts.kernel, Unread) and facts.kernel.since is not None:
        return facts.kernel.since
    counted = not isinstance(facts.kernel, Unread) or not (isinstance(facts.memory, Unread) or facts.memory.kernel_kills is None)
    return facts.booted if counted else None


def _blind(facts: Facts) -> Iterator[str]:
    """The kernel's log is the witness of the kernel, the journal of programs that kill; without the log the counters are what is left."""
    yield from facts.unread("kernel", "journal")
    if isinstance(facts.kernel, Unread):
        if isinstance(facts.memory, Unread) or facts.memory.kernel_kills is None:
            yield "memory"
        if isinstance(facts.containers, Unread):
            yield "containers"
