"""Bring back a container that was replaced, from what the engine itself said of it: its Compose files may have changed since."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from hubyard.drivers.engine.containers import PROJECT, SERVICE
from hubyard.engine.backup import backup_of, create_body, other_endpoints
from hubyard.engine.port import Container, ContainerBackup
from hubyard.errors import CommandFailed, EngineLost

if TYPE_CHECKING:
    from docker import APIClient

    from hubyard.drivers.engine.connection import Connection
    from hubyard.drivers.engine.containers import Containers


PUTTING_BACK = "putting back a container"


class Backups:
    def __init__(self, connection: "Connection", containers: "Containers") -> None:
        self._connection = connection
        self._containers = containers

    def back_up(self, container: Container) -> ContainerBackup:
        from docker.errors import NotFound  # noqa: PLC0415  loaded with the connection

        with self._connection.asked("container backup") as api:
            try:
                return backup_of(api.inspect_container(container.id))
            except NotFound:
                raise EngineLost(during="container backup", detail=f"{container.name} is gone") from None

    def bring_back(self, backup: ContainerBackup) -> None:
        """The very container if it still stands, else one made like it. Raises CommandFailed where its image or a network is gone."""
        from docker.errors import NotFound  # noqa: PLC0415

        with self._connection.asked(PUTTING_BACK) as api:
            for rival in self._rivals(api, backup):
                if rival != backup.document["Id"]:
                    self._containers.remove(rival)
            try:
                brought = self._standing(api, backup) or self._make(api, backup)
                if backup.document["Ran"]:
                    api.start(brought)
            except NotFound as problem:
                raise CommandFailed(program=PUTTING_BACK, detail=str(problem.explanation)) from None

    def _standing(self, api: "APIClient", backup: ContainerBackup) -> str | None:
        """Under its own name again, whatever Compose had called it meanwhile."""
        from docker.errors import NotFound  # noqa: PLC0415

        old_id = str(backup.document["Id"])
        try:
            if api.inspect_container(old_id)["Name"] != f"/{backup.name}":
                api.rename(old_id, backup.name)
        except NotFound:
            return None
        return old_id

    def _make(self, api: "APIClient", backup: ContainerBackup) -> str:
        body = create_body(backup, image=self._image(api, backup))
        made: str = api.create_container_from_config(body, backup.name)["Id"]  # type: ignore[no-untyped-call]
        for network, endpoint in other_endpoints(backup).items():
            api.connect_container_to_network(made, network, **_connect_arguments(endpoint))
        return made

    def _image(self, api: "APIClient", backup: ContainerBackup) -> str:
        """The name it was made by, for people and for Compose, if that still means the same image; else the image's id."""
        from docker.errors import NotFound  # noqa: PLC0415

        named: str = backup.document["Config"]["Image"]
        try:
            return named if api.inspect_image(named)["Id"] == backup.image_id else backup.image_id  # type: ignore[no-untyped-call]
        except NotFound:
            return backup.image_id

    def _rivals(self, api: "APIClient", backup: ContainerBackup) -> Iterator[str]:
        """What has the name now, and what Compose was about to give it: `<id>_<name>`, left by one that was interrupted."""
        labels: Mapping[str, str] = backup.document["Config"].get("Labels") or {}
        for row in api.containers(all=True, filters={"name": backup.name}):
            name = row["Names"][0].lstrip("/") if row["Names"] else ""
            own = all(row["Labels"].get(key) == labels.get(key) for key in (PROJECT, SERVICE))
            if name == backup.name or (own and name.endswith(f"_{backup.name}")):
                yield row["Id"]


def _connect_arguments(endpoint: Mapping[str, Any]) -> dict[str, Any]:
    addresses = endpoint.get("IPAMConfig") or {}
    return {
        "aliases": endpoint.get("Aliases"),
        "links": endpoint.get("Links"),
        "driver_opt": endpoint.get("DriverOpts"),
        "ipv4_address": addresses.get("IPv4Address"),
        "ipv6_address": addresses.get("IPv6Address"),
    }
