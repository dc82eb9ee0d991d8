"""Which route a gateway of their own sends to which service, as its settings or its source say: nginx, Caddy, Traefik labels, or any code.

Nothing is parsed as the language it is: between two services' names the last path before a name is its route.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

LOCATION: Final = re.compile(
    r"""(?:location\s+(?:[=~^*]+\s+)*\^?|handle(?:_path)?\s+|route\s+|path\s+|reverse_proxy\s+|path_beg\s+(?:-i\s+)?|PathPrefix\(\s*[`"'])
        (?P<path>/[A-Za-z0-9._~/-]*)""",
    re.VERBOSE,
)
QUOTED: Final = re.compile(r"""(?<=["'`])/[A-Za-z0-9._~/-]*(?=[*]?["'`])""")
PORT: Final = re.compile(r"""(?::|["'`]\s*,\s*(?:port["']?\s*:\s*)?)(?P<port>\d{2,5})\b""")
UPSTREAM: Final = re.compile(r"upstream\s+(?P<alias>[\w.-]+)\s*\{(?P<body>[^}]*)\}")
TRAEFIK_RULE: Final = re.compile(r"traefik\.http\.routers\..+\.rule")
TRAEFIK_PORT: Final = re.compile(r"traefik\.http\.services\..+\.loadbalancer\.server\.port")


@dataclass(frozen=True, kw_only=True)
class Passed:
    """What a gateway says of a service. `route` "" where it names the service without a path."""

    route: str = ""
    port: int | None = None


def read_gateway(texts: Iterable[str], *, names: Mapping[str, Collection[str]]) -> dict[str, Passed]:
    """By service, from its `names` (service, container, aliases). Of several places the first that says it counts."""
    found: dict[str, Passed] = {}
    for text in texts:
        for service, passed in _places(text, names):
            known = found.get(service, Passed())
            found[service] = Passed(route=known.route or passed.route, port=known.port or passed.port)
    return found


def read_labels(labels: Mapping[str, Any]) -> Passed:
    """Of a service's own labels, for Traefik."""
    rules = [str(value) for key, value in labels.items() if TRAEFIK_RULE.fullmatch(key)]
    ports = [str(value) for key, value in labels.items() if TRAEFIK_PORT.fullmatch(key)]
    path = next((found["path"] for rule in rules if (found := LOCATION.search(rule))), "")
    return Passed(route=_route(path), port=next((int(port) for port in ports if port.isdigit()), None))


def names_in(text: str, names: Mapping[str, Collection[str]]) -> set[str]:
    """Services that a text speaks of."""
    return {service for service, _, _ in _occurrences(text, names)}


def _places(text: str, names: Mapping[str, Collection[str]]) -> Iterable[tuple[str, Passed]]:
    """An `upstream` block of nginx first: where one is defined it is nobody's route; where it is used it stands for its server."""
    known = {service: set(several) for service, several in names.items()}
    for block in UPSTREAM.finditer(text):
        port = PORT.search(block["body"])
        for service in names_in(block["body"], known):
            known[service].add(block["alias"])
            yield service, Passed(port=int(port["port"]) if port else None)
    text, before = UPSTREAM.sub("", text), 0
    for service, start, end in _occurrences(text, known):
        port = PORT.match(text, end)
        yield service, Passed(route=_last_path(text[before:start]), port=int(port["port"]) if port else None)
        before = end


def _occurrences(text: str, names: Mapping[str, Collection[str]]) -> list[tuple[str, int, int]]:
    owners = {name: service for service, several in names.items() for name in several}
    if not owners:
        return []
    any_name = "|".join(re.escape(name) for name in sorted(owners, key=len, reverse=True))
    found = re.finditer(rf"(?<![\w.-])(?<![^/]/)(?:{any_name})(?![\w-])", text)  # behind a single slash it is part of a path
    return [(owners[one[0]], one.start(), one.end()) for one in found]


def _last_path(text: str) -> str:
    paths = [found["path"] for found in LOCATION.finditer(text)] or QUOTED.findall(text)
    return _route(paths[-1]) if paths else ""


def _route(path: str) -> str:
    return path.rstrip("/") or "/" if path else ""
