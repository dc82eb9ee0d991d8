"""What witnesses of a kill say: lines as the kernel prints them, events of the engine, builds of history."""

from datetime import datetime, timedelta
from typing import Any

from hubyard.diagnosis.facts.engine import EngineEvent
from hubyard.diagnosis.facts.work import KernelFacts
from hubyard.history.values import BuildMeasured, BuildOutcome, CacheState
from tests.unit.diagnosis.rules.made import BOOTED, MIB, NOW


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def dmesg(*lines: str, since: datetime | None = BOOTED) -> KernelFacts:
    return KernelFacts(text="\n".join(lines), since=since)


def killed(  # noqa: PLR0913  a report has as much in it
    at: datetime, pid: int = 77, *, name: str = "node", memcg: str = "", limited: str = "", limit_mib: int = 0, asker: str = "node"
) -> str:
    """A report of the kernel (6.x), shortened, with seconds since boot in front. `limited` "": the host itself."""
    constraint = f"CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg={limited}" if limited else "CONSTRAINT_NONE"
    constraint += "" if limited else ",nodemask=(null),cpuset=/,mems_allowed=0,global_oom"
    lines = [
        f"{asker} invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0",
        f"CPU: 1 PID: {pid if asker == name else 4} Comm: {asker} Not tainted 6.8.0",
        *([f"memory: usage {limit_mib * 1024}kB, limit {limit_mib * 1024}kB, failcnt 9"] if limited else []),
        f"oom-kill:constraint={constraint},task_memcg={memcg},task={name},pid={pid},uid=0",
        told_line(pid, name=name, limited=bool(limited)),
    ]
    return "\n".join(f"[{(at - BOOTED).total_seconds():12.6f}] {line}" for line in lines)


def told_line(pid: int = 77, *, name: str = "node", limited: bool = False) -> str:
    """What the verdict quotes of it."""
    who = "Memory cgroup out of memory" if limited else "Out of memory"
    return (
        f"{who}: Killed process {pid} ({name}) total-vm:900000kB, anon-rss:409600kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:9kB"
        " oom_score_adj:0"
    )


def in_journal(text: str) -> str:
    """The same lines as `journalctl -k -o short-iso` has them."""
    made = []
    for line in text.splitlines():
        stamp, _, message = line.partition("] ")
        at = BOOTED + timedelta(seconds=float(stamp.strip("[ ")))
        made.append(f"{at.isoformat()} stage kernel: {message}")
    return "\n".join(made)


def event(at: datetime, action: str, container: str = "a" * 64, **more: Any) -> EngineEvent:  # noqa: ANN401  any field
    return EngineEvent(at=at, action=action, container=container, name="wbsaleshub-staging", **more)


def build(outcome: BuildOutcome, *, began: datetime, minutes: float = 5, hub: str = "wbfinhub", **more: Any) -> BuildMeasured:  # noqa: ANN401  any field
    fields: dict[str, Any] = {
        "hub": hub,
        "revision": "abc",
        "inputs": "i",
        "cold_inputs": "c",
        "cache": CacheState.COLD,
        "outcome": outcome,
        "began": began,
        "elapsed_s": minutes * 60,
        "peak_bytes": 600 * MIB,
        "granted_bytes": 700 * MIB,
        "cap_bytes": 768 * MIB,
    }
    return BuildMeasured(**{**fields, **more})
