"""A program in a session of its own, ended with everything that session holds."""

import os
import select
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from hubyard.drivers.signals import held

_SESSION: Final = 3
"""Field of /proc/PID/stat behind the name, counted from the state: state, ppid, pgrp, session (proc(5))."""


def start(
    argv: Sequence[str], *, env: Mapping[str, str], stdin: IO[bytes] | int, stderr: IO[bytes] | int = subprocess.DEVNULL
) -> "subprocess.Popen[bytes]":
    """Standard output comes by a pipe. Raises OSError where the program cannot be started."""
    with held():  # an interruption between the start and the assignment would leave it running
        return subprocess.Popen(argv, stdin=stdin, stdout=subprocess.PIPE, stderr=stderr, env=dict(env), start_new_session=True)


def end_session(process: "subprocess.Popen[bytes]") -> None:
    """Kill all of its session, while the leader is not reaped: until then its number can be nobody else's. Waits for nobody.

    Not only its group: `timeout` and shells with job control make groups of their own, in the same session.
    """
    if process.returncode is not None:
        return
    with suppress(OSError):  # all gone, or all of another user's (sudo)
        os.killpg(process.pid, signal.SIGKILL)
    for pid in _members(process.pid):
        _kill_member(pid, session=process.pid)


def reap(process: "subprocess.Popen[bytes]", *, limit_s: float) -> int | None:
    """The exit status, 128 + number for a signal as a shell says it; None for one that even SIGKILL does not end (state D)."""
    try:
        status = process.wait(limit_s)
    except subprocess.TimeoutExpired:
        return None
    return status if status >= 0 else 128 - status


def ended_within(process: "subprocess.Popen[bytes]", limit_s: float) -> bool:
    """True once it has ended; it is not reaped by this."""
    leader_fd = os.pidfd_open(process.pid)
    try:
        return bool(select.select([leader_fd], [], [], max(0.0, limit_s))[0])
    finally:
        os.close(leader_fd)


def _members(session: int) -> Iterator[int]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != session and _session_of(int(folder.name)) == session:
            yield int(folder.name)


def _kill_member(pid: int, *, session: int) -> None:
    """By a descriptor, looked at once more: its number may have gone to another process in between."""
    with suppress(OSError):
        descriptor = os.pidfd_open(pid)
        try:
            if _session_of(pid) == session:
                signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        finally:
            os.close(descriptor)


def _session_of(pid: int) -> int | None:
    try:
        said = Path(f"/proc/{pid}/stat").read_bytes()
        return int(said.rpartition(b")")[2].split()[_SESSION])
    except (OSError, IndexError, ValueError):
        return None
