"""Containers, networks and volumes in the engine."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from hubyard.engine.build_output import plain
from hubyard.engine.inspected import container_of
from hubyard.engine.port import Container

if TYPE_CHECKING:
    from hubyard.drivers.engine.connection import Connection

PROJECT, SERVICE, ONE_OFF = "com.docker.compose.project", "com.docker.compose.service", "com.docker.compose.oneoff"
DEFAULT_GRACE_S = 10
"""The engine's own, before it kills."""


class Containers:
    def __init__(self, connection: "Connection") -> None:
        self._connection = connection

    def container(self, name: str) -> Container | None:
        from docker.errors import NotFound  # noqa: PLC0415  loaded with the connection

        with self._connection.asked("container look-up") as api:
            try:
                return container_of(api.inspect_container(name))
            except NotFound:
                return None

    def containers(self, *, label: str) -> Sequence[Container]:
        return self._listed([label])

    def service_containers(self, *, project: str, service: str) -> Sequence[Container]:
        """Newest first, without those of `docker compose run`."""
        return self._listed([f"{PROJECT}={project}", f"{SERVICE}={service}", f"{ONE_OFF}=False"])

    def publishers(self, port: int) -> Sequence[str]:
        """Names of running containers that have `port` of the host."""
        with self._connection.asked("port look-up") as api:
            rows = api.containers(filters={"publish": str(port)})
        return [row["Names"][0].lstrip("/") for row in rows if any(one.get("PublicPort") == port for one in row["Ports"])]

    def remove(self, container: str) -> None:
        from docker.errors import NotFound  # noqa: PLC0415

        with self._connection.asked("container removal") as api:
            try:
                grace_s = api.inspect_container(container)["Config"].get("StopTimeout") or DEFAULT_GRACE_S
                api.stop(container, timeout=grace_s)
                api.remove_container(container)
            except NotFound:
                return

    def log_tail(self, container: str, *, lines: int) -> Sequence[str]:
        from docker.errors import NotFound  # noqa: PLC0415

        with self._connection.asked("log") as api:
            try:
                text: bytes = api.logs(container, tail=lines)
            except NotFound:
                return ()
        return tuple(plain(line) for line in text.decode(errors="replace").splitlines())

    def follow_logs(self, container: str, *, lines: int) -> Iterator[str]:
        from docker.errors import NotFound  # noqa: PLC0415

        with self._connection.asked("log"):
            api = self._connection.open(limit_s=None)  # an app may say nothing for hours
            try:
                rest = b""
                for chunk in api.logs(container, tail=lines, stream=True, follow=True):
                    *whole, rest = (rest + chunk).split(b"\n")
                    yield from (plain(line.decode(errors="replace")) for line in whole)
                if rest:
                    yield plain(rest.decode(errors="replace"))
            except NotFound:
                return
            finally:
                api.close()

    def ensure_network(self, name: str) -> None:
        from docker.errors import APIError  # noqa: PLC0415

        with self._connection.asked("network") as api:
            if api.networks(names=[f"^{name}$"]):
                return
            try:
                api.create_network(name, driver="bridge", check_duplicate=True)
            except APIError as problem:
                if problem.status_code != 409:  # noqa: PLR2004  Conflict: another deploy was faster
                    raise

    def remove_volume(self, name: str) -> None:
        from docker.errors import NotFound  # noqa: PLC0415

        with self._connection.asked("volume removal") as api:
            try:
                api.remove_volume(name)
            except NotFound:
                return

    def _listed(self, labels: Sequence[str]) -> Sequence[Container]:
        from docker.errors import NotFound  # noqa: PLC0415

        found = []
        with self._connection.asked("container list") as api:
            for row in api.containers(all=True, filters={"label": list(labels)}):
                try:
                    found.append(container_of(api.inspect_container(row["Id"])))
                except NotFound:  # it went since it was listed
                    continue
        return found
