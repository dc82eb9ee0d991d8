"""The gate: in which order its locks are taken and let go."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hubyard.drivers.clock import HostClock
from hubyard.drivers.gate.build_cgroups import BuildCgroups, StepsGone
from hubyard.drivers.gate.builds_end import BuildsEnd
from hubyard.drivers.gate.hub_lock import HubLock
from hubyard.drivers.gate.live_files import LiveFile, make_live, new_id, sweep
from hubyard.drivers.gate.lock_directory import check_lock_directory, ensure_lock_directory
from hubyard.drivers.gate.neighbours import Neighbours
from hubyard.drivers.gate.old_lock import OldLock
from hubyard.drivers.gate.turn import Turn
from hubyard.drivers.gate.wait import Situation, Wait
from hubyard.events import Tell
from hubyard.gate.admission import decide
from hubyard.gate.events import TurnTaken, WaitFor
from hubyard.gate.port import Grant, OldLockHolder, Patience, Presence, Queue, Want
from hubyard.gate.presence import Holders, name_holders
from hubyard.host.port import Clock

if TYPE_CHECKING:
    from hubyard.config.yard import GateSettings


def nowhere(_point: str) -> None:
    """No test stops us at a named point."""


class KernelGate:
    """Fills `hubyard.gate.port.Gate`.

    group: of the engine's socket, None where it has none (then our own): who may use the engine may use the gate
    at: called with the name of each step when it is done; tests end the process there
    """

    def __init__(
        self,
        settings: "GateSettings",
        *,
        socket_group: int | None,
        tell: Tell,
        clock: Clock | None = None,
        cgroups: BuildCgroups | None = None,
        at: Callable[[str], None] = nowhere,
    ) -> None:
        self._directory = Path(settings.directory)
        self._jobs = settings.jobs
        self._group = os.getegid() if socket_group is None else socket_group
        self._tell = tell
        self._clock = clock or HostClock()
        self._cgroups = cgroups or BuildCgroups()
        self._at = at
        self._neighbours = Neighbours(directory=self._directory, old_lock=Path(settings.old_lock))
        self._turn = Turn(directory=self._directory, neighbours=self._neighbours)
        self._old_lock = OldLock(Path(settings.old_lock), neighbours=self._neighbours)
        self._hub_lock = HubLock(directory=self._directory, neighbours=self._neighbours)

    @contextmanager
    def hub(self, want: Want, *, patience: Patience) -> Iterator[None]:
        with ExitStack() as held:
            with self._waiting(want, patience) as wait:
                held.enter_context(self._hub_lock.held(wait))
            if wait.told:  # a person who read that we wait is told that it is over; else the grant's own line is enough
                self._tell(TurnTaken(hub=want.title, waited_s=wait.waited_s))
            yield

    @contextmanager
    def grant(self, want: Want, *, patience: Patience) -> Iterator[Grant]:
        with ExitStack() as build:
            with self._waiting(want, patience) as wait, self._turn.held(wait) as turn:
                build.callback(turn.join)
                self._at("turn_taken")
                ticket_fd = self._admit(wait, build)
                waited_s = wait.waited_s
            self._at("admitted")
            self._tell(TurnTaken(hub=want.title, waited_s=waited_s))
            yield Grant(ticket_fd=ticket_fd, waited_s=waited_s)

    def queue(self) -> Queue:
        if not check_lock_directory(self._directory, group=self._group):
            return Queue(old_lock=tuple(self._neighbours.old_lock(certainly_held=True)))
        return Queue(
            running=tuple(self._neighbours.running()),
            waiting=tuple(self._neighbours.waiting()),
            old_lock=tuple(self._neighbours.old_lock(certainly_held=True)),
            hubs_held=tuple(self._neighbours.deploying()),
        )

    @contextmanager
    def _waiting(self, want: Want, patience: Patience) -> Iterator[Wait]:
        ensure_lock_directory(self._directory, group=self._group)
        wait = Wait(want, patience, tell=self._tell, clock=self._clock, folder=self._directory / "waiting")
        with wait.showing():
            yield wait

    def _admit(self, wait: Wait, build: ExitStack) -> int:
        """The ticket; what is to be held as long as the build goes into `build`. For the holder of `turn` alone."""
        sweep(self._directory / "waiting")
        ends = BuildsEnd(self._directory / "running")
        while True:
            with ExitStack() as held:
                old_lock = held.enter_context(self._old_lock.shared(wait))
                self._at("old_lock_taken")
                ends.rearm()
                inside = self._inside()
                if wait.want.hub in inside.left_over:
                    self._wait_for_steps(wait, only=wait.want.hub)
                    inside = self._inside()
                self._at("steps_gone")
                if self._has_room(inside, wait.want.hub) and not self._old_lock.is_wanted(old_lock):
                    return self._let_in(wait, held, build)
            self._wait_for_room(wait, ends, inside)

    def _has_room(self, inside: "Inside", hub: str) -> bool:
        """Two builds of one hub would share a cgroup. Its deploys exclude one another, but a build client can outlive its deploy."""
        decision = decide(running_count=len(inside.live) + len(inside.left_over), jobs=self._jobs)
        return decision.admitted and hub not in inside.hubs

    def _let_in(self, wait: Wait, held: ExitStack, build: ExitStack) -> int:
        path = self._directory / "running" / new_id(wait.want.hub)
        ticket_fd = make_live(path, wait.note(), at=self._at)
        build.callback(os.close, ticket_fd)
        build.push(held.pop_all())  # let go before the ticket: a script that waits has the old lock before our next one looks
        return ticket_fd

    def _inside(self) -> "Inside":
        live = sweep(self._directory / "running")
        hubs = {file.note.hub for file in live if file.note}
        return Inside(live=live, left_over={hub: pids for hub, pids in self._cgroups.populated().items() if hub not in hubs})

    def _wait_for_room(self, wait: Wait, ends: BuildsEnd, inside: "Inside") -> None:
        if inside.live:
            wait.begin(self._look_at_builds)
            ends.watch(file.id for file in inside.live)
            wait.until(ends, self._look_at_builds)
        else:
            self._wait_for_steps(wait)

    def _wait_for_steps(self, wait: Wait, *, only: str | None = None) -> None:
        """Until no steps are left over, of one hub or of all. Raises StepsLeftOver."""

        def left_over() -> Mapping[str, Sequence[int]]:
            return {hub: pids for hub, pids in self._inside().left_over.items() if only in {None, hub}}

        def look() -> Situation:
            return Situation(wait_for=WaitFor.LEFT_OVER_STEPS, holders=_name_steps(left_over()), position=1)

        if left_over():
            wait.begin(look)
            wait.until(StepsGone(left_over, limit_s=self._cgroups.limit_s), look)

    def _look_at_builds(self) -> Situation:
        holders: list[Presence | OldLockHolder] = [*self._neighbours.running(), *self._old_lock.waiting_scripts()]
        return Situation(wait_for=WaitFor.BUILD, holders=name_holders(holders), position=1)


@dataclass(frozen=True, kw_only=True)
class Inside:
    """What is in: live grants, and by hub the pids of steps in the engine that belong to none of them."""

    live: Sequence[LiveFile]
    left_over: Mapping[str, Sequence[int]]

    @property
    def hubs(self) -> set[str]:
        return {file.note.hub for file in self.live if file.note}


def _name_steps(left_over: Mapping[str, Sequence[int]]) -> Holders:
    words = tuple(f"{hub} · pid {' '.join(map(str, pids))}" for hub, pids in left_over.items())
    return Holders(words=words, since=None)
