"""Readings, a row each: a key of `[label]` in diagnosis.toml and what stands beside it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainersFacts, EngineFacts, UsageFacts
from hubyard.diagnosis.facts.host import CpuFacts, DiskFacts, FileSystem, MemoryFacts, NetworkFacts, Pressure, SystemFacts
from hubyard.diagnosis.facts.work import BuildsFacts, GateFacts, YardFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.show.diagnosis.said import shortened
from hubyard.show.speech import Speech

Row = tuple[str, str]
AGREES_S: Final = 2.0
"""A clock that is off by less says nothing: asking takes as long."""
MOST_CONTAINERS: Final = 8
LONGEST_COMMAND: Final = 80


def reading_rows(facts: Facts, speech: Speech) -> tuple[Row, ...]:
    """What could not be read has its row too, with the reason. What was not asked for has none."""
    rows: list[Row] = []
    for probe, say in _ROWS.items():
        answer = getattr(facts, probe)
        if not isinstance(answer, Unread):
            rows.extend(say(answer, speech))
        elif answer.why is not Why.NOT_ASKED:
            rows.append((probe, speech.say("diagnosis", "unread", why=answer.why, detail=shortened(answer.detail))))
    return (*rows, *_took(facts, speech))


def percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _memory(memory: MemoryFacts, speech: Speech) -> Iterator[Row]:
    available_percent = percent(memory.available_bytes / memory.total_bytes if memory.total_bytes else 0.0)
    yield "memory", _say(speech, "memory", **_sizes(memory), available_percent=available_percent)
    if memory.limit_bytes is not None:
        yield "group", _say(speech, "group", **_sizes(memory))
    swap_used_bytes = memory.swap_total_bytes - memory.swap_free_bytes
    swap = "swap" if memory.swap_total_bytes else "no_swap"
    yield "swap", _say(speech, swap, swap_used_bytes=swap_used_bytes, swap_total_bytes=memory.swap_total_bytes)
    yield from _pressure(memory, speech)


def _sizes(memory: MemoryFacts) -> dict[str, int | None]:
    names = ("available_bytes", "total_bytes", "limit_bytes", "limit_held_bytes")
    return {name: getattr(memory, name) for name in names}


def _pressure(memory: MemoryFacts, speech: Speech) -> Iterator[Row]:
    said = [
        _say(speech, "waited", resource=name, some_percent=percent(one.some_300_share), full_percent=percent(one.full_300_share))
        for name, one in pressures_of(memory).items()
    ]
    if said:
        yield "pressure", "; ".join(said) + " " + _say(speech, "waited_over")


def pressures_of(memory: MemoryFacts) -> Mapping[str, Pressure]:
    """By resource, those that the kernel tells."""
    read = {"memory": memory.pressure, "io": memory.io_pressure, "cpu": memory.cpu_pressure}
    return {name: one for name, one in read.items() if one is not None}


def _cpu(cpu: CpuFacts, speech: Speech) -> Iterator[Row]:
    shares = {f"{name}_percent": percent(getattr(cpu, f"{name}_share")) for name in ("busy", "iowait", "steal")}
    yield "cpu", _say(speech, "cpu", cpus=cpu.cpus, load_1=cpu.load_1, load_5=cpu.load_5, load_15=cpu.load_15, **shares)


def _disk(disk: DiskFacts, speech: Speech) -> Iterator[Row]:
    for place, one in enumerate(disk.file_systems):
        yield "" if place else "disk", _say(speech, "disk", **disk_fields(one))


def disk_fields(one: FileSystem) -> dict[str, object]:
    used_share = 1 - one.free_bytes / one.total_bytes if one.total_bytes else 0.0
    inodes_share = 1 - one.inodes_free / one.inodes if one.inodes else None
    return {**asdict(one), "used_percent": percent(used_share), "inodes_percent": percent(inodes_share)}


def _network(network: NetworkFacts, speech: Speech) -> Iterator[Row]:
    found = [lookup for lookup in network.lookups if lookup.found]
    missing = tuple(lookup.name for lookup in network.lookups if not lookup.found)
    yield "network", _say(speech, "network", asked=len(network.lookups), found=len(found), missing=missing)


def _engine(engine: EngineFacts, speech: Speech) -> Iterator[Row]:
    plugins = tuple(f"{name} {version}" for name, version in sorted(engine.plugins.items()))
    fields = {name: getattr(engine, name) for name in ("version", "storage", "cgroup_version")}
    yield "engine", _say(speech, "engine", **fields, plugins=plugins)


def _containers(found: ContainersFacts, speech: Speech) -> Iterator[Row]:
    running = [one for one in found.containers if one.state == "running"]
    ours = sum(bool(one.hub) for one in running)
    yield "containers", _say(speech, "containers", running=len(running), all=len(found.containers), ours=ours)
    largest = sorted((one for one in running if one.held_bytes), key=lambda one: -(one.held_bytes or 0))
    for one in largest[:MOST_CONTAINERS]:
        fields = {name: getattr(one, name) for name in ("name", "held_bytes", "limit_bytes")}
        yield "", _say(speech, "container", **fields, health=one.health if one.health != "healthy" else "")


def _usage(usage: UsageFacts, speech: Speech) -> Iterator[Row]:
    sizes = {name: size for name, size in asdict(usage).items() if name != "rest"}
    yield "usage", _say(speech, "usage" if usage.rest is None else "usage_of_cache", **sizes)
    if usage.rest is not None:
        yield "", speech.say("diagnosis", "unread", why=usage.rest.why, detail=shortened(usage.rest.detail))


def _builds(builds: BuildsFacts, speech: Speech) -> Iterator[Row]:
    said = [_say(speech, "step", **{**asdict(one), "command": one.command[:LONGEST_COMMAND]}) for one in builds.steps]
    said += [_say(speech, "client", **{**asdict(one), "command": one.command[:LONGEST_COMMAND]}) for one in builds.clients]
    for place, text in enumerate(said or [_say(speech, "no_builds")]):
        yield "" if place else "builds", text


def _gate(gate: GateFacts, speech: Speech) -> Iterator[Row]:
    busy = gate.running or gate.waiting or gate.old_lock_pids
    fields = {"building": len(gate.running), "waiting": len(gate.waiting), "pids": gate.old_lock_pids}
    yield "gate", _say(speech, "gate" if busy else "gate_free", **fields)


def _yard(yard: YardFacts, speech: Speech) -> Iterator[Row]:
    workers = tuple(f"{hub.name} {hub.parallelism}" for hub in yard.hubs if hub.parallelism is not None)
    yield "limits", _say(speech, "limits", jobs=yard.jobs, workers=workers)
    if not yard.history:
        yield "yard", _say(speech, "no_history")
        return
    last = yard.history[0]
    fields = {name: getattr(last, name) for name in ("hub", "began", "outcome", "peak_bytes")}
    yield "yard", _say(speech, "history", builds=len(yard.history), **fields)


def _system(system: SystemFacts, speech: Speech) -> Iterator[Row]:
    if system.clock_ahead_s is not None:
        off_s = abs(system.clock_ahead_s)
        ahead = None if off_s < AGREES_S else "ahead" if system.clock_ahead_s > 0 else "behind"
        yield "clock", _say(speech, "clock", ahead=ahead, off_s=off_s)


def _took(facts: Facts, speech: Speech) -> Iterator[Row]:
    if facts.elapsed_s:
        slowest = max(facts.elapsed_s, key=lambda name: facts.elapsed_s[name])
        yield "took", _say(speech, "took", elapsed_s=facts.elapsed_s[slowest], probe=slowest)


def _say(speech: Speech, code: str, **fields: object) -> str:
    return speech.say("diagnosis", code, **fields)


_ROWS: Final[Mapping[str, Callable[[Any, Speech], Iterator[Row]]]] = {
    "memory": _memory,
    "cpu": _cpu,
    "disk": _disk,
    "engine": _engine,
    "containers": _containers,
    "usage": _usage,
    "builds": _builds,
    "gate": _gate,
    "yard": _yard,
    "network": _network,
    "system": _system,
}
"""By the field of Facts, in the order in which they are shown."""
