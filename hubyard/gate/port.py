"""What the gate offers. Filled by `drivers/gate`, faked in `tests/fakes/gate.py`, both held to `tests/contracts/gate`."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hubyard.gate.estimate import Estimate


@dataclass(frozen=True, kw_only=True)
class Want:
    """A build, or a container that starts, that asks to be let in. For people only, but for `hub`, `estimate` and `starts`."""

    hub: str
    """Slug: names the hub's lock and its build cgroup `/hubyard.slice/<hub>`."""
    title: str
    command: str
    """What the person typed, without secrets."""
    estimate: Estimate | None = None
    """What a build or a start will need; None for a hub's lock alone."""
    starts: bool = False
    """A container that is to start without a build of its own: its memory counts as a build's does, and nothing else of it."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a waiter waits. `limit_s` 0 is `--no-wait`: refused at once with GateBusy."""

    limit_s: float


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Leave to build, or to start.

    `ticket_fd` is to be inherited by the build client, and by nothing else: the place is free when both have gone.

    So it is close-on-exec, and whoever starts the client hands it on by `pass_fds`, to a process that is killed when its parent dies:
    a client that outlives a killed deploy keeps the place. A start hands its ticket on to nobody.
    """

    ticket_fd: int
    waited_s: float
    granted_bytes: int = 0
    """What others will not be given meanwhile."""
    cap_bytes: int = 0
    """What its cgroup is to be limited to: a tenth above the grant, but not more than was free. 0: no limit; of a start always."""


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Somebody in the gate: for people, read from a file whose flock was seen held."""

    id: str
    hub: str
    title: str
    user: str
    pid: int
    command: str
    since: datetime
    stopped: bool = False
    """SIGSTOP or a shell's Ctrl-Z: named together with the command that continues or ends it."""
    granted_bytes: int = 0
    """Of a running build; what a waiting one asks for. 0: it does not say."""
    known: bool = False
    """Whether that was measured."""
    usual_s: float = 0.0
    starts: bool = False


@dataclass(frozen=True, kw_only=True)
class OldLockHolder:
    """A process outside Hubyard that holds the old lock. `command` is what /proc says, or empty where we may not look."""

    pid: int
    user: str
    command: str
    since: datetime | None
    stopped: bool = False


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The gate as it is now. `waiting` in the order in which they will be served."""

    running: tuple[Presence, ...] = ()
    waiting: tuple[Presence, ...] = ()
    old_lock: tuple[OldLockHolder, ...] = ()
    hubs_held: tuple[Presence, ...] = ()


class Gate(Protocol):
    """Kernel locks in one directory. Every method may raise LockDirectoryUnsafe or LockFileForbidden."""

    def hub(self, want: Want, *, patience: Patience) -> AbstractContextManager[None]:
        """One deploy of a hub at a time. Raises GateBusy when the patience ends."""

    def grant(self, want: Want, *, patience: Patience) -> AbstractContextManager[Grant]:
        """Leave to build, or to start, once its turn has come, the old lock is free and (for a build) the hub's build cgroup is empty.

        Raises GateBusy when the patience ends and StepsLeftOver when steps of an earlier build do not end.
        """

    def carry_over(self, grant: Grant, *, to: Want) -> AbstractContextManager[None]:
        """Keep of a build's memory what the start after it will take, beyond the end of `grant`, which must be held when this is entered.

        At once: nothing is waited for, and others see the one or the other at any moment.
        """

    def queue(self) -> Queue:
        """Read only: holds nothing, waits for nothing, disturbs nobody."""
