"""URLs that a health check asks of its own container."""

import re
from dataclasses import dataclass
from typing import Final

OWN_URL: Final = re.compile(
    r"""(?:https?://|(?<![\w./-])(?=[^\s/]+:[^\s/]+/))  # curl and wget do without "http://"; a port and a path tell it from a host's name
        (?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]|\$\{?HOSTNAME\}?)
        (?::(?:(?P<port>\d{1,5})|\$\{[^}]*\}|\$\w+))?
        (?P<path>/[A-Za-z0-9._~/%-]*)?""",
    re.VERBOSE,
)

HEALTH: Final = re.compile(r"(?P<prefix>.*?)(?:/api|/_?)?/?(?:health|healthz|healthcheck|health-check|livez|readyz|ping|status|up)/?")
"""What of a health path is the app's own prefix: `/finhub` of `/finhub/api/health`."""


@dataclass(frozen=True, kw_only=True)
class HealthUrl:
    port: int | None
    path: str
    """"" for a check of the server alone."""


def find_health_url(command: str) -> HealthUrl | None:
    """Of a HEALTHCHECK's command, in any form."""
    found = OWN_URL.search(command)
    if not found:
        return None
    return HealthUrl(port=int(found["port"]) if found["port"] else None, path=(found["path"] or "").rstrip("/"))


def prefix_of(health_path: str) -> str | None:
    """Route under which an app lives whose health path is this; None where it tells nothing."""
    found = HEALTH.fullmatch(health_path)
    return (found["prefix"].rstrip("/") or "/") if found else None
