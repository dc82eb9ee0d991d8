"""Refused before anything was touched: another host that cannot be reached, or that is not known to be the one it says."""

from dataclasses import dataclass

from hubyard.errors.kinds import RefusedError


@dataclass(kw_only=True, eq=False)
class SshMissing(RefusedError):
    """No OpenSSH client on this host."""

    host: str


@dataclass(kw_only=True, eq=False)
class HostUnreachable(RefusedError):
    """`detail` is OpenSSH's own last line."""

    host: str
    detail: str


@dataclass(kw_only=True, eq=False)
class HostKeyUnknown(RefusedError):
    """`remedy` asks for the key on a terminal, where a person can compare it."""

    host: str
    remedy: str


@dataclass(kw_only=True, eq=False)
class HostKeyChanged(RefusedError):
    """Another machine, a new installation, or somebody in between. `known` is how known_hosts has it: `host` or `[host]:port`."""

    host: str
    known: str


@dataclass(kw_only=True, eq=False)
class LoginRefused(RefusedError):
    """`detail` is OpenSSH's own last line; `remedy` the same login, told at length."""

    host: str
    detail: str
    remedy: str
