"""A container as a document from which the engine can make it again, independent of any Compose file."""

from collections.abc import Mapping
from typing import Any

from hubyard.engine.port import ContainerBackup

Answer = Mapping[str, Any]
KEPT_OF_ENDPOINT = ("IPAMConfig", "Links", "Aliases", "DriverOpts")
"""What was asked for; the rest of an endpoint (addresses, ids, the MAC) was given and will be given anew."""


def backup_of(answer: Answer) -> ContainerBackup:
    """Of `GET /containers/{id}/json`."""
    return ContainerBackup(
        name=answer["Name"].removeprefix("/"),
        image_id=answer["Image"],
        document={
            "Id": answer["Id"],
            "Config": _config(answer),
            "HostConfig": _host_config(answer),
            "Endpoints": _endpoints(answer),
            "Ran": answer["State"]["Status"] in ("running", "restarting", "paused"),
        },
    )


def create_body(backup: ContainerBackup, *, image: str) -> dict[str, Any]:
    """Of `POST /containers/create`, with the network it has first; `other_endpoints` are connected before it starts."""
    first = dict(list(endpoints_of(backup).items())[:1])
    return {
        **backup.document["Config"],
        "Image": image,
        "HostConfig": backup.document["HostConfig"],
        "NetworkingConfig": {"EndpointsConfig": first},
    }


def other_endpoints(backup: ContainerBackup) -> dict[str, Answer]:
    """Engines before API 1.44 take one network at a container's creation."""
    return dict(list(endpoints_of(backup).items())[1:])


def endpoints_of(backup: ContainerBackup) -> dict[str, Answer]:
    found: dict[str, Answer] = backup.document["Endpoints"]
    return found


def _config(answer: Answer) -> dict[str, Any]:
    """A host name that was made from the id goes: the new container has another."""
    config = dict(answer["Config"])
    if answer["Id"].startswith(config.get("Hostname") or "-"):
        config.pop("Hostname")
    config.pop("MacAddress", None)
    return config


def _host_config(answer: Answer) -> dict[str, Any]:
    """Anonymous volumes are bound by name: without it the new container would get empty ones."""
    config = dict(answer["HostConfig"])
    bound = {bind.split(":")[1] for bind in config.get("Binds") or () if ":" in bind}
    bound |= {mount["Target"] for mount in config.get("Mounts") or ()}
    anonymous = [
        f"{mount['Name']}:{mount['Destination']}"
        for mount in answer.get("Mounts") or ()
        if mount.get("Type") == "volume" and mount["Destination"] not in bound
    ]
    if anonymous:
        config["Binds"] = [*(config.get("Binds") or ()), *anonymous]
    return config


def _endpoints(answer: Answer) -> dict[str, Answer]:
    """By network, the one of NetworkMode first: the engine wants it at the creation."""
    mode = answer["HostConfig"].get("NetworkMode", "default")
    if mode in ("none", "host") or mode.startswith("container:"):
        return {}
    networks: Answer = answer["NetworkSettings"].get("Networks") or {}
    ordered = sorted(networks, key=lambda name: (name != mode, name))
    return {name: _asked_for(networks[name], container_id=answer["Id"]) for name in ordered}


def _asked_for(endpoint: Answer, *, container_id: str) -> dict[str, Any]:
    """Older engines put the short id among the aliases."""
    kept = {key: endpoint[key] for key in KEPT_OF_ENDPOINT if endpoint.get(key)}
    if "Aliases" in kept:
        kept["Aliases"] = [alias for alias in kept["Aliases"] if not container_id.startswith(alias)]
    return kept
