"""A gate in memory. Nobody lets go while the only thread waits, so a wait is `while_waiting`, after which the patience is over."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hubyard.errors import GateBusy, HubyardError
from hubyard.events import Tell, tell_nobody
from hubyard.gate.admission import Decision, Head, Limits, Running, decide, reserve_bytes
from hubyard.gate.estimate import GUESSED_SHARE, Estimate
from hubyard.gate.events import Ahead, TurnAwaited, TurnTaken, WaitFor, WaitTimedOut
from hubyard.gate.in_the_way import WAITS_FOR, holders_of, in_the_way
from hubyard.gate.port import Grant, OldLockHolder, Patience, Presence, Queue, Want
from hubyard.gate.presence import Holders, name_holders
from hubyard.host.port import Host
from tests.fakes.clock import FakeClock
from tests.fakes.host import FakeHost

NINE = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def nothing() -> None:
    """Nobody lets go while we wait."""


@dataclass(kw_only=True)
class GateState:
    """What is locked, shared by all gates of a host. `old_lock` is set by tests: scripts that hold it."""

    running: list[Presence] = field(default_factory=list)
    hubs: dict[str, Presence] = field(default_factory=dict)
    old_lock: list[OldLockHolder] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class InTheWay:
    wait_for: WaitFor
    holders: Holders
    ahead: tuple[Ahead, ...] = ()
    missing_bytes: int = 0
    likely_s: float = 0.0


@dataclass(kw_only=True)
class FakeGate:
    """`refusal` is raised by every method, as LockDirectoryUnsafe would be; `granted` are all hubs that were let in, in order.

    `rooms` is what was kept for starts, in order: hub and bytes, of each that waited for its turn or was carried over.
    `jobs` 0: as many as the memory of `host` holds. The hands of `clock` are turned by who waits.
    """

    state: GateState = field(default_factory=GateState)
    tell: Tell = tell_nobody
    jobs: int = 1
    host: Host = field(default_factory=FakeHost)
    chosen_reserve_bytes: int | None = None
    clock: FakeClock | None = None
    while_waiting: Callable[[], None] = nothing
    refusal: HubyardError | None = None
    granted: list[str] = field(default_factory=list)
    rooms: list[tuple[str, int]] = field(default_factory=list)

    @contextmanager
    def hub(self, want: Want, *, patience: Patience) -> Iterator[None]:
        self._raise_refusal()
        waited_s = self._wait(want, patience, lambda: self._hub_holder(want))
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
        waited_s = self._wait(want, patience, self._scripts)
        waited_s += self._wait(want, patience, lambda: self._builds(want))
        if waited_s or not want.starts:
            self.tell(TurnTaken(hub=want.title, waited_s=waited_s, starts=want.starts))
        decision = self._decide(want)
        ticket_fd = os.open(os.devnull, os.O_RDONLY)
        if not want.starts:
            self.granted.append(want.hub)
        try:
            with self._inside(want, granted_bytes=decision.granted_bytes):
                yield Grant(ticket_fd=ticket_fd, waited_s=waited_s, granted_bytes=decision.granted_bytes, cap_bytes=decision.cap_bytes)
        finally:
            os.close(ticket_fd)

    @contextmanager
    def carry_over(self, grant: Grant, *, to: Want) -> Iterator[None]:
        self._raise_refusal()
        os.fstat(grant.ticket_fd)  # held still
        asked_bytes = to.estimate.build_bytes if to.estimate else 0
        with self._inside(to, granted_bytes=min(asked_bytes, grant.granted_bytes)):
            yield

    def queue(self) -> Queue:
        self._raise_refusal()
        return Queue(running=tuple(self.state.running), old_lock=tuple(self.state.old_lock), hubs_held=tuple(self.state.hubs.values()))

    @contextmanager
    def _inside(self, want: Want, *, granted_bytes: int) -> Iterator[None]:
        presence = _presence(want, granted_bytes=granted_bytes)
        if want.starts:
            self.rooms.append((want.hub, granted_bytes))
        self.state.running.append(presence)
        try:
            yield
        finally:
            self.state.running.remove(presence)

    def _raise_refusal(self) -> None:
        if self.refusal is not None:
            raise self.refusal

    def _hub_holder(self, want: Want) -> InTheWay | None:
        held = [self.state.hubs[want.hub]] if want.hub in self.state.hubs else []
        return InTheWay(wait_for=WaitFor.HUB, holders=name_holders(held)) if held else None

    def _scripts(self) -> InTheWay | None:
        return InTheWay(wait_for=WaitFor.OLD_LOCK, holders=name_holders(self.state.old_lock)) if self.state.old_lock else None

    def _builds(self, want: Want) -> InTheWay | None:
        decision = self._decide(want)
        if decision.admitted:
            return None
        return InTheWay(
            wait_for=WAITS_FOR[decision.why],
            holders=name_holders(holders_of(decision, self.state.running)),
            ahead=in_the_way(decision, self.state.running),
            missing_bytes=decision.missing_bytes,
            likely_s=decision.wait_s,
        )

    def _decide(self, want: Want) -> Decision:
        readings = self.host.readings()
        reserve = reserve_bytes(total_bytes=readings.total_bytes, chosen=self.chosen_reserve_bytes)
        return decide(
            head=Head(
                hub=want.hub,
                estimate=want.estimate or Estimate(build_bytes=int(readings.total_bytes * GUESSED_SHARE), known=False),
                starts=want.starts,
            ),
            running=[_running(one, used_bytes=0 if one.starts else readings.hubs.get(one.hub, 0)) for one in self.state.running],
            readings=readings,
            limits=Limits(reserve_bytes=reserve, jobs=self.jobs or None),
        )

    def _pass(self, seconds: float) -> float:
        if self.clock is not None:
            self.clock.pass_s(seconds)
        return seconds

    def _wait(self, want: Want, patience: Patience, look: Callable[[], InTheWay | None]) -> float:
        found = look()
        if found is None:
            return 0.0
        if patience.limit_s > 0:
            self.tell(
                TurnAwaited(
                    hub=want.title,
                    wait_for=found.wait_for,
                    holders=found.holders.words,
                    since=found.holders.since,
                    position=1,
                    waited_s=0.0,
                    limit_s=patience.limit_s,
                    ahead=found.ahead,
                    missing_bytes=found.missing_bytes,
                    likely_s=found.likely_s,
                    starts=want.starts,
                )
            )
            self.while_waiting()
            found = look()
            if found is None:
                return self._pass(patience.limit_s / 2)
            self._pass(patience.limit_s)
            self.tell(WaitTimedOut(hub=want.title, waited_s=patience.limit_s, starts=want.starts))
        raise GateBusy(
            hub=want.title,
            waited_s=patience.limit_s,
            holders=", ".join(found.holders.words),
            wait_for=found.wait_for,
            ahead=found.ahead,
            missing_bytes=found.missing_bytes,
            starts=want.starts,
        )


def _presence(want: Want, *, granted_bytes: int = 0) -> Presence:
    return Presence(
        id=f"{want.hub}-2" if want.starts else f"{want.hub}-1",
        hub=want.hub,
        title=want.title,
        user="mina",
        pid=os.getpid(),
        command=want.command,
        since=NINE,
        granted_bytes=granted_bytes,
        known=want.estimate is not None and want.estimate.known,
        usual_s=want.estimate.usual_s if want.estimate else 0.0,
        starts=want.starts,
    )


def _running(one: Presence, *, used_bytes: int) -> Running:
    return Running(
        id=one.id,
        hub=one.hub,
        granted_bytes=one.granted_bytes,
        used_bytes=used_bytes,
        known=one.known,
        usual_s=one.usual_s,
        starts=one.starts,
    )
