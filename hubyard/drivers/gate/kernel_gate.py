"""The gate: in which order its locks are taken and let go."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hubyard.drivers.clock import HostClock
from hubyard.drivers.gate.build_cgroups import BuildCgroups
from hubyard.drivers.gate.builds_end import BuildsEnd
from hubyard.drivers.gate.hub_lock import HubLock
from hubyard.drivers.gate.inside import HostMemory, Sight
from hubyard.drivers.gate.live_files import make_live, new_id, sweep
from hubyard.drivers.gate.lock_directory import check_lock_directory, ensure_lock_directory
from hubyard.drivers.gate.neighbours import Neighbours
from hubyard.drivers.gate.old_lock import OldLock
from hubyard.drivers.gate.room import Room
from hubyard.drivers.gate.turn import Turn
from hubyard.drivers.gate.wait import Wait, our_note
from hubyard.events import Tell
from hubyard.gate.admission import Decision
from hubyard.gate.events import TurnTaken
from hubyard.gate.port import Grant, Patience, Queue, Want

if TYPE_CHECKING:
    from hubyard.config.yard import GateSettings


def nowhere(_point: str) -> None:
    """No test stops us at a named point."""


class KernelGate:
    """Fills `hubyard.gate.port.Gate`.

    socket_group: of the engine's socket, None where it has none (then our own): who may use the engine may use the gate
    at: called with the name of each step when it is done; tests end the process there
    """

    def __init__(
        self,
        settings: "GateSettings",
        *,
        socket_group: int | None,
        tell: Tell,
        host: HostMemory,
        cgroups: BuildCgroups | None = None,
        at: Callable[[str], None] = nowhere,
    ) -> None:
        self._directory = Path(settings.directory)
        self._group = os.getegid() if socket_group is None else socket_group
        self._tell = tell
        self._clock = HostClock()
        self._at = at
        cgroups = cgroups or BuildCgroups()
        self._neighbours = Neighbours(directory=self._directory, old_lock=Path(settings.old_lock))
        self._turn = Turn(directory=self._directory, neighbours=self._neighbours)
        self._old_lock = OldLock(Path(settings.old_lock), neighbours=self._neighbours)
        self._hub_lock = HubLock(directory=self._directory, neighbours=self._neighbours)
        sight = Sight(running=self._directory / "running", cgroups=cgroups, host=host, clock=self._clock)
        self._room = Room(settings, sight=sight, neighbours=self._neighbours, old_lock=self._old_lock, steps_limit_s=cgroups.limit_s)

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
                grant = self._admit(wait, build)
                wait.leave()  # before the turn goes on, in a thread that would take the interpreter from us
            self._at("admitted")
            if wait.told or not want.starts:
                self._tell(TurnTaken(hub=want.title, waited_s=grant.waited_s, starts=want.starts))
            yield grant

    @contextmanager
    def carry_over(self, grant: Grant, *, to: Want) -> Iterator[None]:
        """Without `turn`, since nothing is taken that was not ours: the file of the start is there before that of the build goes."""
        asked_bytes = to.estimate.build_bytes if to.estimate else 0
        note = our_note(to, clock=self._clock, granted_bytes=min(asked_bytes, grant.granted_bytes))
        fd = make_live(self._directory / "running" / new_id(to.hub), note, at=self._at)
        try:
            self._at("carried_over")
            yield
        finally:
            os.close(fd)

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

    def _admit(self, wait: Wait, build: ExitStack) -> Grant:
        """What is to be held as long as the build goes into `build`. For the holder of `turn` alone."""
        for folder in ("waiting", "running"):
            sweep(self._directory / folder)  # now: when a build ends somebody waits to be the next
        ends = BuildsEnd(self._directory / "running")
        while True:
            with ExitStack() as held:
                old_lock = held.enter_context(self._old_lock.shared(wait))
                self._at("old_lock_taken")
                ends.rearm()
                found = self._room.judge(wait.want)
                self._at("inside_seen")
                if wait.want.hub in found.inside.left_over and not wait.want.starts:
                    self._room.wait_for_steps(wait, wait.want.hub)
                    found = self._room.judge(wait.want)
                self._at("steps_gone")
                if found.decision.admitted and not self._old_lock.is_wanted(old_lock):
                    return self._let_in(wait, found.decision, held, build)
            if not found.decision.admitted:
                self._at("waits")
                self._room.wait(wait, found, ends=ends)

    def _let_in(self, wait: Wait, decision: Decision, held: ExitStack, build: ExitStack) -> Grant:
        path = self._directory / "running" / new_id(wait.want.hub)
        ticket_fd = make_live(path, wait.note(granted_bytes=decision.granted_bytes), at=self._at)
        build.callback(os.close, ticket_fd)
        build.callback(self._at, "old_lock_free")
        if not wait.want.starts:  # the old lock is over builds: a script need not wait until a container is well
            build.push(held.pop_all())  # let go before the ticket: a script that waits has the old lock before our next one looks
        return Grant(ticket_fd=ticket_fd, waited_s=wait.waited_s, granted_bytes=decision.granted_bytes, cap_bytes=decision.cap_bytes)
