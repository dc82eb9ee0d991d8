"""What a gateway offers. Filled by `drivers/gateway`, faked in `tests/fakes/gateway.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Upstream:
    """A hub behind the gateway: `route` "/saleshub" is passed on unstripped to `host:port` on the yard's network."""

    hub: str
    route: str
    host: str
    port: int


@dataclass(frozen=True, kw_only=True)
class GatewayState:
    """`address` is what a browser on this host opens."""

    running: bool
    address: str
    container: str


class Gateway(Protocol):
    def ensure(self, upstreams: Sequence[Upstream]) -> None:
        """Run it with these upstreams: started if it does not run, reloaded gracefully if they changed, else untouched.

        Raises PortTaken, BaseImageMissing, GatewayFailed.
        """

    def render(self, upstreams: Sequence[Upstream]) -> Path | None:
        """Write what `ensure` would make it run, beside what it runs now. None where there is no file to write."""

    def state(self) -> GatewayState: ...

    def port_conflict(self) -> str | None:
        """Who holds the yard's port, in words, "" where it cannot be told who; None if it is free or ours. Touches nothing."""

    def remove(self) -> None:
        """Stop and remove it, and its network if nothing else is on it. No error if it is not there."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a URL answered. `status` None: nothing did, and `why` says what happened in a few words."""

    status: int | None
    why: str = ""
    body: str = ""
    """At most 64 KiB."""

    @property
    def good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004  the class of HTTP successes, RFC 9110


class Probe(Protocol):
    def get(self, url: str, *, limit_s: float) -> Answer:
        """GET without following redirects, without a proxy. Never raises for what a server does."""
