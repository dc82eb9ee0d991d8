"""OpenSSH as values: the address that a person typed, the command lines, and what the client says when there is no shell to be had."""

import re
from dataclasses import dataclass
from pathlib import Path
from shlex import join, quote
from typing import Final

from hubyard.errors import HostKeyChanged, HostKeyUnknown, HostUnreachable, HubyardError, LoginRefused, UnknownOption

LOGIN_LIMIT_S: Final = 10
GREETING: Final = "hubyard-shell"
"""What the first shell says, so that a login without a shell is not taken for one."""
USUAL_PORT: Final = 22

# A word that begins with "-" would be an option to ssh; "%" would be expanded by it.
_ADDRESS: Final = re.compile(
    r"(?:(?P<user>[A-Za-z0-9_][A-Za-z0-9_.-]{0,63})@)?(?P<host>[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])(?::(?P<port>[0-9]{1,5}))?"
)
_CHANGED: Final = re.compile(r"IDENTIFICATION HAS CHANGED|REVOKED HOST KEY|revoked key", re.IGNORECASE)
_UNKNOWN: Final = re.compile(r"Host key verification failed|No \S+ host key is known", re.IGNORECASE)
_REFUSED: Final = re.compile(r"Permission denied|Too many authentication failures|Load key |No more authentication methods", re.IGNORECASE)
_LONGEST: Final = 300


@dataclass(frozen=True, kw_only=True)
class Address:
    """`host` without the brackets of an IPv6 address; `user` "" and `port` None are left to the person's own ssh settings."""

    host: str
    user: str = ""
    port: int | None = None

    @property
    def known(self) -> str:
        """As known_hosts has it."""
        return self.host if self.port in {None, USUAL_PORT} else f"[{self.host}]:{self.port}"


def parse_address(typed: str) -> Address:
    """`host`, `user@host`, `user@host:port`, `user@[IPv6]:port`. Raises UnknownOption for anything else."""
    found = _ADDRESS.fullmatch(typed)
    port = int(found["port"]) if found and found["port"] else None
    if found is None or (port is not None and not 0 < port < 2**16):
        raise UnknownOption(option="--on", value=typed, expected="ssh_host", bounds="user@host, user@host:port")
    return Address(host=found["host"].strip("[]"), user=found["user"] or "", port=port)


@dataclass(frozen=True, kw_only=True)
class Login:
    """How to get there. `identity`: a private key, None for what the agent and the settings have; `settings`: instead of ~/.ssh/config."""

    address: Address
    identity: Path | None = None
    settings: Path | None = None


def master_argv(login: Login, *, control: Path) -> list[str]:
    """Log in, say so, and keep the way open for the other sessions until our end of its input is closed.

    Its input ends when we do, however that is: so the master never outlives us. No `StrictHostKeyChecking`: with BatchMode the default
    ("ask") refuses an unknown key, and whoever set `accept-new` for their hosts means it.
    """
    return [*_ssh(login, control), "-o", "ControlMaster=yes", *_where(login.address), f"echo {GREETING}; exec cat >/dev/null"]


def script_argv(login: Login, *, control: Path, limit_s: int) -> list[str]:
    """Run what comes by standard input, ended there after `limit_s` where that host has a `timeout`. Nothing is written there."""
    run = f"sh -c {quote(WHOLE_INPUT)} 2>&1"
    script = f"if timeout -s KILL 5 true 2>/dev/null; then exec timeout -s KILL {limit_s} {run}; else exec {run}; fi"
    return [*_ssh(login, control), "-o", "ControlMaster=no", *_where(login.address), f"sh -c {quote(script)}"]


WHOLE_INPUT: Final = 'eval "$(cat)"'
"""A script for `sh -c`: read all of the input, then run it, so that no command in it can eat the rest of the script."""


def error_of(said: str, *, typed: str, login: Login) -> HubyardError:
    """Why there is no shell, by what the client printed: it has one exit status for all, 255."""
    lines = [line.strip() for line in said.splitlines() if line.strip(" \t\r@")]
    detail = lines[-1][:_LONGEST] if lines else "?"
    if _CHANGED.search(said):
        return HostKeyChanged(host=typed, known=login.address.known)
    if _UNKNOWN.search(said):
        return HostKeyUnknown(host=typed, remedy=by_hand(login))
    if _REFUSED.search(said):
        return LoginRefused(host=typed, detail=detail, remedy=by_hand(login, verbose=True))
    return HostUnreachable(host=typed, detail=detail)


def by_hand(login: Login, *, verbose: bool = False) -> str:
    """The login as a person would type it."""
    address = login.address
    port = [] if address.port is None else ["-p", str(address.port)]
    key = [] if login.identity is None else ["-i", str(login.identity)]
    who = f"{address.user}@{address.host}" if address.user else address.host
    return join(["ssh", *(["-v"] if verbose else []), *port, *key, who, "true"])


def _ssh(login: Login, control: Path) -> list[str]:
    options = {
        "BatchMode": "yes",  # no question on the terminal
        "ConnectTimeout": str(LOGIN_LIMIT_S),
        "ControlPath": str(control),
        "ControlPersist": "no",
        "ClearAllForwardings": "yes",
        "ForwardAgent": "no",
        "ForwardX11": "no",
        "PermitLocalCommand": "no",
        "RequestTTY": "no",
        "UpdateHostKeys": "no",  # looking must not change known_hosts
        "LogLevel": "INFO",  # what a person has set to QUIET would say nothing about why
        "ServerAliveInterval": "5",
        "ServerAliveCountMax": "2",
    }
    settings = [] if login.settings is None else ["-F", str(login.settings)]
    key = [] if login.identity is None else ["-i", str(login.identity), "-o", "IdentitiesOnly=yes"]
    return ["ssh", *settings, *(word for name, value in options.items() for word in ("-o", f"{name}={value}")), *key]


def _where(address: Address) -> list[str]:
    port = [] if address.port is None else ["-p", str(address.port)]
    user = [] if not address.user else ["-l", address.user]
    return [*port, *user, "--", address.host]
