"""Workers without processes: an order is carried out as it is given, and what was told comes in turns, as if all had been at work."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from hubyard.deploy.values import DeployRequest, DeployTools, HubOutcome
from hubyard.deploy.workers import Failed, News, Signalled, Work
from hubyard.errors import HubyardError, Interrupted, UnexpectedFault, WorkerLost
from hubyard.events import Event, Tell


@dataclass(kw_only=True)
class FakeWorkers:
    """`killed` are hubs whose worker ends without a word after its first event, or as many as `after` says.

    `signal` comes after the first event of `signal_with`.

    `orders` are those that were given, in order; `most` is how many were at work at once.
    """

    make_tools: Callable[[Tell], DeployTools]
    killed: set[str] = field(default_factory=set)
    after: dict[str, int] = field(default_factory=dict)
    signal: int = 0
    signal_with: str = ""
    orders: list[DeployRequest] = field(default_factory=list)
    most: int = 0

    @contextmanager
    def crew(self, work: Work, *, size: int) -> Iterator["FakeCrew"]:
        yield FakeCrew(self, work, size=size)


class FakeCrew:
    def __init__(self, workers: FakeWorkers, work: Work, *, size: int) -> None:
        self._workers, self._work, self._ready = workers, work, size
        self._at_work: dict[str, deque[News]] = {}

    def begin(self, order: DeployRequest) -> None:
        assert self._ready > 0, "nobody stands ready"
        self._ready -= 1
        hub = order.hubs[0].name
        self._workers.orders.append(order)
        self._at_work[hub] = deque(self._news_of(order, hub))
        self._workers.most = max(self._workers.most, len(self._at_work))

    def recall(self, hub: str) -> None:
        """What it had been about to tell did not happen."""
        self._at_work[hub] = deque([Failed(hub=hub, problem=Interrupted(signal_number=15))])

    def news(self) -> Iterator[News]:
        while self._at_work:
            for hub, told in list(self._at_work.items()):
                if self._at_work.get(hub) is not told:  # recalled meanwhile
                    continue
                now = told.popleft()
                if not told:
                    del self._at_work[hub]
                yield now

    def _news_of(self, order: DeployRequest, hub: str) -> list[News]:
        told: list[News] = []
        ended = self._end(order, hub, told.append)
        if hub in self._workers.killed:
            return [*told[: self._workers.after.get(hub, 1)], Failed(hub=hub, problem=WorkerLost(hub=hub, ended="SIGKILL"))]
        if hub == self._workers.signal_with:
            told.insert(1, Signalled(number=self._workers.signal))
        return [*told, ended]

    def _end(self, order: DeployRequest, hub: str, tell: Callable[[Event], None]) -> HubOutcome | Failed:
        try:
            return self._work(order, self._workers.make_tools(tell))
        except HubyardError as problem:
            return Failed(hub=hub, problem=problem)
        except Exception as fault:  # noqa: BLE001  as the real ones do
            return Failed(hub=hub, problem=UnexpectedFault.of(fault))
