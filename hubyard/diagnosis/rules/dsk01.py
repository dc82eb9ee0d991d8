"""DSK01: free space."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from hubyard.config.yard import YardSettings
from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.host import FileSystem
from hubyard.diagnosis.heard import Unread
from hubyard.diagnosis.rules.disks import disks_of, used_percent
from hubyard.diagnosis.rules.incidents import judge_incidents_of
from hubyard.diagnosis.rules.judging import skipped
from hubyard.diagnosis.values import Finding, State, Verdict, What

ID: Final = "DSK01"
WARN_SHARE: Final = 0.15
"""Left. Source: JaskoCoder/UniBrain#258: a disk 86 % full, after a week of deploys; the kubelet collects images at 85 %."""
FAIL_SHARE: Final = 0.05
"""Left. Source: ext4 keeps as much for root alone (mke2fs(8), -m 5): from there on an ordinary user has nothing."""
LEAST_BYTES: Final = YardSettings().disk_reserve_bytes
"""Left on the engine's disk: below it no build is begun."""
THRESHOLDS: Final = {
    "warn_percent": round(100 * (1 - WARN_SHARE)),
    "fail_percent": round(100 * (1 - FAIL_SHARE)),
    "least_bytes": LEAST_BYTES,
}
"""For people; percent used."""


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:
    """Threshold: less than 15 % left warns, less than 5 % (or 1 GB for the engine) fails; so does a build that ended with ENOSPC."""
    full = [incident for incident in verdict.incidents if incident.what is What.DISK_FULL]
    told = [one for one in judge_incidents_of(ID, full, facts=facts, verdict=verdict, witnesses=()) if one.state is not State.OK]
    yield from (replace(one, seen={**one.seen, **THRESHOLDS}) for one in told)
    if isinstance(facts.disk, Unread):
        yield skipped(ID, {"disk": facts.disk})
        return
    disks = disks_of(facts.disk)
    short = [(one, state) for one in disks if (state := _state_of(one)) is not State.OK]
    for one, state in short:
        yield Finding(rule=ID, state=state, subject=one.mount, seen=_seen(one))
    if not short and not told and disks:
        fullest = max(disks, key=lambda one: used_percent(one.total_bytes, one.free_bytes))
        yield Finding(rule=ID, state=State.OK, seen=_seen(fullest))


def _state_of(one: FileSystem) -> State:
    left = one.free_bytes / one.total_bytes
    if left < FAIL_SHARE or ("engine" in one.uses and one.free_bytes < LEAST_BYTES):
        return State.FAIL
    return State.WARN if left < WARN_SHARE else State.OK


def _seen(one: FileSystem) -> dict[str, object]:
    return {
        "what": "space",
        "mount": one.mount,
        "free_bytes": one.free_bytes,
        "total_bytes": one.total_bytes,
        "used_percent": used_percent(one.total_bytes, one.free_bytes),
        "uses": one.uses,
        **THRESHOLDS,
    }
