"""The one process that builds: the client of the engine's BuildKit, and the only child that inherits the gate's ticket."""

import os
import select
import subprocess
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, suppress
from types import MappingProxyType
from typing import Final

from hubyard.drivers.programs import end_group, environment
from hubyard.drivers.signals import held
from hubyard.drivers.tied import tied_to_us

IDLE_S = 0.4
NONE: Final[Mapping[str, str]] = MappingProxyType({})

Hear = Callable[[str | None], None]
"""A line; None when nothing was printed for a moment."""
Stop = Callable[[], bool]
"""Asked every moment: whether the client is to be ended."""


def go_on() -> bool:
    return False


def run_build(
    argv: Sequence[str], *, ticket_fd: int, limit_s: float, hear: Hear, stop: Stop = go_on, variables: Mapping[str, str] = NONE
) -> int | None:
    """Run `argv` to its end and return its status; None if it was ended by the limit, or because `stop` said so.

    `variables` are added to our environment: secrets that a step may mount.

    Call it in a thread that outlives the build. Cancelling the client cancels the build: the engine sees its connection close.
    """
    process = None
    try:
        with held():  # an interruption between the start and the assignment would leave it running
            process = subprocess.Popen(
                tied_to_us(argv),  # else, when we are killed by -9, it would go on building and keep the place
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=environment({"DOCKER_CLI_HINTS": "false", **variables}),
                pass_fds=[ticket_fd],  # flock belongs to the open file: children that outlive the client keep its place
                start_new_session=True,  # Ctrl-C reaches us alone, and we end the group in order
            )
        with closing(lines_until(process, end_s=time.monotonic() + limit_s, stop=stop)) as lines:
            for line in lines:
                hear(line)
        late = not _ended(process)
    finally:  # also on Ctrl-C, when a listener fails, and when only the client was killed and its plugin goes on
        if process is not None:
            _end(process)
    return None if late else process.returncode


def lines_until(process: "subprocess.Popen[bytes]", *, end_s: float, stop: Stop) -> Generator[str | None, None, None]:
    """Its lines, until it ends, the time has come or `stop` says so; what is left in the pipe then may be a child's that outlives it."""
    assert process.stdout is not None  # noqa: S101  for the type checker: it was started with a pipe
    pipe = process.stdout.fileno()
    os.set_blocking(pipe, False)
    leader_fd = os.pidfd_open(process.pid)
    rest = b""
    try:
        while time.monotonic() < end_s and not stop():
            ready = _ready([pipe, leader_fd], limit_s=min(IDLE_S, end_s - time.monotonic()))
            if not ready:
                yield None
                continue
            chunk = _read(pipe)
            *whole, rest = (rest + chunk).split(b"\n")
            yield from (line.decode(errors="replace") for line in whole)
            if not chunk and leader_fd in ready:
                break
            if not chunk:  # it closed its output before its end
                _ready([leader_fd], limit_s=IDLE_S)
        if rest:
            yield rest.decode(errors="replace")
    finally:
        os.close(leader_fd)


def _ready(descriptors: Sequence[int], *, limit_s: float) -> set[int]:
    poll = select.poll()
    for descriptor in descriptors:
        poll.register(descriptor, select.POLLIN)
    return {descriptor for descriptor, _ in poll.poll(max(0.0, limit_s) * 1000)}


def _read(pipe: int) -> bytes:
    with suppress(BlockingIOError):
        return os.read(pipe, 65536)
    return b""


def _ended(process: "subprocess.Popen[bytes]") -> bool:
    """Without reaping it, so that its group can still be ended."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.stdout is not None:
        process.stdout.close()
    end_group(process)
