"""The processes at the gate: each comes a number of times, and some die at a named point of one of their visits."""

import multiprocessing
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from hubyard.drivers.tied import tied_to_us
from hubyard.gate.port import Patience
from tests.soak.storm.gate import GROUP, gate, want
from tests.soak.storm.weather import Weather

ADMITTING = ("turn_taken", "old_lock_taken", "inside_seen", "steps_gone", "waits", "file_made", "file_locked", "file_named", "admitted")
POINTS = (*ADMITTING, "inside", "in_build", "old_lock_free", "left")
STARTING = ("carried_over", "starting")
USERS = (os.getuid(), 65534)
"""The second is nobody, who is made a member of the group. Only root can do that."""
FORK = multiprocessing.get_context("fork")


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
            subprocess.Popen(tied_to_us(["sleep", "600"]), pass_fds=[ticket_fd])
            self("in_build")


def start(folder: Path, weather: Weather, index: int) -> multiprocessing.process.BaseProcess:
    """Who dies does so early, while there are others to wait for."""
    points = (*POINTS, *STARTING) if weather.starts else POINTS
    name = points[index % len(points)] if index < weather.killed else ""
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
            with ExitStack() as start:
                with own.grant(want(), patience=Patience(limit_s=600)) as grant:
                    got_ns = point.let_in_ns
                    log.write(f"{os.getpid()} {began_ns} {got_ns} 0\n".encode())
                    point("inside")
                    point.build(grant.ticket_fd)
                    time.sleep(random.random() * weather.longest_s)  # the build itself
                    if weather.starts:
                        start.enter_context(own.carry_over(grant, to=want(starts=True)))
                    else:
                        log.write(f"{os.getpid()} {began_ns} {got_ns} {time.monotonic_ns()}\n".encode())
                if weather.starts:
                    point("starting")
                    time.sleep(random.random() * weather.longest_s)  # the start itself
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
