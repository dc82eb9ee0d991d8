"""What the gateway's container is made of, as a value."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from hubyard.gateway.caddyfile import LISTEN_PORT

YARD: Final = "hubyard.yard"
GATEWAY: Final = "hubyard.gateway"
MADE_OF: Final = "hubyard.gateway.made-of"
"""Digest of all below: a container with another one is replaced."""

CONFIG_FOLDER: Final = "/etc/hubyard"
CADDYFILE: Final = "Caddyfile"
CANDIDATE: Final = "candidate.Caddyfile"
"""What is to be the next file: Caddy looks at it first. It stays, for people, when Caddy refused it."""

MIGRATE: Final = "net.ipv4.tcp_migrate_req"
"""Caddy opens its port anew for each configuration (SO_REUSEPORT). Without this, connections that stand in the old socket's queue are
reset when it closes: 27 of 11 000 in our runs, none with it. Linux 5.14 and later."""


@dataclass(frozen=True, kw_only=True)
class GatewayContainer:
    """`folder` holds the Caddyfile. It is mounted as a folder, because a mounted file would not follow a rename."""

    yard: str
    network: str
    image_id: str
    port: int
    folder: Path
    migrates: bool
    """The kernel knows `MIGRATE`."""

    @property
    def name(self) -> str:
        return name_of(self.yard)

    @property
    def aside(self) -> str:
        return aside_of(self.yard)

    def made_of(self) -> str:
        return sha256(json.dumps(self._arguments(), sort_keys=True).encode()).hexdigest()[:16]

    def arguments(self) -> Mapping[str, Any]:
        """For `docker.DockerClient.containers.create`."""
        made = self._arguments()
        return {**made, "labels": {**made["labels"], MADE_OF: self.made_of()}}

    def _arguments(self) -> dict[str, Any]:
        return {
            "image": self.image_id,
            "name": self.name,
            "entrypoint": ["caddy"],
            "command": ["run", *file_options(CADDYFILE)],
            "labels": {YARD: self.yard, GATEWAY: "caddy"},
            "network": self.network,
            "ports": {f"{LISTEN_PORT}/tcp": ("0.0.0.0", self.port)},  # noqa: S104  people open it in their browsers
            "mounts": [{"Type": "bind", "Source": str(self.folder), "Target": CONFIG_FOLDER, "ReadOnly": True}],
            "restart_policy": {"Name": "unless-stopped"},
            "log_config": {"type": "json-file", "config": {"max-size": "10m", "max-file": "3"}},
            "sysctls": {MIGRATE: "1"} if self.migrates else {},
        }


def name_of(yard: str) -> str:
    return f"hubyard-gateway-{yard}"


def aside_of(yard: str) -> str:
    """What the old container is called while the new one has yet to answer."""
    return f"{name_of(yard)}-before"


def file_options(file: str) -> list[str]:
    return ["--config", f"{CONFIG_FOLDER}/{file}", "--adapter", "caddyfile"]


def find_command(text: str, file: str) -> list[str]:
    return ["grep", "-q", text, f"{CONFIG_FOLDER}/{file}"]


def validate_command(file: str) -> list[str]:
    return ["caddy", "validate", *file_options(file)]


def reload_command() -> list[str]:
    return ["caddy", "reload", *file_options(CADDYFILE)]


def complaint(output: str) -> str:
    """Caddy's own line about what is wrong: its last "Error:", else its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line.removeprefix("Error: ") for line in lines if line.startswith("Error:")]
    return (errors or lines or ["no word from Caddy"])[-1]
