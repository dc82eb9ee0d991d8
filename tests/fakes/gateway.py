"""A gateway without a container."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hubyard.errors import HubyardError, PortTaken
from hubyard.gateway.caddyfile import by_route
from hubyard.gateway.port import GatewayState, Upstream


@dataclass(kw_only=True)
class FakeGateway:
    """`holder` is somebody else on its port; `fault` is raised once; `changes` are the upstreams of each `ensure` that did something."""

    port: int = 4400
    holder: str | None = None
    fault: HubyardError | None = None
    running: bool = False
    changes: list[tuple[Upstream, ...]] = field(default_factory=list)

    @property
    def upstreams(self) -> tuple[Upstream, ...]:
        return self.changes[-1] if self.running else ()

    def ensure(self, upstreams: Sequence[Upstream]) -> None:
        wanted = tuple(by_route(upstreams))
        if self.running and self.upstreams == wanted:
            return
        if (holder := self.port_conflict()) is not None:
            raise PortTaken(port=self.port, holder=holder)
        fault, self.fault = self.fault, None
        if fault is not None:
            raise fault
        self.running = True
        self.changes.append(wanted)

    def render(self, upstreams: Sequence[Upstream]) -> Path:  # noqa: ARG002  nothing is written
        return Path("Caddyfile")

    def state(self) -> GatewayState:
        return GatewayState(running=self.running, address=f"http://localhost:{self.port}", container="hubyard-gateway-fake")

    def port_conflict(self) -> str | None:
        return None if self.running else self.holder

    def remove(self) -> None:
        self.running = False
