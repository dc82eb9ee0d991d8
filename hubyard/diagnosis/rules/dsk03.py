"""DSK03: the engine's build cache, before the disk is full."""

from collections.abc import Iterator
from typing import Final

from hubyard.config.yard import YardSettings
from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.host import FileSystem
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.rules.disks import engine_disk, used_percent
from hubyard.diagnosis.rules.judging import skipped, skipped_for
from hubyard.diagnosis.values import Finding, State, Verdict
from hubyard.diagnosis.versions import version_of

ID: Final = "DSK03"
KEPT_BYTES: Final = YardSettings().build_cache_bytes
"""What Cleanup leaves. Source: config/yard.py; a yard's own figure takes its place."""
FREE_SHARE: Final = 0.1
USED_PERCENT: Final = 70
"""Of the engine's disk: a cache of which a tenth of the disk could be freed is worth a word from here on, well before the 86 % of
docs/reports.md (JaskoCoder/UniBrain#258)."""
FAIL_PERCENT: Final = 95
MAX_USED_SPACE_SINCE: Final = (0, 18, 0)
"""buildx that has `prune --max-used-space`; before, `--keep-storage`."""


def judge(facts: Facts, verdict: Verdict) -> Iterator[Finding]:  # noqa: ARG001  a rule's form
    """Threshold: above what Cleanup would leave, or a tenth of a disk that is 70 % full could be freed: warns; fails at 95 %."""
    if isinstance(facts.usage, Unread):
        yield skipped(ID, {"usage": facts.usage})
        return
    cache_bytes, free_bytes = facts.usage.cache_bytes, facts.usage.cache_free_bytes
    if cache_bytes is None or free_bytes is None:
        yield skipped_for(ID, Why.ABSENT, probe="usage", detail="build cache")
        return
    disk = None if isinstance(facts.disk, Unread) else engine_disk(facts.disk)
    state = _state_of(cache_bytes, free_bytes, disk, _kept_bytes(facts))
    seen: dict[str, object] = {
        "state": state,
        "cache_bytes": cache_bytes,
        "cache_free_bytes": free_bytes,
        "kept_bytes": _kept_bytes(facts),
        "kept_gb": max(1, _kept_bytes(facts) // 1000**3),
        "images_free_bytes": facts.usage.images_free_bytes,
        "disk_percent": used_percent(disk.total_bytes, disk.free_bytes) if disk else 0,
        "freed_percent": round(100 * free_bytes / disk.total_bytes) if disk else 0,
        "prune": _prune_option(facts),
    }
    yield Finding(rule=ID, state=state, seen=seen)


def _state_of(cache_bytes: int, free_bytes: int, disk: FileSystem | None, kept_bytes: int) -> State:
    percent = used_percent(disk.total_bytes, disk.free_bytes) if disk else 0
    worth_it = disk is not None and free_bytes >= FREE_SHARE * disk.total_bytes
    if worth_it and percent >= FAIL_PERCENT:
        return State.FAIL
    too_large = cache_bytes > kept_bytes and free_bytes > 0
    return State.WARN if too_large or (worth_it and percent >= USED_PERCENT) else State.OK


def _kept_bytes(facts: Facts) -> int:
    return KEPT_BYTES if isinstance(facts.yard, Unread) else facts.yard.build_cache_limit_bytes or KEPT_BYTES


def _prune_option(facts: Facts) -> str:
    """Where buildx is not known, the old name: newer ones still take it, with a warning."""
    found = "" if isinstance(facts.engine, Unread) else facts.engine.plugins.get("buildx", "")
    version = version_of(found)
    return "--max-used-space" if version is not None and version >= MAX_USED_SPACE_SINCE else "--keep-storage"
