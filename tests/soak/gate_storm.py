"""Many processes at the gate at once, with signals sprayed at those who wait; and some of them killed between any two steps.

Run by test_gate_storm.py, or by hand: `python tests/soak/gate_storm.py`.
"""

import json
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import FrameType

from hubyard.config.yard import GateSettings
from hubyard.drivers.gate import KernelGate
from hubyard.drivers.gate.build_cgroups import BuildCgroups
from hubyard.drivers.gate.proc import file_id, locks_on
from hubyard.events import tell_nobody
from hubyard.gate.kernel_locks import blocked
from hubyard.gate.port import Patience, Want

POINTS = ("turn_taken", "old_lock_taken", "steps_gone", "file_made", "file_locked", "file_named", "admitted", "inside", "left")
USERS = (os.getuid(), 65534)
"""The second is nobody, who is made a member of the group. Only root can do that."""
GROUP = 1 if os.getuid() == 0 else os.getgid()
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One grant, in nanoseconds of the monotonic clock: asked for, got, given back. `left_ns` 0: killed inside."""

    pid: int
    began_ns: int
    got_ns: int
    left_ns: int


def storm(folder: Path, *, processes: int = 50, rounds: int = 20, killed: int = 0, users: int = 1) -> dict[str, int | float]:
    """How many overlaps and overtakes there were. `killed`: how many of the processes die at a point chosen by chance.

    A death wakes those behind it without the courtesy of a living holder: with deaths an overtake is possible, and only reported.
    """
    began_s = time.monotonic()
    folder.chmod(0o777)
    (folder / "visits").touch()
    (folder / "visits").chmod(0o666)
    with gate(folder).grant(want(), patience=Patience(limit_s=5)):  # makes the directory and its files
        pass
    children = [start(folder, rounds=rounds, death=index < killed, uid=USERS[index % users]) for index in range(processes)]
    samples = watch(folder, children)
    visits = read_visits(folder)
    return {
        "processes": processes,
        "rounds": rounds,
        "visits": len(visits),
        "killed": sum(child.exitcode == -signal.SIGKILL for child in children),
        "failed": sum(child.exitcode not in {0, -signal.SIGKILL} for child in children),
        "overlaps": overlaps(visits),
        "waits_seen": len(seen_waiting(visits, samples)),
        "overtakes": overtakes(visits, samples),
        "seconds": round(time.monotonic() - began_s, 1),
    }


def gate(folder: Path, at: "Point | None" = None) -> KernelGate:
    settings = GateSettings(directory=str(folder / "gate/v1"), old_lock=str(folder / "old.lock"))
    return KernelGate(
        settings, socket_group=GROUP, tell=tell_nobody, cgroups=BuildCgroups(folder / "cgroup"), at=at or Point(name="", round=0)
    )


def want() -> Want:
    return Want(hub=f"hub{os.getpid()}", title="Hub", command="storm")


@dataclass(kw_only=True)
class Point:
    """Ends the process at the named point of the given round."""

    name: str
    round: int

    def __call__(self, point: str) -> None:
        if point == self.name and self.round <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def start(folder: Path, *, rounds: int, death: bool, uid: int) -> multiprocessing.process.BaseProcess:
    point = Point(name=random.choice(POINTS) if death else "", round=random.randrange(rounds))
    child = FORK.Process(target=visit, args=(folder, rounds, point, uid))
    child.start()
    return child


def visit(folder: Path, rounds: int, point: Point, uid: int) -> None:
    if uid != os.getuid():
        os.setgroups([GROUP])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    with signals_sprayed(), (folder / "visits").open("ab", buffering=0) as log:
        own = gate(folder, point)
        for _ in range(rounds):
            began_ns = time.monotonic_ns()
            with own.grant(want(), patience=Patience(limit_s=600)):
                got_ns = time.monotonic_ns()
                log.write(f"{os.getpid()} {began_ns} {got_ns} 0\n".encode())
                point("inside")
                time.sleep(random.random() * 0.002)
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


def watch(folder: Path, children: Sequence[multiprocessing.process.BaseProcess]) -> Sequence[Sample]:
    """Until all have ended: who was blocked on `turn` at which moment, as the kernel tells it."""
    turn = file_id(folder / "gate/v1/turn")
    assert turn is not None
    samples: list[Sample] = []
    while alive := [child for child in children if child.is_alive()]:
        found = blocked(locks_on(turn))
        samples.append((time.monotonic_ns(), found))
        for child in random.sample(alive, min(2, len(alive))):
            spray(child)
        time.sleep(0.0005)
    return samples


def spray(child: multiprocessing.process.BaseProcess) -> None:
    with suppress(ProcessLookupError):
        os.kill(child.pid or 0, signal.SIGWINCH)


def read_visits(folder: Path) -> Sequence[Visit]:
    """A visit has a line when it begins and another when it ends; one whose process was killed has only the first."""
    found: dict[tuple[int, int], Visit] = {}
    for line in (folder / "visits").read_text().splitlines():
        pid, began_ns, got_ns, left_ns = map(int, line.split())
        found[pid, began_ns] = Visit(pid=pid, began_ns=began_ns, got_ns=got_ns, left_ns=left_ns)
    return sorted(found.values(), key=lambda one: one.got_ns)


def overlaps(visits: Sequence[Visit]) -> int:
    return sum(before.left_ns > after.got_ns for before, after in pairwise(visits))


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
    waits = seen_waiting(visits, samples).items()
    return sum(any(seen_ns < late.began_ns and early.got_ns > late.got_ns for early, seen_ns in waits) for late in visits)


def main() -> None:
    for killed, users in ((0, 1), (25, 1), (0, 2)):
        with tempfile.TemporaryDirectory() as folder:
            json.dump(storm(Path(folder), killed=killed, users=users), sys.stdout)
            sys.stdout.write("\n")


if __name__ == "__main__":
    main()
