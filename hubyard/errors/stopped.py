"""The work ended before its time: the lock was busy, or a signal came."""

from dataclasses import dataclass

from hubyard.errors.kinds import HubyardError
from hubyard.errors.status import Status


@dataclass(kw_only=True, eq=False)
class GateBusy(HubyardError):
    """`--no-wait`, or the wait ran out. `holders` says who has it; `ahead` (events of `gate/events.py`), the rest as TurnAwaited."""

    status = Status.BUSY
    hub: str
    waited_s: float
    holders: str
    wait_for: str
    ahead: tuple[object, ...] = ()
    missing_bytes: int = 0
    starts: bool = False


@dataclass(kw_only=True, eq=False)
class Interrupted(HubyardError):
    """Ctrl-C, SIGTERM or SIGHUP reached us; all was put back."""

    signal_number: int

    @property
    def exit_status(self) -> Status:
        return Status(128 + self.signal_number)
