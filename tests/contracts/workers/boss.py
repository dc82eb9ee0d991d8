"""A parent of two workers in a process of its own, each with a lock and a build client that holds it too: what the deaths are tried on."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hubyard.deploy.values import DeployRequest, DeployTools, HubOutcome
from hubyard.deploy.workers import Failed
from hubyard.drivers.engine.build_process import run_build
from hubyard.drivers.signals import signals_raise
from hubyard.drivers.workers import ForkedWorkers
from hubyard.errors import Interrupted
from tests.contracts.gate.party import DEADLINE_S, until
from tests.contracts.workers.conftest import order_for, tools_of

HUBS = ("A", "B")
CLIENT = 'echo $$ >"$0.tmp"; mv "$0.tmp" "$0"; exec sleep 600'


class Boss:
    """Seen from the test. A session of its own: its group is the foreground group of nobody."""

    def __init__(self, room: Path) -> None:
        self.room = room
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(room)],
            env={**os.environ, "PYTHONPATH": str(Path.cwd()), "PYTHONDONTWRITEBYTECODE": "1"},
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def worker(self, hub: str) -> int:
        return int(self.wait_for(f"{hub}.worker"))

    def client(self, hub: str) -> int:
        return int(self.wait_for(f"{hub}.client"))

    def wait_for(self, name: str) -> str:
        until((self.room / name).exists)
        return (self.room / name).read_text()

    def end(self) -> int:
        return self._process.wait(DEADLINE_S)

    def close(self) -> None:
        pids = [int(file.read_text()) for pattern in ("*.worker", "*.client") for file in self.room.glob(pattern)]
        for pid in (self.pid, *(pid for pid in pids if is_ours(pid))):
            with suppress(ProcessLookupError):
                os.kill(pid, 9)
        self._process.wait()


def is_ours(pid: int) -> bool:
    """Not somebody else's by now."""
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
        return b"boss.py" in words or b"sleep\x00600" in words
    return False


def alive(pid: int) -> bool:
    """Not dead, nor a zombie that its new parent has not reaped yet."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def is_locked(file: Path) -> bool:
    with file.open() as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


# What follows runs in the other process.


def lead(room: Path) -> None:
    workers = ForkedWorkers(make_tools=tools_of)
    with signals_raise(), workers.crew(lambda order, tools: deploy(order, tools, room), size=len(HUBS)) as crew:
        for hub in HUBS:
            crew.begin(order_for(hub))
        for news in crew.news():
            if isinstance(news, HubOutcome):
                write(room / f"{news.hub}.ended", "well")
            if isinstance(news, Failed):
                write(room / f"{news.hub}.ended", str(news.problem))


def deploy(order: DeployRequest, _tools: DeployTools, room: Path) -> HubOutcome:
    hub = order.hubs[0].name
    with locked(room / f"{hub}.lock") as ticket_fd:
        write(room / f"{hub}.worker", str(os.getpid()))
        try:
            run_build(
                ["sh", "-c", CLIENT, str(room / f"{hub}.client")],
                ticket_fd=ticket_fd,
                limit_s=600,
                hear=lambda _line: stop_at_end(hub, room),
            )
        except EndedByTest:
            return HubOutcome(hub=hub, action=None, revision="", stages=())
        except Interrupted:
            time.sleep(0.2)  # putting back takes a while
            write(room / f"{hub}.put_back", "")
            raise
    raise AssertionError("the client ended by itself")


class EndedByTest(Exception):
    pass


def stop_at_end(hub: str, room: Path) -> None:
    if (room / f"{hub}.may_end").exists():
        raise EndedByTest


@contextmanager
def locked(file: Path) -> Iterator[int]:
    with file.open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield opened.fileno()


def write(file: Path, text: str) -> None:
    hidden = file.with_name(f".{file.name}")
    hidden.write_text(text)
    hidden.rename(file)


if __name__ == "__main__":
    lead(Path(sys.argv[1]))
