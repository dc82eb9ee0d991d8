"""Benches for gateways: one with the fake, one with Caddy on this machine's engine."""

import socket
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from docker import DockerClient
from docker.errors import APIError
from docker.models.containers import Container

from hubyard.drivers.gateway.caddy import IMAGE
from hubyard.drivers.gateway.containers import Containers
from hubyard.drivers.gateway.exchange import Exchange
from hubyard.drivers.gateway.probe import HttpProbe
from hubyard.events import tell_nobody
from hubyard.gateway.container import GatewayContainer, name_of
from hubyard.gateway.port import Answer, Gateway, Upstream
from hubyard.tools import Tools
from tests.fakes.gateway import FakeGateway

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


class CaddyBench:
    """A yard of its own, with the machine's own parts; `close` takes away all it made."""

    def __init__(self, folder: Path, *, client: DockerClient) -> None:
        self.client, self.folder = client, folder
        self.tools = tools_of(folder, name=f"test-{uuid4().hex[:8]}", port=free_port())
        self.yard, self.gateway = self.tools.yard, self.tools.gateway
        self._made: list[Container] = []

    @property
    def port(self) -> int:
        return self.yard.settings.port

    @property
    def name(self) -> str:
        return name_of(self.yard.settings.name)

    @cached_property
    def image(self) -> str:
        return self.tools.base_images.image(IMAGE)

    def gateway_at(self, port: int) -> Gateway:
        """As another process would make it, with `port` in yard.toml."""
        return tools_of(self.folder, name=self.yard.settings.name, port=port).gateway

    def exchange(self, *, port: int | None = None, ready_s: float = 20) -> Exchange:
        """For texts that `render_caddyfile` would never write, and for a port that was taken after it was looked at."""
        wanted = GatewayContainer(
            yard=self.yard.settings.name,
            network=self.yard.network,
            image_id=str(self.client.images.get(self.image).id),
            port=port or self.port,
            folder=self.yard.state / "gateway",
            migrates=True,
        )
        tools = self.tools
        containers = Containers(tools.engine.address)
        return Exchange(wanted, containers=containers, files=tools.files, probe=tools.probe, clock=tools.clock, ready_s=ready_s)

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
        self.tools.engine.ensure_network(self.yard.network)
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
        container = self.client.containers.create(self.image, init=True, **arguments)
        self._made.append(container)
        container.start()
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


def tools_of(folder: Path, *, name: str, port: int) -> Tools:
    (folder / "yard.toml").write_text(f'name = "{name}"\nport = {port}\n')
    return Tools(yard_folder=folder, tell=tell_nobody)


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
