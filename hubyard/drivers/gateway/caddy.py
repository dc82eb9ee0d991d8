"""Caddy in a container of its own: what stands is compared with what should, and exchanged only where they differ."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hubyard.drivers.alone import alone_in
from hubyard.errors import GatewayFailed, PortTaken
from hubyard.gateway.caddyfile import render_caddyfile
from hubyard.gateway.container import CADDYFILE, CANDIDATE, GATEWAY, MADE_OF, MIGRATE, GatewayContainer, aside_of, name_of
from hubyard.gateway.port import GatewayState, Upstream

if TYPE_CHECKING:
    from hubyard.config.yard import Yard
    from hubyard.deploy.values import Files
    from hubyard.drivers.gateway.containers import Containers
    from hubyard.drivers.gateway.exchange import Exchange
    from hubyard.engine.base_images_port import BaseImages
    from hubyard.engine.port import Engine
    from hubyard.gateway.port import Probe
    from hubyard.host.port import Clock, Host

IMAGE: Final = "caddy:2"
EXCHANGE_S: Final = 120.0
"""More than an exchange of containers takes with all its deadlines."""
README: Final = f"{CADDYFILE} is what the gateway runs, {CANDIDATE} what it is, or was, to run next. Both are written by Hubyard.\n"


class CaddyGateway:
    """Fills `hubyard.gateway.port.Gateway`. Its file is `.hubyard/gateway/Caddyfile` in the yard."""

    def __init__(  # noqa: PLR0913  each a part of the machine, by its own port
        self, yard: "Yard", *, engine: "Engine", base_images: "BaseImages", host: "Host", files: "Files", probe: "Probe", clock: "Clock"
    ) -> None:
        self._yard, self._engine, self._base_images = yard, engine, base_images
        self._host, self._files, self._probe, self._clock = host, files, probe, clock
        self._folder = yard.state / "gateway"
        self._name = name_of(yard.settings.name)

    def ensure(self, upstreams: Sequence[Upstream]) -> None:
        text = render_caddyfile(upstreams)
        wanted = self._wanted()
        exchange = self._exchange(wanted)
        if self._stands(wanted) and exchange.runs(text):
            return
        self._check_port()
        self._files.write(self._folder / "README", README)
        with alone_in(self._folder, limit_s=EXCHANGE_S, late=_still_changing, clock=self._clock):
            self._engine.ensure_network(wanted.network)
            if not self._stands(wanted):
                exchange.put_up(text)
            elif not exchange.runs(text):
                exchange.reload(text)

    def render(self, upstreams: Sequence[Upstream]) -> Path:
        text = render_caddyfile(upstreams)
        if self._files.read(self._folder / CADDYFILE) == text:
            return self._folder / CADDYFILE
        self._files.write(self._folder / CANDIDATE, text)  # not the file itself: a restarted container would take it unasked
        return self._folder / CANDIDATE

    def state(self) -> GatewayState:
        found = self._containers.find(self._name)
        address = f"http://localhost:{self._yard.settings.port}"
        return GatewayState(running=bool(found and found.running), address=address, container=self._name)

    def port_conflict(self) -> str | None:
        port = self._yard.settings.port
        publishers = self._containers.publishers(port)
        if self._name in publishers:
            return None
        return f"container {publishers[0]}" if publishers else self._host.port_holder(port)

    def remove(self) -> None:
        found = self._containers.find(self._name)
        if found and GATEWAY in found.labels:
            self._containers.remove(self._name)
        self._containers.remove(aside_of(self._yard.settings.name))
        self._containers.remove_network(self._yard.network)

    @cached_property
    def _containers(self) -> "Containers":
        from hubyard.drivers.gateway.containers import Containers  # noqa: PLC0415  100 ms

        return Containers(self._engine.address)

    def _exchange(self, wanted: GatewayContainer) -> "Exchange":
        from hubyard.drivers.gateway.exchange import Exchange  # noqa: PLC0415  likewise

        return Exchange(wanted, containers=self._containers, files=self._files, probe=self._probe, clock=self._clock)

    def _wanted(self) -> GatewayContainer:
        return GatewayContainer(
            yard=self._yard.settings.name,
            network=self._yard.network,
            image_id=self._containers.image_id(self._base_images.image(IMAGE)),
            port=self._yard.settings.port,
            folder=self._folder,
            migrates=Path("/proc/sys", MIGRATE.replace(".", "/")).exists(),
        )

    def _stands(self, wanted: GatewayContainer) -> bool:
        """Raises GatewayFailed for a container of this name that is not ours: it is not touched."""
        found = self._containers.find(self._name)
        if found is not None and GATEWAY not in found.labels:
            raise GatewayFailed(detail=f"a container named {self._name} exists already and is not Hubyard's")
        return found is not None and found.running and found.labels.get(MADE_OF) == wanted.made_of()

    def _check_port(self) -> None:
        holder = self.port_conflict()
        if holder is not None:
            raise PortTaken(port=self._yard.settings.port, holder=holder)


def _still_changing() -> GatewayFailed:
    return GatewayFailed(detail=f"another Hubyard has been changing the gateway for {EXCHANGE_S:.0f} s")
