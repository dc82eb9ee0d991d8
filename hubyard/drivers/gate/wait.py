"""One wait: its patience, what it tells, and the file in `waiting/` by which others know of it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, Protocol

from hubyard.drivers.gate.live_files import make_live, new_id
from hubyard.drivers.gate.proc import pid_namespace
from hubyard.errors import GateBusy
from hubyard.events import Tell
from hubyard.gate.events import Ahead, TurnAwaited, WaitFor, WaitTimedOut
from hubyard.gate.port import Patience, Want
from hubyard.gate.presence import Holders, note_of, write_note
from hubyard.host.port import Clock

GRACE_S = 0.05
"""A turn that is taken on the way by somebody who is let in at once is no wait that a person should read about."""
LOOK_S = 1.0
"""How often a waiter looks whether what it tells people has changed. What it waits for wakes it at once."""


class Ready(Protocol):
    def wait(self, limit_s: float) -> bool:
        """True as soon as the wait may end, False after `limit_s`."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """`position` counts from 1; 0 if the kernel does not show it. The rest as in TurnAwaited."""

    wait_for: WaitFor
    holders: Holders
    position: int
    ahead: tuple[Ahead, ...] = ()
    missing_bytes: int = 0
    likely_s: float = 0.0

    @property
    def gist(self) -> tuple[object, ...]:
        """What is worth telling anew when it changes; figures, and the steps of a foreign build, change all the time."""
        return self.wait_for, self.holders.words, self.holders.remedy, self.position, len(self.ahead)


Look = Callable[[], Situation]


class Wait:
    """The wait for one grant, or for one hub, through all that it may have to wait for. One patience holds for the whole of it."""

    def __init__(self, want: Want, patience: Patience, *, tell: Tell, clock: Clock, folder: Path) -> None:
        self.want = want
        self.told = False
        self._patience = patience
        self._tell = tell
        self._clock = clock
        self._folder = folder
        self._began_s = clock.monotonic_s()
        self._shown: tuple[object, ...] | None = None
        self._file: tuple[Path, int] | None = None

    @property
    def waited_s(self) -> float:
        return self._clock.monotonic_s() - self._began_s

    @property
    def impatient(self) -> bool:
        return self._patience.limit_s <= 0

    @property
    def _left_s(self) -> float:
        return self._patience.limit_s - self.waited_s

    @contextmanager
    def showing(self) -> Iterator["Wait"]:
        """Show in `waiting/` from the first moment of waiting to the end of the block."""
        try:
            yield self
        finally:
            self.leave()

    def leave(self) -> None:
        """Show no longer."""
        if self._file is not None:
            (path, fd), self._file = self._file, None
            path.unlink(missing_ok=True)
            os.close(fd)

    def begin(self, look: Look) -> None:
        """Call before joining a queue. Raises GateBusy for who does not want to wait."""
        if self.impatient:
            self._refuse(look())
        if self._file is None:
            path = self._folder / new_id(self.want.hub)
            self._file = (path, make_live(path, self.note(), at=_nowhere))

    def until(self, ready: Ready, look: Look) -> None:
        """Wait, telling at the start and whenever reason, holders or position change. Raises GateBusy when the patience ends.

        It is told once at least: on a busy machine a short patience is over before the grace is.
        """
        if ready.wait(max(0.0, min(GRACE_S, self._left_s))):
            return
        self._show(look())
        while not ready.wait(max(0.0, min(LOOK_S, self._left_s))):
            if self._left_s <= 0:
                break
            self._show(look())
        else:
            return
        self._tell(WaitTimedOut(hub=self.want.title, waited_s=self.waited_s, starts=self.want.starts))
        self._refuse(look())

    def note(self, *, granted_bytes: int | None = None) -> bytes:
        return our_note(self.want, clock=self._clock, granted_bytes=granted_bytes)

    def _show(self, now: Situation) -> None:
        if now.gist == self._shown:
            return
        self._shown, self.told = now.gist, True
        self._tell(
            TurnAwaited(
                hub=self.want.title,
                wait_for=now.wait_for,
                holders=now.holders.words,
                since=now.holders.since,
                position=now.position,
                waited_s=self.waited_s,
                limit_s=self._patience.limit_s,
                remedy=now.holders.remedy,
                ahead=now.ahead,
                missing_bytes=now.missing_bytes,
                likely_s=now.likely_s,
                starts=self.want.starts,
            )
        )

    def _refuse(self, now: Situation) -> NoReturn:
        words = ", ".join(now.holders.words)
        raise GateBusy(
            hub=self.want.title,
            waited_s=self.waited_s,
            holders=words,
            wait_for=now.wait_for,
            ahead=now.ahead,
            missing_bytes=now.missing_bytes,
            starts=self.want.starts,
        )


def our_note(want: Want, *, clock: Clock, granted_bytes: int | None = None) -> bytes:
    """Without `granted_bytes` it says what is asked for."""
    return write_note(note_of(want, pid=os.getpid(), pid_namespace=pid_namespace(), since=clock.now(), granted_bytes=granted_bytes))


def _nowhere(_point: str) -> None:
    """No point at which a test stops us."""
