"""Another process that records builds. It says in a line each one that it recorded, and all that it was told."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Timer

from hubyard.drivers.clock import HostClock
from hubyard.drivers.files import StateFiles
from hubyard.drivers.history import SqliteHistory
from hubyard.events import Event
from hubyard.history.rows import parse_build, write_build
from tests.contracts.history.measured import numbered

DEADLINE_S = 60.0


@dataclass(kw_only=True)
class Task:
    """What a scribe does: reads, then records builds of `hub` numbered from `first` on. It begins when it is told to.

    doubts: before each build doubts a stage that has its number for a name
    stops: points at which it stands still; file_limit_bytes: no file of its may grow beyond that, as on a full disk
    """

    state: str
    hub: str = "fin"
    first: int = 0
    count: int = 1
    doubts: bool = False
    stops: Sequence[str] = ()
    group: int | None = None
    file_limit_bytes: int | None = None


class Scribe:
    """Seen from the test."""

    def __init__(self, task: Task, *, uid: int | None = None, groups: Sequence[int] = ()) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, json.dumps(asdict(task)), json.dumps({"uid": uid, "groups": groups})],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path.cwd()), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        self._watchdog = Timer(DEADLINE_S, self._process.kill)
        self._watchdog.start()

    def begin(self) -> None:
        assert self._process.stdin is not None
        self.hear("ready")
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def hear(self, wanted: str) -> None:
        """Wait for that line."""
        assert self._process.stdout is not None
        heard = []
        while (line := self._process.stdout.readline()) != f"{wanted}\n":
            heard.append(line)
            assert line, f"waited in vain; heard {heard}"

    def rest(self) -> list[str]:
        """All lines that are still to come; it must end by itself."""
        assert self._process.stdout is not None
        lines = self._process.stdout.read().splitlines()
        assert self._process.wait() == 0
        return lines

    def work(self) -> list[str]:
        self.begin()
        return self.rest()

    def kill(self) -> list[str]:
        """End it by SIGKILL, wherever it is; what it had said by then. A line it may not have finished is left out."""
        assert self._process.stdout is not None
        self._process.send_signal(signal.SIGKILL)
        return [line.rstrip() for line in self._process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]

    def close(self) -> None:
        self._watchdog.cancel()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()


# What follows runs in the other process.


def become(*, uid: int | None, groups: Sequence[int]) -> None:
    """Another user, from within: a checkout in root's home is closed to others, so they could not start this file themselves."""
    if uid is not None:
        parse_build(write_build(numbered(0)))  # what that imports is read now
        os.setgroups(groups)
        os.setgid(groups[0])
        os.setuid(uid)


def work(task: Task) -> None:
    os.umask(0o077)  # as strict as a person's may be
    if task.file_limit_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (task.file_limit_bytes, resource.RLIM_INFINITY))  # Python ignores SIGXFSZ
    state = Path(task.state)
    history = SqliteHistory(
        state / "history", files=StateFiles(state, group=task.group), clock=HostClock(), tell=tell, at=stop_at(task.stops)
    )
    say("ready")
    sys.stdin.readline()
    say("read", *(build.revision for build in history.builds(hub=task.hub, limit=None)))
    for number in range(task.first, task.first + task.count):
        if task.doubts:
            history.doubt(hub=task.hub, stages=[str(number)])
            say("doubted", number)
            stop_at(task.stops)("doubted")
        history.record(numbered(number, hub=task.hub))
        say("recorded", number)


def stop_at(stops: Sequence[str]) -> Callable[[str], None]:
    def at(point: str) -> None:
        if point in stops:
            say("at", point)
            sys.stdin.readline()

    return at


def tell(event: Event) -> None:
    say("told", event.code(), getattr(event, "trouble", ""))


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    become(**json.loads(sys.argv[2]))
    work(Task(**json.loads(sys.argv[1])))
