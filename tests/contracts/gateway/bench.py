"""Benches for gateways: one with the fake, one with Caddy on this machine's engine."""

import socket
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast
from uuid import uuid4

from docker import DockerClient
from docker.errors import APIError
from docker.models.containers import Container

from hubyard.config.yard import Yard, YardSettings
from hubyard.drivers.clock import HostClock
from hubyard.drivers.files import StateFiles
from hubyard.drivers.gateway.caddy import CaddyGateway
from hubyard.drivers.gateway.containers import Containers
from hubyard.drivers.gateway.exchange import Exchange
from hubyard.drivers.gateway.probe import HttpProbe
from hubyard.gateway.container import GatewayContainer
from hubyard.gateway.port import Answer, Gateway, Upstream
from tests.fakes.gateway import FakeGateway

if TYPE_CHECKING:
    from hubyard.engine.base_images_port import BaseImages
    from hubyard.engine.port import Engine
    from hubyard.host.port import Host

ADDRESS = "unix:///var/run/docker.sock"
CADDY = "caddy:2"
ECHO = ':3000 {\n\trespond "HUB got {http.request.uri} for {http.request.header.X-Forwarded-Host}"\n}\n'


class Bench(Protocol):
    @property
    def gateway(self) -> Gateway: ...

    def occupied(self) -> AbstractContextManager[str]:
        """While it lasts somebody else holds the port; gives the words for who."""

    def started(self) -> str:
        """Changes when the gateway is started anew."""


@dataclass(kw_only=True)
class FakeBench:
    gateway: FakeGateway = field(default_factory=FakeGateway)

    @contextmanager
    def occupied(self) -> Iterator[str]:
        self.gateway.holder = "container other"
        yield "container other"
        self.gateway.holder = None

    def started(self) -> str:
        return str(len(self.gateway.changes))


@dataclass(kw_only=True)
class Neighbours:
    """What a gateway asks of other ports: the network is made, the image is here, and `port_holder` says what a test wants it to say."""

    client: DockerClient
    image_reference: str
    holder: str | None = None
    address: str = ADDRESS

    def ensure_network(self, name: str) -> None:
        if not self.client.networks.list(names=[f"^{name}$"]):
            self.client.networks.create(name)

    def image(self, _reference: str) -> str:
        return self.image_reference

    def port_holder(self, _port: int) -> str | None:
        return self.holder


class CaddyBench:
    """A yard of its own; `close` takes away all it made."""

    def __init__(self, folder: Path, *, client: DockerClient, image: str) -> None:
        self.client, self.image, self.folder = client, image, folder
        self.neighbours = Neighbours(client=client, image_reference=image)
        self.yard = Yard(folder=folder, settings=YardSettings(name=f"test-{uuid4().hex[:8]}", port=free_port()), hubs=())
        self._made: list[Container] = []

    @property
    def port(self) -> int:
        return self.yard.settings.port

    @property
    def name(self) -> str:
        return f"hubyard-gateway-{self.yard.settings.name}"

    @cached_property
    def gateway(self) -> CaddyGateway:
        return self.gateway_at(self.yard)

    def gateway_at(self, yard: Yard) -> CaddyGateway:
        return CaddyGateway(
            yard,
            engine=cast("Engine", self.neighbours),
            base_images=cast("BaseImages", self.neighbours),
            host=cast("Host", self.neighbours),
            files=StateFiles(yard.state, group=None),
            probe=HttpProbe(),
            clock=HostClock(),
        )

    def exchange(self, *, ready_s: float = 20) -> Exchange:
        """For texts that `render_caddyfile` would never write."""
        image = self.client.images.get(self.image)
        settings = self.yard.settings
        wanted = GatewayContainer(
            yard=settings.name,
            network=self.yard.network,
            image_id=str(image.id),
            port=settings.port,
            folder=self.yard.state / "gateway",
            migrates=True,
        )
        files = StateFiles(self.yard.state, group=None)
        return Exchange(wanted, containers=Containers(ADDRESS), files=files, probe=HttpProbe(), clock=HostClock(), ready_s=ready_s)

    @contextmanager
    def occupied(self) -> Iterator[str]:
        holder = self.start(entrypoint=["sleep"], command=["60"], ports={"80/tcp": ("127.0.0.1", self.port)})
        yield f"container {holder.name}"
        holder.remove(force=True)

    def started(self) -> str:
        container = self.client.containers.get(self.name)
        return f"{container.id} {container.attrs['State']['StartedAt']}"

    def hub(self, name: str, *, route: str) -> Upstream:
        return Upstream(hub=name, route=route, host=f"{name.lower()}-test", port=3000)

    def run_hub(self, upstream: Upstream) -> Container:
        """A hub that answers with its name and what reached it."""
        self.neighbours.ensure_network(self.yard.network)
        file = self.folder / f"{upstream.hub}.Caddyfile"
        file.write_text(ECHO.replace("HUB", upstream.hub))
        return self.start(
            entrypoint=["caddy"],
            command=["run", "--config", "/Caddyfile", "--adapter", "caddyfile"],
            name=f"{upstream.host}-{self.yard.settings.name}",
            volumes=[f"{file}:/Caddyfile:ro"],
            network=self.yard.network,
            networking_config={self.yard.network: self.client.api.create_endpoint_config(aliases=[upstream.host])},
        )

    def start(self, **arguments: Any) -> Container:  # noqa: ANN401  docker-py's own keywords
        container = self.client.containers.run(self.image, detach=True, init=True, **arguments)
        self._made.append(container)
        return container

    def ask(self, path: str) -> Answer:
        return HttpProbe().get(f"http://127.0.0.1:{self.port}{path}", limit_s=10)

    def ask_until_good(self, path: str) -> Answer:
        """As a deploy does after it started a hub; the last answer if none is good within 20 s."""
        end_s = time.monotonic() + 20
        while not (answer := self.ask(path)).good and time.monotonic() < end_s:
            time.sleep(0.05)
        return answer

    def close(self) -> None:
        for container in self._made:
            remove(container)
        for container in self.client.containers.list(all=True, filters={"label": f"hubyard.yard={self.yard.settings.name}"}):
            remove(container)
        for network in self.client.networks.list(names=[self.yard.network]):
            network.remove()


def remove(container: Container) -> None:
    try:
        container.remove(force=True)
    except APIError as error:
        if error.status_code not in {404, 409}:  # gone, or going
            raise


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
