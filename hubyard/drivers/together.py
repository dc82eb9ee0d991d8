"""Several slow calls at once, a thread each: programs to wait for, not work for our own processor time."""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
LOOK_S = 0.1
"""A signal may reach any thread, and only the main one runs its handler: it must come out of its wait on its own to do so."""


def together(calls: Sequence[Callable[[], T]]) -> list[T]:
    """What each call returned, in their order. All are waited for; then the first error, in their order, is raised.

    An exception raised by a signal handler ends the wait; the threads are left behind and do not keep the process alive.
    """
    if len(calls) == 1:
        return [calls[0]()]
    errands = [_Errand(call) for call in calls]
    for errand in errands:
        errand.start()
    for errand in errands:
        while errand.is_alive():
            errand.join(LOOK_S)
    return [errand.outcome() for errand in errands]


class _Errand(threading.Thread, Generic[T]):
    def __init__(self, call: Callable[[], T]) -> None:
        super().__init__(daemon=True)
        self._call = call
        self._returned: list[T] = []
        self._raised: BaseException | None = None

    def run(self) -> None:
        try:
            self._returned.append(self._call())
        except BaseException as fault:  # noqa: BLE001  it is raised again, in the thread that asked
            self._raised = fault

    def outcome(self) -> T:
        if self._raised is not None:
            raise self._raised
        return self._returned[0]
