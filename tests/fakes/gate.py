"""A gate in memory. Nobody lets go while the only thread waits, so a wait is `while_waiting`, after which the patience is over."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hubyard.errors import GateBusy, HubyardError
from hubyard.events import Tell, tell_nobody
from hubyard.gate.admission import decide
from hubyard.gate.events import TurnAwaited, TurnTaken, WaitFor, WaitTimedOut
from hubyard.gate.port import Grant, OldLockHolder, Patience, Presence, Queue, Want
from hubyard.gate.presence import name_holders

NINE = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def nothing() -> None:
    """Nobody lets go while we wait."""


@dataclass(kw_only=True)
class GateState:
    """What is locked, shared by all gates of a host. `old_lock` is set by tests: scripts that hold it."""

    running: list[Presence] = field(default_factory=list)
    hubs: dict[str, Presence] = field(default_factory=dict)
    old_lock: list[OldLockHolder] = field(default_factory=list)


@dataclass(kw_only=True)
class FakeGate:
    """`refusal` is raised by every method, as LockDirectoryUnsafe would be; `granted` are all hubs that were let in, in order."""

    state: GateState = field(default_factory=GateState)
    tell: Tell = tell_nobody
    jobs: int = 1
    while_waiting: Callable[[], None] = nothing
    refusal: HubyardError | None = None
    granted: list[str] = field(default_factory=list)

    @contextmanager
    def hub(self, want: Want, *, patience: Patience) -> Iterator[None]:
        self._raise_refusal()
        waited_s = self._wait(want, patience, lambda: self._hub_holder(want), WaitFor.HUB)
        if waited_s:
            self.tell(TurnTaken(hub=want.title, waited_s=waited_s))
        self.state.hubs[want.hub] = _presence(want)
        try:
            yield
        finally:
            del self.state.hubs[want.hub]

    @contextmanager
    def grant(self, want: Want, *, patience: Patience) -> Iterator[Grant]:
        self._raise_refusal()
        waited_s = self._wait(want, patience, lambda: self.state.old_lock, WaitFor.OLD_LOCK)
        waited_s += self._wait(want, patience, self._builds_in_the_way, WaitFor.BUILD)
        self.tell(TurnTaken(hub=want.title, waited_s=waited_s))
        presence, ticket_fd = _presence(want), os.open(os.devnull, os.O_RDONLY)
        self.state.running.append(presence)
        self.granted.append(want.hub)
        try:
            yield Grant(ticket_fd=ticket_fd, waited_s=waited_s)
        finally:
            self.state.running.remove(presence)
            os.close(ticket_fd)

    def queue(self) -> Queue:
        self._raise_refusal()
        return Queue(running=tuple(self.state.running), old_lock=tuple(self.state.old_lock), hubs_held=tuple(self.state.hubs.values()))

    def _raise_refusal(self) -> None:
        if self.refusal is not None:
            raise self.refusal

    def _hub_holder(self, want: Want) -> Sequence[Presence]:
        return [self.state.hubs[want.hub]] if want.hub in self.state.hubs else []

    def _builds_in_the_way(self) -> Sequence[Presence]:
        return [] if decide(running_count=len(self.state.running), jobs=self.jobs).admitted else self.state.running

    def _wait(
        self, want: Want, patience: Patience, in_the_way: Callable[[], Sequence[Presence | OldLockHolder]], wait_for: WaitFor
    ) -> float:
        found = in_the_way()
        if not found:
            return 0.0
        held = name_holders(found)
        if patience.limit_s > 0:
            self.tell(
                TurnAwaited(
                    hub=want.title,
                    wait_for=wait_for,
                    holders=held.words,
                    since=held.since,
                    position=1,
                    waited_s=0.0,
                    limit_s=patience.limit_s,
                )
            )
            self.while_waiting()
            if not in_the_way():
                return patience.limit_s / 2
            self.tell(WaitTimedOut(hub=want.title, waited_s=patience.limit_s))
        raise GateBusy(hub=want.title, waited_s=patience.limit_s, holders=", ".join(held.words), wait_for=wait_for)


def _presence(want: Want) -> Presence:
    return Presence(id=f"{want.hub}-1", hub=want.hub, title=want.title, user="mina", pid=os.getpid(), command=want.command, since=NINE)
