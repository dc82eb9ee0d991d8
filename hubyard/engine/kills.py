"""What the kernel killed in a build, told by counters and by the kernel's log, never by the exit status alone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hubyard.engine.memory_record import MemoryRecord
from hubyard.engine.port import StepKill


@dataclass(frozen=True, kw_only=True)
class Victim:
    """Of the kernel's log: in the build's cgroup. `step` is BuildKit's id of it."""

    step: str
    process: str
    held_bytes: int


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What is known beside the cgroups' own counters.

    victims: of the kernel's log
    elsewhere: how many more it tells of that were none of ours
    on_host: kills on the host meanwhile, where that has to be asked: on v1
    failed: the step that ended with the status of a killed process (137), "" for none
    """

    victims: tuple[Victim, ...] = ()
    elsewhere: int = 0
    on_host: int = 0
    failed: str = ""


def kills_of(record: MemoryRecord, evidence: Evidence, *, names: Mapping[str, str]) -> tuple[StepKill, ...]:
    """Each victim that the log names, and one without a name for each step where more were counted. `names` are the steps' by their ids.

    On v1 nothing counts for the build as a whole, and a step's counter goes with it: a step that died of SIGKILL while the host counted a
    kill that nobody else had is believed to have had it.
    """
    named = Counter(victim.step for victim in evidence.victims)
    counted = Counter({key: step.kills for key, step in record.seen.items()}) + Counter(record.hidden_kills)
    told = [StepKill(step=names.get(one.step, ""), process=program_of(one.process), held_bytes=one.held_bytes) for one in evidence.victims]
    told += [_nameless(key, record, names) for key in sorted(counted) if key and counted[key] > named[key]]
    nowhere = counted[""] > (named - counted).total()
    if nowhere or (not told and evidence.failed and evidence.on_host > evidence.elsewhere):
        key = next((key for key, name in names.items() if name == evidence.failed), "")
        told.append(replace(_nameless(key, record, names), step=evidence.failed))
    return tuple(told)


def program_of(process: str) -> str:
    """What a person calls the process that the kernel names: Node.js 24 calls its main thread "MainThread"."""
    return "node" if process == "MainThread" else process


def _nameless(key: str, record: MemoryRecord, names: Mapping[str, str]) -> StepKill:
    return StepKill(step=names.get(key, ""), process="", held_bytes=record.seen[key].peak_bytes if key in record.seen else 0)
