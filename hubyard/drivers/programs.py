"""Other programs, run to their end: nothing of ours inherited, no prompt, never longer than a limit."""

import os
import select
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from hubyard.drivers.signals import held

GRACE_S = 5.0


@dataclass(frozen=True, kw_only=True)
class ProgramExit:
    """`status` None: ended by the limit; minus a number: by that signal. Output may hold secrets: never shown as it is."""

    status: int | None
    output: str = field(repr=False)
    errors: str = field(repr=False)

    @property
    def good(self) -> bool:
        return self.status == 0


def run_program(
    argv: Sequence[str],
    *,
    limit_s: float,
    env: Mapping[str, str | None] | None = None,
    cwd: Path | None = None,
    input: str = "",  # noqa: A002  as subprocess calls it
) -> ProgramExit:
    """Run `argv` with `env` on top of ours (None takes a variable away). Raises OSError where the program itself cannot be started.

    Output goes to files, not pipes: a daemon that it leaves behind may keep them open for ever, and we do not read them until the program
    itself has ended. The group is ended only when the limit passes or we are interrupted; a daemon that a hook meant to start may live.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        given.write(input.encode())
        given.seek(0)
        process = None
        try:
            with held():  # an interruption between the start and the assignment would leave it running
                process = subprocess.Popen(
                    argv,
                    stdin=given,
                    stdout=output,
                    stderr=errors,
                    cwd=cwd,
                    env=environment(env or {}),
                    start_new_session=True,  # no terminal to ask on; and Ctrl-C reaches us alone
                )
            ended = wait_unreaped(process, limit_s=limit_s)
        except BaseException:
            if process is not None:
                end_group(process)
            raise
        if not ended:
            end_group(process)
        return ProgramExit(status=process.wait() if ended else None, output=_text(output), errors=_text(errors))


def environment(changes: Mapping[str, str | None]) -> dict[str, str]:
    """Ours, in a locale where messages are English and names are UTF-8, with `changes`."""
    merged: dict[str, str | None] = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": None, **changes}
    return {name: value for name, value in merged.items() if value is not None}


def wait_unreaped(process: subprocess.Popen[bytes], *, limit_s: float) -> bool:
    """True once it has ended. It is not reaped: until then its number, and its group's, can be nobody else's."""
    leader_fd = os.pidfd_open(process.pid)  # readable at its end, pidfd_open(2)
    try:
        poll = select.poll()
        poll.register(leader_fd, select.POLLIN)
        end_s = time.monotonic() + limit_s
        while (left_s := end_s - time.monotonic()) > 0:
            if poll.poll(min(left_s, 1.0) * 1000):  # a signal may have gone to another thread: look up once a second
                return True
        return bool(poll.poll(0))
    finally:
        os.close(leader_fd)


def end_group(process: subprocess.Popen[bytes], *, grace_s: float = GRACE_S) -> None:
    """Ask, wait, then kill the whole group. The leader is reaped last, see `wait_unreaped`."""
    if process.returncode is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    wait_unreaped(process, limit_s=grace_s)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")
