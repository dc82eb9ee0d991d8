"""DSK02: free inodes. A disk without them is full, whatever `df -h` says."""

from collections.abc import Iterator
from typing import Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.host import FileSystem
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.rules.disks import disks_of, used_percent
from hubyard.diagnosis.rules.judging import skipped, skipped_for
from hubyard.diagnosis.values import Finding, State, Verdict

ID: Final = "DSK02"
WARN_PERCENT: Final = 85
FAIL_PERCENT: Final = 95
"""Used. Source: as DSK01; node_modules of one Next.js hub are some 20 000 files, and every cached step keeps them again."""


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: 85 % used warns, 95 % fails. File systems that count none (btrfs, xfs as it likes) are left out."""
    if isinstance(facts.disk, Unread):
        yield skipped(ID, {"disk": facts.disk})
        return
    counted = [one for one in disks_of(facts.disk) if one.inodes > 0]
    if not counted:
        yield skipped_for(ID, Why.ABSENT, probe="disk", detail="inodes")
        return
    short = [one for one in counted if used_percent(one.inodes, one.inodes_free) >= WARN_PERCENT]
    for one in short:
        state = State.FAIL if used_percent(one.inodes, one.inodes_free) >= FAIL_PERCENT else State.WARN
        yield Finding(rule=ID, state=state, subject=one.mount, seen=_seen(one))
    if not short:
        fullest = max(counted, key=lambda one: used_percent(one.inodes, one.inodes_free))
        yield Finding(rule=ID, state=State.OK, seen=_seen(fullest))


def _seen(one: FileSystem) -> dict[str, object]:
    return {
        "mount": one.mount,
        "inodes_free": one.inodes_free,
        "inodes": one.inodes,
        "used_percent": used_percent(one.inodes, one.inodes_free),
        "warn_percent": WARN_PERCENT,
        "fail_percent": FAIL_PERCENT,
    }
