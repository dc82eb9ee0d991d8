"""The parent of the workers: gives orders, hears what they tell, hands signals on, and reaps."""

import gc
import importlib
import os
import select
import signal
import socket
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from hubyard.deploy.values import DeployRequest, DeployTools, HubOutcome
from hubyard.deploy.workers import Failed, News, Signalled, Work
from hubyard.drivers.signals import PATIENCE, handed_on
from hubyard.drivers.workers.channel import Receiver, frame
from hubyard.drivers.workers.forking import fork
from hubyard.drivers.workers.serving import serve
from hubyard.errors import HubyardError, WorkerLost
from hubyard.events import Event, Tell

LOOK_S: Final = 0.5
"""A signal may reach any thread, and only the main one runs its handler: it must come out of its wait on its own to do so."""

NEEDED_BY_ALL: Final = (
    "dockerfile_parse",
    "jinja2",
    "hubyard.drivers.bootstrap.base_images",
    "hubyard.drivers.bootstrap.packages",
    "hubyard.drivers.checkout.git_checkouts",
    "hubyard.drivers.gate.kernel_gate",
)
"""What every hub needs. Loaded before the forks it takes 100 ms once and its memory is shared; in each worker, 100 ms each time."""


@dataclass(kw_only=True, eq=False)
class Worker:
    """`end` is what it said last, if that was how its work ended."""

    pid: int
    channel: Receiver
    order_end: socket.socket
    hub: str = ""
    warned: bool = False
    end: HubOutcome | HubyardError | None = field(default=None)


class ForkedWorkers:
    """Fills `hubyard.deploy.workers.Workers`. `make_tools` makes a worker's own: connections are not to be shared."""

    def __init__(self, *, make_tools: Callable[[Tell], DeployTools]) -> None:
        self._make_tools = make_tools

    @contextmanager
    def crew(self, work: Work, *, size: int) -> Iterator["ForkedCrew"]:
        """All are forked at once, as long as there is no other thread: that of a live view begins with the first event of a hub."""
        for name in NEEDED_BY_ALL:
            importlib.import_module(name)
        gc.freeze()  # what is here already is not touched by the workers' collections, and so stays shared
        crew = ForkedCrew()
        with handed_on(crew.hand_on):
            try:
                crew.hire(partial(serve, work=work, make_tools=self._make_tools), size=size)
                yield crew
            finally:
                crew.dismiss()
                gc.unfreeze()


class ForkedCrew:
    def __init__(self) -> None:
        self._ready: deque[Worker] = deque()
        self._at_work: list[Worker] = []
        self._signals: list[int] = []
        self._told = 0

    def hire(self, serve: Callable[..., None], *, size: int) -> None:
        for _ in range(size):
            ours, theirs = socket.socketpair()
            others = [worker.order_end for worker in self._ready]
            with theirs:
                pid = fork(partial(serve, theirs, not_ours=[ours, *others]))
            self._ready.append(Worker(pid=pid, channel=Receiver(ours), order_end=ours))

    def begin(self, order: DeployRequest) -> None:
        worker = self._ready.popleft()
        worker.hub = order.hubs[0].name
        self._at_work.append(worker)
        with suppress(OSError):  # it has gone: its end is news
            worker.order_end.sendall(frame(order))
        if self._signals and not worker.warned:
            self._warn(worker, self._signals[0])

    def recall(self, hub: str) -> None:
        for worker in self._at_work:
            if worker.hub == hub and not worker.warned:
                self._warn(worker, signal.SIGTERM)

    def news(self) -> Iterator[News]:
        while True:
            yield from self._new_signals()
            if not self._at_work:
                return
            for worker in self._with_news():
                for value in worker.channel.read():
                    yield from self._new_signals()
                    if isinstance(value, HubOutcome | HubyardError):
                        worker.end = value
                    elif isinstance(value, Event):
                        yield value
                if worker.channel.over:
                    yield self._ended(worker)

    def hand_on(self, number: int) -> None:
        """The first ends the work in order, the second is noted while that goes on, with the third the person insists (`signals.py`)."""
        self._signals.append(number)
        for worker in self._at_work:
            if len(self._signals) >= PATIENCE:
                os.kill(worker.pid, signal.SIGKILL)  # also one that is stopped
            elif not worker.warned:
                self._warn(worker, number)

    def dismiss(self) -> None:
        """Those who stand ready hold nothing; those at work, left by an exception, are asked to end."""
        for worker in self._ready:
            worker.channel.close()
            os.kill(worker.pid, signal.SIGKILL)
            os.waitpid(worker.pid, 0)
        for worker in self._at_work:
            worker.channel.close()
            self._warn(worker, signal.SIGTERM)
        while self._at_work:
            self._wait_for(self._at_work[0])
            self._reap(self._at_work[0])

    def _new_signals(self) -> Iterator[Signalled]:
        """Only the first matters; it is told before whatever came after it."""
        if self._signals and not self._told:
            self._told = self._signals[0]
            yield Signalled(number=self._told)

    def _with_news(self) -> list[Worker]:
        poll = select.poll()
        by_fd = {worker.channel.fileno(): worker for worker in self._at_work}
        for descriptor in by_fd:
            poll.register(descriptor, select.POLLIN)
        return [by_fd[descriptor] for descriptor, _ in poll.poll(LOOK_S * 1000)]

    def _ended(self, worker: Worker) -> HubOutcome | Failed:
        worker.channel.close()
        status = self._reap(worker)
        if isinstance(worker.end, HubOutcome):
            return worker.end
        return Failed(hub=worker.hub, problem=worker.end or WorkerLost(hub=worker.hub, ended=words_of(status)))

    def _wait_for(self, worker: Worker) -> None:
        end = os.pidfd_open(worker.pid)
        try:
            poll = select.poll()
            poll.register(end, select.POLLIN)  # readable at its end, pidfd_open(2)
            while not poll.poll(LOOK_S * 1000):
                pass
        finally:
            os.close(end)

    def _reap(self, worker: Worker) -> int:
        """How it ended. From here on its number may be another's, so it is sent no more signals."""
        self._at_work.remove(worker)
        return os.waitpid(worker.pid, 0)[1]

    def _warn(self, worker: Worker, number: int) -> None:
        worker.warned = True
        os.kill(worker.pid, number)


def words_of(status: int) -> str:
    """How a process ended, by what waitpid(2) says: "SIGKILL", "exit status 1"."""
    ended = os.waitstatus_to_exitcode(status)
    if ended >= 0:
        return f"exit status {ended}"
    try:
        return signal.Signals(-ended).name
    except ValueError:
        return f"signal {-ended}"
