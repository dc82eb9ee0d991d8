"""What a gateway offers. Filled by `drivers/gateway`, faked in `tests/fakes/gateway.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
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

    def state(self) -> GatewayState: ...

    def remove(self) -> None:
        """Stop and remove it and its network, if nothing else is on it."""
