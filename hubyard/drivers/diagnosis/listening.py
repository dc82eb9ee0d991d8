"""Scripts, all at once, heard by one loop until they end or their time is over."""

import os
import select
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from hubyard.diagnosis.heard import Heard
from hubyard.drivers.diagnosis.sessions import end_session, reap, start

if TYPE_CHECKING:
    import subprocess

MOST_BYTES: Final = 4 * 1024**2
"""Of one script's output; one that prints more is ended."""
MOST_AT_ONCE: Final = 64
CHUNK_BYTES: Final = 64 * 1024
LOOK_S: Final = 1.0
"""A signal may have gone to another thread: look up once a second."""
LAST_WAIT_S: Final = 0.3
"""For what was killed to end. What is stuck in the kernel (state D) is left to it."""
_NOT_STARTED: Final = 127


@dataclass(frozen=True, kw_only=True)
class Order:
    """`argv` is given the time that is left, in seconds; `given` is its standard input."""

    argv: Callable[[float], Sequence[str]]
    given: str
    env: Mapping[str, str]


def hear_all(orders: Mapping[str, Order], *, limit_s: float, at_once: int = MOST_AT_ONCE) -> Mapping[str, Heard]:
    """By the same names. The limit is of all together: a script that had to wait for its place has less; output of one past it is kept.

    It comes back after `limit_s` and a moment, whatever the scripts do.
    """
    loop = _Loop(end_s=time.monotonic() + limit_s)
    waiting = dict(orders)
    try:
        while waiting or loop.running:
            while waiting and len(loop.running) < at_once:
                name = next(iter(waiting))
                loop.begin(name, waiting.pop(name))
            if not loop.listen():
                break
    finally:
        loop.end_all()
    never = {name: Heard(text="", status=None, asked=datetime.now().astimezone()) for name in waiting}
    return {name: {**loop.heard, **never}[name] for name in orders}


@dataclass(kw_only=True)
class _Running:
    process: "subprocess.Popen[bytes]"
    output_fd: int
    leader_fd: int
    asked: datetime
    began_s: float
    text: bytearray = field(default_factory=bytearray)
    open: bool = True
    too_much: bool = False

    def read(self) -> None:
        """All that is there now."""
        with suppress(BlockingIOError):
            while self.open and not self.too_much:
                chunk = os.read(self.output_fd, CHUNK_BYTES)
                self.text += chunk
                self.open, self.too_much = bool(chunk), len(self.text) > MOST_BYTES

    def heard(self, status: int | None) -> Heard:
        text = bytes(self.text[:MOST_BYTES]).decode(errors="replace")
        return Heard(text=text, status=status, elapsed_s=round(time.monotonic() - self.began_s, 3), asked=self.asked)


@dataclass(kw_only=True)
class _Loop:
    end_s: float
    running: dict[str, _Running] = field(default_factory=dict)
    heard: dict[str, Heard] = field(default_factory=dict)

    def begin(self, name: str, order: Order) -> None:
        asked, began_s = datetime.now().astimezone(), time.monotonic()
        with tempfile.TemporaryFile() as given:
            given.write(order.given.encode(errors="replace"))
            given.seek(0)
            try:
                process = start(order.argv(max(0.0, self.end_s - began_s)), env=order.env, stdin=given)
            except OSError as error:
                self.heard[name] = Heard(text=error.strerror or str(error), status=_NOT_STARTED, asked=asked)
                return
        assert process.stdout is not None  # noqa: S101  it was asked for
        output_fd = process.stdout.fileno()
        os.set_blocking(output_fd, False)
        leader_fd = os.pidfd_open(process.pid)  # readable at its end, pidfd_open(2)
        self.running[name] = _Running(process=process, output_fd=output_fd, leader_fd=leader_fd, asked=asked, began_s=began_s)

    def listen(self) -> bool:
        """Until something happens. False when the time is over."""
        left_s = self.end_s - time.monotonic()
        if left_s <= 0:
            return False
        happened = self._wait(left_s)
        for name, one in list(self.running.items()):
            if happened & {one.output_fd, one.leader_fd}:
                one.read()
            if one.leader_fd in happened or one.too_much:  # what it left behind may keep the pipe open for ever
                self._end(name, one)
        return True

    def _wait(self, limit_s: float) -> set[int]:
        poll = select.poll()
        for one in self.running.values():
            poll.register(one.leader_fd, select.POLLIN)
            if one.open:
                poll.register(one.output_fd, select.POLLIN)
        return {descriptor for descriptor, _ in poll.poll(min(limit_s, LOOK_S) * 1000 + 1)}

    def end_all(self) -> None:
        """Kill all first, then look once who is gone."""
        for one in self.running.values():
            end_session(one.process)
        until_s = time.monotonic() + LAST_WAIT_S
        for name, one in list(self.running.items()):
            reap(one.process, limit_s=max(0.0, until_s - time.monotonic()))
            one.read()
            self._close(name, one, None)

    def _end(self, name: str, one: _Running) -> None:
        end_session(one.process)
        status = reap(one.process, limit_s=LAST_WAIT_S)
        self._close(name, one, None if one.too_much else status)

    def _close(self, name: str, one: _Running, status: int | None) -> None:
        self.heard[name] = one.heard(status)
        os.close(one.leader_fd)
        if one.process.stdout is not None:
            one.process.stdout.close()
        del self.running[name]
