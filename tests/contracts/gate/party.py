"""Another process at the gate. It says each thing that happens to it in a line, and stands still at named points until told to go on."""

import ctypes
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import FrameType

from hubyard.config.yard import GateSettings
from hubyard.drivers.gate import KernelGate
from hubyard.drivers.gate.build_cgroups import BuildCgroups
from hubyard.drivers.signals import signals_raise
from hubyard.drivers.tied import tied_to_us
from hubyard.errors import HubyardError
from hubyard.events import Event
from hubyard.gate.estimate import Estimate
from hubyard.gate.events import TurnAwaited
from hubyard.gate.port import Patience, Want
from hubyard.show.errors import error_as_lines
from hubyard.show.output import Page
from hubyard.show.speech import Speech, load_sentences
from tests.contracts.gate.told_host import MB, ToldHost, memory_file

DEADLINE_S = 60.0
PR_SET_DUMPABLE = 4
SPEECH = Speech("en")


@dataclass(kw_only=True)
class Part:
    """What a party does. `stops` are the points at which it stands still; `client` is a program that it starts with its ticket.

    does: "grant", to build; "start"; "carry", to build and keep of that `start_mb` for its start; "hub", to have the hub's lock; "queue"
    `asks_mb` is what its build will need, 0 for one that does not say; `known`: as if measured; `jobs` 0: as many as the memory holds.
    """

    folder: str
    hub: str = "fin"
    does: str = "grant"
    limit_s: float = 60.0
    jobs: int = 1
    reserve_mb: int = 0
    asks_mb: int = 100
    known: bool = True
    usual_s: float = 0.0
    start_mb: int = 0
    stops: Sequence[str] = ()
    client: Sequence[str] = ()
    tied: bool = False
    """Whether the client dies with it."""
    left_over_limit_s: float = 60.0
    spray: bool = False
    old_lock: str = "old.lock"
    socket_group: int | None = None


class Party:
    """Seen from the test. `hear` waits for a line that begins with the given words, and returns it."""

    def __init__(self, part: Part, *, uid: int | None = None, groups: Sequence[int] = ()) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, json.dumps(asdict(part)), json.dumps({"uid": uid, "groups": groups})],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path.cwd()), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        self._rest = b""
        self.heard: list[str] = []

    @property
    def pid(self) -> int:
        return self._process.pid

    def hear(self, *words: str) -> str:
        wanted = " ".join(words)
        end_s = time.monotonic() + DEADLINE_S
        while not (line := self._line(end_s)).startswith(wanted):
            pass
        return line

    def say(self, word: str = "go") -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n".encode())
        self._process.stdin.flush()

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def end(self) -> int:
        """Its exit status; it must end by itself."""
        return self._process.wait(DEADLINE_S)

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _line(self, end_s: float) -> str:
        assert self._process.stdout is not None
        while b"\n" not in self._rest:
            ready, _, _ = select.select([self._process.stdout], [], [], max(0.0, end_s - time.monotonic()))
            piece = os.read(self._process.stdout.fileno(), 65536) if ready else b""
            assert piece, f"waited in vain; heard {self.heard}"
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        self.heard.append(line.decode())
        return self.heard[-1]


def until(condition: Callable[[], bool]) -> None:
    """Wait for a state of the kernel that nobody tells of."""
    end_s = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < end_s, "waited in vain"
        time.sleep(0.002)


# What follows runs in the other process.


def become(*, uid: int | None, groups: Sequence[int]) -> None:
    """Another user, from within: a checkout in root's home is closed to others, so they could not start this file themselves."""
    if uid is None:
        return
    for room in ("errors", "gate", "words"):
        load_sentences(room)
    importlib.import_module("hubyard.show.filters")
    os.setgroups(groups)
    os.setgid(groups[0])
    os.setuid(uid)
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)  # else its own /proc/self belongs to root, as after no login (prctl(2))


def play(part: Part) -> int:
    folder = Path(part.folder)
    say("pid", os.getpid())
    if part.spray:
        be_sprayed()
    gate = KernelGate(
        GateSettings(
            directory=str(folder / "gate/v1"), old_lock=str(folder / part.old_lock), jobs=part.jobs, reserve_bytes=part.reserve_mb * MB
        ),
        socket_group=part.socket_group,
        tell=tell,
        host=ToldHost(file=memory_file(folder)),
        cgroups=BuildCgroups(folder / "cgroup", limit_s=part.left_over_limit_s),
        at=lambda point: stand_still(point) if point in part.stops else None,
    )
    estimate = Estimate(build_bytes=part.asks_mb * MB, known=part.known, usual_s=part.usual_s) if part.asks_mb else None
    want = Want(hub=part.hub, title=part.hub.upper(), command="party", estimate=estimate, starts=part.does == "start")
    patience = Patience(limit_s=part.limit_s)
    try:
        with signals_raise():
            if part.does == "hub":
                with gate.hub(want, patience=patience):
                    stand_still("inside")
            elif part.does == "queue":
                gate.queue()
            elif part.does == "carry":
                build_and_start(gate, want, patience, part)
            else:
                with gate.grant(want, patience=patience) as grant:
                    say("granted", grant.granted_bytes // MB, grant.cap_bytes // MB)
                    if part.client:
                        start_clients(tied_to_us(part.client) if part.tied else part.client, grant.ticket_fd)
                    stand_still("inside")
    except HubyardError as error:
        say(
            "error",
            error.code(),
            json.dumps({name: str(value) for name, value in error.fields().items()}),
            *error_as_lines(error, SPEECH, Page(width=200)),
        )
        return 1
    say("left")
    return 0


def build_and_start(gate: KernelGate, want: Want, patience: Patience, part: Part) -> None:
    """`client` is what it starts when its build is over: no build client."""
    to_start = replace(want, estimate=Estimate(build_bytes=part.start_mb * MB, known=True), starts=True)
    with ExitStack() as start:
        with gate.grant(want, patience=patience) as grant:
            stand_still("inside")
            start.enter_context(gate.carry_over(grant, to=to_start))
            stand_still("both")
        if part.client:
            say("client", subprocess.Popen(part.client, close_fds=False, stdout=subprocess.DEVNULL, start_new_session=True).pid)
        stand_still("starting")


def start_clients(client: Sequence[str], ticket_fd: int) -> None:
    """The build client, which inherits the ticket; and another child, which must not."""
    with_ticket = subprocess.Popen(client, pass_fds=[ticket_fd], stdout=subprocess.DEVNULL, start_new_session=True)
    other = subprocess.Popen(client, close_fds=False, stdout=subprocess.DEVNULL, start_new_session=True)
    say("clients", with_ticket.pid, other.pid)


def be_sprayed() -> None:
    def handled(_number: int, _frame: FrameType | None) -> None:
        pass

    signal.signal(signal.SIGALRM, handled)
    signal.signal(signal.SIGWINCH, handled)
    signal.setitimer(signal.ITIMER_REAL, 0.005, 0.005)


def stand_still(point: str) -> None:
    say("at", point)
    sys.stdin.readline()


def tell(event: Event) -> None:
    if isinstance(event, TurnAwaited):
        holders = json.dumps([*event.holders, event.remedy], ensure_ascii=False)
        say("told", event.code(), event.wait_for, event.position, holders, SPEECH.said_of(event).partition("\n")[2].replace("\n", " |"))
    else:
        say("told", event.code())


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    become(**json.loads(sys.argv[2]))
    sys.exit(play(Part(**json.loads(sys.argv[1]))))
