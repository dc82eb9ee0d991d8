"""The engine's calls that a gateway needs, each with a deadline; docker-py's objects and exceptions end here.

Importing this costs 100 ms (docker-py, requests): `caddy.py` does so when it first asks the engine.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from docker import DockerClient
from docker.errors import APIError, DockerException, NotFound
from docker.models.containers import Container
from requests.exceptions import RequestException

from hubyard.drivers.engine.address import silence
from hubyard.drivers.engine.connection import reason
from hubyard.errors import EngineLost, GatewayFailed, PortTaken

CALL_LIMIT_S = 30
"""For one answer of the engine; a stop takes its grace more."""
STOP_GRACE_S = 10
ASK_EVERY_S = 0.02


@dataclass(frozen=True, kw_only=True)
class Found:
    """`running` is false for one that crashes and is restarted again and again."""

    name: str
    running: bool
    labels: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Ran:
    status: int
    output: str


class Containers:
    """Of the engine at `address`. Each method may raise EngineLost, and GatewayFailed for what the engine refuses."""

    def __init__(self, address: str) -> None:
        try:
            self._client = DockerClient(base_url=address, timeout=CALL_LIMIT_S)
        except DockerException as error:
            raise silence(address, reason(error)) from None

    def find(self, name: str) -> Found | None:
        with _translated("gateway look-up"):
            container = self._get(name)
            return None if container is None else Found(name=name, running=container.status == "running", labels=container.labels)

    def publishers(self, port: int) -> Sequence[str]:
        """Names of the running containers that publish `port` on the host."""
        with _translated("port look-up"):
            rows: list[dict[str, Any]] = self._client.api.containers(filters={"publish": str(port)})
        return [row["Names"][0].lstrip("/") for row in rows if any(one.get("PublicPort") == port for one in row["Ports"])]

    def image_id(self, reference: str) -> str:
        with _translated("image look-up"):
            return str(self._client.images.get(reference).id)

    def start_new(self, arguments: Mapping[str, Any], *, port: int) -> None:
        """Create and start; what was created is removed again if that fails. Raises PortTaken where the engine finds the port taken."""
        with _translated("gateway start"):
            container = self._client.containers.create(**arguments)
            try:
                container.start()
            except BaseException as error:
                with suppress(APIError):
                    container.remove(force=True)
                if "port is already allocated" in str(error) or "address already in use" in str(error):
                    raise PortTaken(port=port, holder="") from None
                raise

    def run_once(self, arguments: Mapping[str, Any], command: Sequence[str]) -> Ran:
        """Run `command` to its end in a nameless container made of `arguments`, without a network."""
        kept = {key: arguments[key] for key in ("image", "labels", "mounts")}
        with _translated("gateway check"):
            container = self._client.containers.create(**kept, entrypoint=[command[0]], command=list(command[1:]), network_mode="none")
            try:
                container.start()
                status = container.wait(timeout=CALL_LIMIT_S)["StatusCode"]
                return Ran(status=int(status), output=container.logs(tail=50).decode(errors="replace"))
            finally:
                container.remove(force=True)

    def execute(self, name: str, command: Sequence[str]) -> Ran:
        """Run `command` in the container that runs. Only the status is sure: under load the engine (26.1) loses the output of 1 in 300."""
        with _translated("gateway reload"):
            api = self._client.api
            made = api.exec_create(name, list(command))["Id"]
            output = bytes(api.exec_start(made))
            end_s = time.monotonic() + CALL_LIMIT_S
            while (status := api.exec_inspect(made)["ExitCode"]) is None:  # the output may end before the command has
                if time.monotonic() > end_s:
                    raise GatewayFailed(detail=f"no end within {CALL_LIMIT_S} s: {command[0]} {command[1]}")
                time.sleep(ASK_EVERY_S)
            return Ran(status=int(status), output=output.decode(errors="replace"))

    def tail(self, name: str) -> str:
        with _translated("gateway log"):
            container = self._get(name)
            return container.logs(tail=20).decode(errors="replace") if container else ""

    def put_aside(self, name: str, aside: str) -> None:
        """Stop it and give it another name, from which `put_back` brings it. No error if it is not there."""
        with _translated("gateway stop"):
            if container := self._get(name):
                container.stop(timeout=STOP_GRACE_S)
                container.rename(aside)

    def put_back(self, aside: str, name: str) -> None:
        """No error if nothing is aside."""
        with _translated("gateway start"):
            if container := self._get(aside):
                self.remove(name)
                container.rename(name)
                container.start()

    def remove(self, name: str) -> None:
        """No error if it is not there."""
        with _translated("gateway removal"), suppress(NotFound):
            self._client.containers.get(name).remove(force=True)

    def remove_network(self, name: str) -> None:
        """If it is there and nothing is on it."""
        with _translated("gateway removal"), suppress(APIError):  # 403: something is on it; 404: it is not there
            self._client.api.remove_network(name)

    def _get(self, name: str) -> Container | None:
        try:
            return self._client.containers.get(name)
        except NotFound:
            return None


@contextmanager
def _translated(during: str) -> Iterator[None]:
    try:
        yield
    except APIError as error:
        raise GatewayFailed(detail=str(error.explanation or error)) from None  # nothing secret goes into these containers
    except (RequestException, DockerException) as error:
        raise EngineLost(during=during, detail=type(error).__name__) from None
