"""Many processes at the gate at once, with signals sprayed at those who wait; some of them killed between any two steps, some stopped.

Run by test_gate_storm.py, or by hand: `python tests/soak/gate_storm.py`.
"""

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import accumulate
from pathlib import Path
from types import FrameType

from hubyard.config.yard import GateSettings
from hubyard.drivers.gate import KernelGate
from hubyard.drivers.gate.build_cgroups import BuildCgroups
from hubyard.drivers.gate.proc import file_id, locks_on, stopped, wait_a_moment
from hubyard.events import tell_nobody
from hubyard.gate.estimate import Estimate
from hubyard.gate.kernel_locks import blocked
from hubyard.gate.port import Patience, Want
from hubyard.gate.presence import name_holders
from hubyard.host.memory import Memory
from hubyard.host.readings import Readings
from tests.fakes.host import FakeHost

ADMITTING = ("turn_taken", "old_lock_taken", "inside_seen", "steps_gone", "waits", "file_made", "file_locked", "file_named", "admitted")
POINTS = (*ADMITTING, "inside", "in_build", "old_lock_free", "left")
CLIENT = ("setpriv", "--pdeathsig", "KILL", "--", "sleep", "600")
SHARE = 10**9
RESERVE = SHARE // 2
USERS = (os.getuid(), 65534)
"""The second is nobody, who is made a member of the group. Only root can do that."""
GROUP = 1 if os.getuid() == 0 else os.getgid()
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One grant, in nanoseconds of the monotonic clock: asked for, got, given back. `left_ns` 0: killed inside.

    `got_ns` is taken by the holder of `turn`, so it tells the true order; when a process runs on afterwards is the scheduler's choice.
    """

    pid: int
    began_ns: int
    got_ns: int
    left_ns: int


@dataclass(frozen=True, kw_only=True)
class Weather:
    """What a storm is made of.

    capacity: how many builds the memory holds at once
    killed: how many of the processes die, at all the points in turn
    stops: how often one of them is stopped for a moment, wherever it is
    """

    processes: int = 50
    rounds: int = 20
    capacity: int = 1
    killed: int = 0
    stops: int = 0
    users: int = 1

    @property
    def longest_s(self) -> float:
        """Of a build: long enough that as many as may be in are in, though each is let in after the other."""
        return 0.002 if self.capacity == 1 else 0.012 * self.capacity


def storm(folder: Path, weather: Weather) -> dict[str, int | float]:
    """How many overlaps and overtakes there were.

    A death wakes those behind it without the courtesy of a living holder, and who is stopped loses its place: with these an overtake is
    possible, and only reported.
    """
    began_s = time.monotonic()
    folder.chmod(0o777)
    (folder / "visits").touch()
    (folder / "visits").chmod(0o666)
    with gate(folder, weather.capacity).grant(want(), patience=Patience(limit_s=5)):  # makes the directory and its files
        pass
    children = [start(folder, weather, index) for index in range(weather.processes)]
    seen = watch(folder, children, weather)
    visits = read_visits(folder)
    return {
        **vars(weather),
        "visits": len(visits),
        "killed": sum(child.exitcode == -signal.SIGKILL for child in children),
        "failed": sum(child.exitcode not in {0, -signal.SIGKILL} for child in children),
        "at_once": most_at_once(visits),
        "overlaps": overlaps(visits, weather.capacity),
        "waits_seen": len(seen_waiting(visits, seen.samples)),
        "overtakes": overtakes(visits, seen.samples),
        "stopped_in_the_gate": seen.stopped,
        "stopped_and_not_named": seen.unnamed,
        "seconds": round(time.monotonic() - began_s, 1),
    }


def gate(folder: Path, capacity: int, at: "Point | None" = None) -> KernelGate:
    """On a host whose memory holds just so many builds, none of which ever takes what it was promised."""
    available_bytes = capacity * SHARE + RESERVE
    readings = Readings(memory=Memory(total_bytes=2 * available_bytes, available_bytes=available_bytes))
    return KernelGate(
        GateSettings(directory=str(folder / "gate/v1"), old_lock=str(folder / "old.lock"), reserve_bytes=RESERVE),
        socket_group=GROUP,
        tell=tell_nobody,
        host=FakeHost(moments=[readings]),
        cgroups=BuildCgroups(folder / "cgroup"),
        at=at or Point(name="", round=0),
    )


def want() -> Want:
    return Want(hub=f"hub{os.getpid()}", title="Hub", command="storm", estimate=Estimate(build_bytes=SHARE, known=True))


@dataclass(kw_only=True)
class Point:
    """Ends the process at the named point of the given round. `let_in_ns`: when its ticket was last in its place."""

    name: str
    round: int
    let_in_ns: int = 0

    def __call__(self, point: str) -> None:
        if point == "file_named":
            self.let_in_ns = time.monotonic_ns()
        if point == self.name and self.round <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def build(self, ticket_fd: int) -> None:
        """A client that inherits the ticket, for who dies beside it."""
        if self.name == "in_build" and self.round <= 0:
            subprocess.Popen(CLIENT, pass_fds=[ticket_fd])
            self("in_build")


def start(folder: Path, weather: Weather, index: int) -> multiprocessing.process.BaseProcess:
    """Who dies does so early, while there are others to wait for."""
    name = POINTS[index % len(POINTS)] if index < weather.killed else ""
    point = Point(name=name, round=random.randrange(max(1, weather.rounds // 2)))
    child = FORK.Process(target=visit, args=(folder, weather, point, USERS[index % weather.users]))
    child.start()
    return child


def visit(folder: Path, weather: Weather, point: Point, uid: int) -> None:
    if uid != os.getuid():
        os.setgroups([GROUP])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    with signals_sprayed(), (folder / "visits").open("ab", buffering=0) as log:
        own = gate(folder, weather.capacity, point)
        for _ in range(weather.rounds):
            began_ns = time.monotonic_ns()
            with own.grant(want(), patience=Patience(limit_s=600)) as grant:
                got_ns = point.let_in_ns
                log.write(f"{os.getpid()} {began_ns} {got_ns} 0\n".encode())
                point("inside")
                point.build(grant.ticket_fd)
                time.sleep(random.random() * weather.longest_s)
                log.write(f"{os.getpid()} {began_ns} {got_ns} {time.monotonic_ns()}\n".encode())
            point("left")
            point.round -= 1


@contextmanager
def signals_sprayed() -> Iterator[None]:
    """A timer as many programs have one, and a window that changes its size all the time (the parent's part)."""

    def handled(_number: int, _frame: FrameType | None) -> None:
        pass

    signal.signal(signal.SIGALRM, handled)
    signal.signal(signal.SIGWINCH, handled)
    signal.setitimer(signal.ITIMER_REAL, 0.01, 0.02)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)


