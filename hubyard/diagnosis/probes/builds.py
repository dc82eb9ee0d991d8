"""What is being built, by whomever: the steps, by their cgroups, and the clients that asked for them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from hubyard.diagnosis.facts.work import BuildClient, BuildsFacts, BuildStep, SliceKills
from hubyard.diagnosis.heard import Heard, Part, Unread, parts_in
from hubyard.diagnosis.probes.builds_script import SCRIPT
from hubyard.diagnosis.probes.cgroup_memory import kills_in, limit_of, memory_of
from hubyard.diagnosis.probes.reading import files_of, never_raising, number, real, text_of, why_missing
from hubyard.gate.processes import ProcessState, parse_stat
from hubyard.host.build_steps import container_of, hub_of, is_step

__all__ = ["SCRIPT", "parse"]
TICKS: Final = 100
"""A second, where `getconf` does not say (USER_HZ of every architecture that Docker runs on)."""
FULL: Final = re.compile(r"^full avg10=(?P<share>[0-9.]{1,9}) ", re.MULTILINE)
CLIENT: Final = re.compile(
    r"^(?P<pid>[0-9]{1,9}) (?P<parent>[0-9]{1,9}) (?P<user>\S+) (?P<elapsed>[0-9:-]{1,16}) (?P<ours>[01]) (?P<command>.*)$", re.MULTILINE
)
CUT: Final = 120


@dataclass(frozen=True, kw_only=True)
class Processes:
    """By pid: its state, and how long it has used a processor, in ticks, at two moments `apart_s` from one another."""

    states: Mapping[int, ProcessState]
    before: Mapping[int, int]
    after: Mapping[int, int]
    apart_s: float
    uptime_s: float
    ticks: int


@never_raising
def parse(heard: Heard) -> BuildsFacts | Unread:
    parts = parts_in(heard)
    if "folders" not in parts and "clients" not in parts:
        return why_missing(heard, None)
    files = files_of(text_of(parts, "memory"))
    processes = _processes(parts)
    steps = [_step(folder, files, processes, parts) for folder in text_of(parts, "folders").splitlines() if is_step(folder)]
    return BuildsFacts(
        steps=tuple(step for step in steps if step.pids),
        clients=tuple(_clients(text_of(parts, "clients"))),
        slices=tuple(_slices(files_of(text_of(parts, "slices")))),
    )


def _step(folder: str, files: Mapping[str, str], processes: Processes, parts: Mapping[str, Part]) -> BuildStep:
    pids = tuple(sorted(pid for pid in map(number, files.get(f"{folder}/cgroup.procs", "").split()) if pid))
    memory = memory_of(files, folder)
    around = (folder, *map(str, PurePosixPath(folder).parents[:2]))
    limits = [limit for place in around if (limit := limit_of(files, place)) is not None]
    full = FULL.search(files.get(f"{folder}/memory.pressure", ""))
    return BuildStep(
        cgroup=folder,
        pids=pids,
        hub=_own_hub_of(folder),
        command=_command(text_of(parts, "commands"), pids),
        elapsed_s=_elapsed_s(processes, pids),
        held_bytes=memory.held_bytes if memory else 0,
        limit_bytes=min(limits, default=None),
        cpu_share=_cpu_share(processes, pids),
        states=tuple(processes.states[pid].letter for pid in pids if pid in processes.states),
        sockets=_sockets(text_of(parts, "sockets"), pids),
        full_pressure_share=float(full["share"]) / 100 if full else None,
    )


def _own_hub_of(folder: str) -> str:
    """Within a container the slice is that of an engine in there: another gate lets its hubs in."""
    return "" if container_of(folder) else hub_of(folder)


def _processes(parts: Mapping[str, Part]) -> Processes:
    first, second = (_stats(files_of(text_of(parts, name))) for name in ("stat_1", "stat_2"))
    began_s, ended_s = (real(text_of(parts, name).partition(" ")[0]) for name in ("uptime_1", "uptime_2"))
    return Processes(
        states={pid: state for pid, (state, _ticks) in {**first, **second}.items()},
        before={pid: ticks for pid, (_state, ticks) in first.items()},
        after={pid: ticks for pid, (_state, ticks) in second.items()},
        apart_s=(ended_s or 0.0) - (began_s or 0.0),
        uptime_s=ended_s or began_s or 0.0,
        ticks=number(text_of(parts, "ticks")) or TICKS,
    )


def _stats(files: Mapping[str, str]) -> Mapping[int, tuple[ProcessState, int]]:
    found = {}
    for name, text in files.items():
        pid, fields = number(PurePosixPath(name).parent.name), text.rpartition(")")[2].split()
        if pid is not None and len(fields) > 19 and all(field.lstrip("-").isdecimal() for field in fields[1:20]):  # noqa: PLR2004  proc(5)
            found[pid] = parse_stat(text), int(fields[11]) + int(fields[12])
    return found


def _elapsed_s(processes: Processes, pids: Sequence[int]) -> float | None:
    began = [processes.states[pid].start_ticks for pid in pids if pid in processes.states]
    return round(max(0.0, processes.uptime_s - min(began) / processes.ticks), 1) if began and processes.uptime_s else None


def _cpu_share(processes: Processes, pids: Sequence[int]) -> float | None:
    """Of those that were there both times; 2.0 is two processors."""
    both = [pid for pid in pids if pid in processes.before and pid in processes.after]
    if not both or processes.apart_s <= 0:
        return None
    spent = sum(max(0, processes.after[pid] - processes.before[pid]) for pid in both)
    return round(spent / processes.ticks / processes.apart_s, 3)


def _command(text: str, pids: Sequence[int]) -> str:
    found = {number(line.partition(" ")[0]): line.partition(" ")[2].strip() for line in text.splitlines()}
    return next((found[pid][:CUT] for pid in pids if found.get(pid)), "")


def _sockets(text: str, pids: Sequence[int]) -> int | None:
    """Established, or being established. Only where we may see whose they are."""
    may = {number(pid) for pid in re.findall(r"^may (\S+)$", text, re.MULTILINE)}
    if not may.intersection(pids):
        return None
    opened: dict[int | None, set[str]] = defaultdict(set)
    for pid, inode in re.findall(r"^fd (\S+) ([0-9]+)$", text, re.MULTILINE):
        opened[number(pid)].add(inode)
    connected = set(re.findall(r"^tcp ([0-9]+)$", text, re.MULTILINE))
    return len(connected.intersection(*[set().union(*(opened[pid] for pid in pids))]))


def _clients(text: str) -> Iterator[BuildClient]:
    """The client's plugins are its children and say the same again: the outermost stands for all."""
    rows = list(CLIENT.finditer(text))
    pids = {row["pid"] for row in rows}
    ours = {row["parent"] for row in rows if row["ours"] == "1"} | {row["pid"] for row in rows if row["ours"] == "1"}
    for row in rows:
        if row["parent"] not in pids:
            yield BuildClient(
                pid=int(row["pid"]),
                user=row["user"],
                command=row["command"].strip()[:CUT],
                elapsed_s=_seconds(row["elapsed"]),
                of_ours=row["pid"] in ours,
            )


def _seconds(elapsed: str) -> float:
    """Seconds, or [[days-]hours:]minutes:seconds (ps(1), etime)."""
    days, _dash, clock = elapsed.rpartition("-")
    total = 0
    for digits in clock.split(":"):
        total = total * 60 + (number(digits) or 0)
    return float(total + (number(days) or 0) * 86_400)


def _slices(files: Mapping[str, str]) -> Iterator[SliceKills]:
    for name in files:
        folder = str(PurePosixPath(name).parent)
        hub, kills = _own_hub_of(folder), kills_in(files, folder)
        if hub and kills is not None:
            yield SliceKills(hub=hub, kernel_kills=kills)
