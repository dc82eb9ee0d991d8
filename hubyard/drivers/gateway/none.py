"""For a yard that has a gateway of its own: nothing of it is ours to touch."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hubyard.gateway.port import GatewayState, Upstream

if TYPE_CHECKING:
    from hubyard.config.yard import Yard
    from hubyard.host.port import Host


class NoGateway:
    """Fills `hubyard.gateway.port.Gateway` for `gateway = "none"`."""

    def __init__(self, yard: "Yard", *, host: "Host") -> None:
        self._port, self._host = yard.settings.port, host

    def ensure(self, upstreams: Sequence[Upstream]) -> None:
        """Nothing: the yard's own gateway knows its hubs."""

    def render(self, upstreams: Sequence[Upstream]) -> None:
        """Nothing."""

    def state(self) -> GatewayState:
        """Running if anybody listens on the yard's port."""
        running = self._host.port_holder(self._port) is not None
        return GatewayState(running=running, address=f"http://localhost:{self._port}", container="")

    def port_conflict(self) -> str | None:
        return None

    def remove(self) -> None:
        """Nothing."""