Sample = tuple[int, Sequence[int]]


@dataclass(kw_only=True)
class Seen:
    """What was seen from outside: who was blocked on `turn` at which moment, as the kernel tells it; and who was stopped.

    stopped: those that were in the gate when they were stopped
    unnamed: those of them for whom `invoke queue` had no command that helps
    """

    samples: list[Sample] = field(default_factory=list)
    stopped: int = 0
    unnamed: int = 0


def watch(folder: Path, children: Sequence[multiprocessing.process.BaseProcess], weather: Weather) -> Seen:
    """Until all have ended."""
    turn = file_id(folder / "gate/v1/turn")
    assert turn is not None
    seen, stops = Seen(), weather.stops
    own = gate(folder, weather.capacity)
    while alive := [child for child in children if child.is_alive()]:
        seen.samples.append((time.monotonic_ns(), blocked(locks_on(turn))))
        for child in random.sample(alive, min(2, len(alive))):
            send(child, signal.SIGWINCH)
        if stops > 0 and len(seen.samples) % 20 == 0:
            stops -= 1
            stop_a_moment(random.choice(alive), own, seen)
        time.sleep(0.0005)
    return seen


def stop_a_moment(child: multiprocessing.process.BaseProcess, own: KernelGate, seen: Seen) -> None:
    send(child, signal.SIGSTOP)
    try:
        wait_a_moment(lambda: stopped(child.pid or 0) or not child.is_alive())
        queue = own.queue()
        found = [one for one in (*queue.running, *queue.waiting) if one.pid == child.pid]
        seen.stopped += bool(found)
        seen.unnamed += any(f"kill -CONT {child.pid}" not in name_holders([one]).remedy for one in found) and child.is_alive()
    finally:
        send(child, signal.SIGCONT)


def send(child: multiprocessing.process.BaseProcess, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(child.pid or 0, number)


def read_visits(folder: Path) -> Sequence[Visit]:
    """A visit has a line when it begins and another when it ends; one whose process was killed has only the first."""
    found: dict[tuple[int, int], Visit] = {}
    for line in (folder / "visits").read_text().splitlines():
        pid, began_ns, got_ns, left_ns = map(int, line.split())
        found[pid, began_ns] = Visit(pid=pid, began_ns=began_ns, got_ns=got_ns, left_ns=left_ns)
    return sorted(found.values(), key=lambda one: one.got_ns)


def inside_at_entry(visits: Sequence[Visit]) -> Sequence[int]:
    """How many were in as each one had got in, itself included. Of those killed inside nobody knows for how long: they are left out."""
    ends: list[int] = []
    counts = []
    for one in visits:
        while ends and ends[0] <= one.got_ns:
            heappop(ends)
        if one.left_ns:
            heappush(ends, one.left_ns)
        counts.append(len(ends))
    return counts


def most_at_once(visits: Sequence[Visit]) -> int:
    return max(inside_at_entry(visits), default=0)


def overlaps(visits: Sequence[Visit], capacity: int) -> int:
    """Visits that made one more than there may be."""
    return sum(count > capacity for count in inside_at_entry(visits))


def seen_waiting(visits: Sequence[Visit], samples: Sequence[Sample]) -> dict[Visit, int]:
    """By visit: when it was first seen blocked."""
    pids: dict[int, list[int]] = defaultdict(list)
    for moment, waiters in samples:
        for pid in waiters:
            pids[pid].append(moment)
    seen = {}
    for one in visits:
        place = bisect_left(pids[one.pid], one.began_ns)
        if place < len(pids[one.pid]) and pids[one.pid][place] < one.got_ns:
            seen[one] = pids[one.pid][place]
    return seen


def overtakes(visits: Sequence[Visit], samples: Sequence[Sample]) -> int:
    """Visits that got in before somebody who was blocked in /proc/locks before they began."""
    waits = sorted((seen_ns, early.got_ns) for early, seen_ns in seen_waiting(visits, samples).items())
    latest_got_ns = list(accumulate((got_ns for _, got_ns in waits), max, initial=0))
    return sum(latest_got_ns[bisect_left(waits, (late.began_ns, 0))] > late.got_ns for late in visits)


STORMS = (
    Weather(rounds=200),
    Weather(rounds=200, capacity=4),
    Weather(capacity=4, killed=26),
    Weather(killed=26),
    Weather(capacity=4, stops=200),
    Weather(users=2),
)


def main() -> None:
    for weather in STORMS:
        with tempfile.TemporaryDirectory() as folder:
            json.dump(storm(Path(folder), weather), sys.stdout)
            sys.stdout.write("\n")


if __name__ == "__main__":
    main()
