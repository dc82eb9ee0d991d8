"""What a service's own section says of its port, its route and its health. It holds secrets: nothing else is read of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hubyard.adoption.hints.gateway import Passed, read_labels
from hubyard.adoption.hints.health_urls import HealthUrl, find_health_url


@dataclass(frozen=True, kw_only=True)
class ComposeHints:
    health: HealthUrl | None = None
    port_env: int | None = None
    target_port: int | None = None
    """The container's port that is published or exposed."""
    labels: Passed = field(default_factory=Passed)
    profiles: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Further names on its networks."""


def read_section(section: Mapping[str, Any]) -> ComposeHints:
    """Of a service as `docker compose config` prints it."""
    targets = [port.get("target") for port in _maps(section.get("ports")) if port.get("protocol", "tcp") == "tcp"]
    exposed = [str(port).partition("/")[0] for port in section.get("expose") or ()]
    check = section.get("healthcheck") or {}
    return ComposeHints(
        health=None if check.get("disable") else find_health_url(_command(check.get("test"))),
        port_env=_number((section.get("environment") or {}).get("PORT")),
        target_port=next((number for port in [*targets, *exposed] if (number := _number(port))), None),
        labels=read_labels(section.get("labels") or {}),
        profiles=tuple(section.get("profiles") or ()),
        aliases=tuple(alias for network in (section.get("networks") or {}).values() for alias in (network or {}).get("aliases") or ()),
    )


def bind_sources(section: Mapping[str, Any]) -> list[str]:
    """Files and folders of the host that are mounted into the service."""
    return [str(volume["source"]) for volume in _maps(section.get("volumes")) if volume.get("type") == "bind"]


def _maps(entries: Sequence[Any] | None) -> list[Mapping[str, Any]]:
    return [entry for entry in entries or () if isinstance(entry, Mapping)]


def _command(test: Any) -> str:  # noqa: ANN401  a list, a text, or nothing
    command = " ".join(map(str, test)) if isinstance(test, list) else str(test or "")
    return command.replace("$$", "$")  # Compose writes it so, for a `$` that it leaves to the container


def _number(written: Any) -> int | None:  # noqa: ANN401  likewise
    return int(written) if str(written).isdigit() and 0 < int(written) < 65536 else None  # noqa: PLR2004  TCP ports
