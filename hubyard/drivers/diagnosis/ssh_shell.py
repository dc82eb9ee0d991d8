"""Another host's `sh`, by the OpenSSH client: one login that serves all scripts."""

import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import IO, Final

from hubyard.diagnosis.heard import Heard
from hubyard.diagnosis.ssh_words import GREETING, LOGIN_LIMIT_S, Login, error_of, master_argv, script_argv
from hubyard.drivers.diagnosis.listening import Order, hear_all
from hubyard.drivers.diagnosis.local_shell import clean_environment
from hubyard.drivers.diagnosis.sessions import end_session, ended_within, reap, start
from hubyard.errors import HubyardError, SshMissing

HANDED_ON: Final = ("PATH", "HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "XDG_RUNTIME_DIR", "KRB5CCNAME")
"""What the client needs for keys and settings."""
SESSIONS: Final = 8
"""At once: sshd allows ten by default (MaxSessions), and the login is one of them."""
MORE_S: Final = 0.6
"""The limit is kept over there; this much later it is kept here."""
PATIENCE_S: Final = LOGIN_LIMIT_S + 5
"""For a login: ConnectTimeout is of the connection and of the first words on it alone."""
LONGEST_FOLDER: Final = 60
"""A socket's path has 108 bytes (unix(7)), and ssh appends 17 while it makes it."""
ENDED_THERE: Final = frozenset((124, 137))
"""Of `timeout`."""
CLIENTS_OWN: Final = 255
"""Of ssh itself; any other is the shell's over there."""


@dataclass(frozen=True, kw_only=True)
class SshShell:
    """Fills `diagnosis.port.Shell`. `host` is as it was typed."""

    host: str
    login: Login

    def hear(self, scripts: Mapping[str, str], *, limit_s: float) -> Mapping[str, Heard]:
        """The login comes on top of the limit. Raises HostUnreachable, HostKeyUnknown, HostKeyChanged, LoginRefused, SshMissing."""
        with private_folder(tempfile.gettempdir()) as folder, self._logged_in(folder / "m") as control:
            orders = {name: self._order(script, control) for name, script in scripts.items()}
            heard = hear_all(orders, limit_s=limit_s + MORE_S, at_once=SESSIONS)
        return {name: _judged(one, limit_s=limit_s) for name, one in heard.items()}

    def _order(self, script: str, control: Path) -> Order:
        def argv(left_s: float) -> list[str]:
            there_s = max(1, ceil(left_s - MORE_S))
            return script_argv(self.login, control=control, limit_s=there_s)

        return Order(argv=argv, given=script, env=clean_environment(HANDED_ON))

    @contextmanager
    def _logged_in(self, control: Path) -> Iterator[Path]:
        """The master's own session, for as long as it lasts."""
        argv = master_argv(self.login, control=control)
        with tempfile.TemporaryFile() as said:
            try:
                master = start(argv, env=clean_environment(HANDED_ON), stdin=subprocess.PIPE, stderr=said)
            except FileNotFoundError:
                raise SshMissing(host=self.host) from None
            try:
                if not _greeted(master):
                    raise self._refused(master, said)
                yield control
            finally:
                _leave(master)

    def _refused(self, master: "subprocess.Popen[bytes]", said: IO[bytes]) -> HubyardError:
        ended = ended_within(master, 1.0)
        said.seek(0)
        text = said.read().decode(errors="replace")
        if ended and reap(master, limit_s=1.0) != CLIENTS_OWN:  # logged in, and what was there is no shell
            text += "\nPermission denied: no POSIX shell answers after the login"
        elif not ended:
            text += f"\nno answer within {PATIENCE_S} s"
        return error_of(text, typed=self.host, login=self.login)


@contextmanager
def private_folder(usual: str) -> Iterator[Path]:
    """Below `usual`, ours alone (0700), with a name short enough for a socket in it and without `%`, which ssh would expand."""
    short = len(usual) <= LONGEST_FOLDER and "%" not in usual
    folder = tempfile.mkdtemp(prefix="hubyard-", dir=usual if short else "/tmp")  # noqa: S108  a folder of its own, 0700
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _greeted(master: "subprocess.Popen[bytes]") -> bool:
    """True once the shell over there speaks; False when the client has ended, or after the limit."""
    assert master.stdout is not None  # noqa: S101  it was asked for
    until_s = time.monotonic() + PATIENCE_S
    heard = b""
    while GREETING.encode() not in heard and (left_s := until_s - time.monotonic()) > 0:
        if select.select([master.stdout], [], [], min(left_s, 1.0))[0]:
            chunk = os.read(master.stdout.fileno(), 4096)
            if not chunk:
                return False
            heard = (heard + chunk)[-8192:]
    return GREETING.encode() in heard


def _leave(master: "subprocess.Popen[bytes]") -> None:
    """Close our end: the shell over there ends, and the client with it. What does not end by that is killed."""
    if master.stdin is not None:
        master.stdin.close()
    if not (master.returncode is not None or ended_within(master, 0.3)):
        end_session(master)
    reap(master, limit_s=1.0)
    if master.stdout is not None:
        master.stdout.close()


def _judged(heard: Heard, *, limit_s: float) -> Heard:
    late = heard.status in ENDED_THERE and heard.elapsed_s >= limit_s - MORE_S
    return replace(heard, status=None) if late else heard
