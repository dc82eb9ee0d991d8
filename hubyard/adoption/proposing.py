"""From what stands written about a service to a hub.toml, with a source for each value and a word for what stays open. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import Path
from typing import Final

from hubyard.adoption.compose_files import ComposeChoice
from hubyard.adoption.hints.code import CodeHints
from hubyard.adoption.hints.compose import ComposeHints
from hubyard.adoption.hints.dockerfile import DockerfileHints
from hubyard.adoption.hints.gateway import Passed
from hubyard.adoption.hints.health_urls import HealthUrl, prefix_of
from hubyard.adoption.naming import write_path
from hubyard.adoption.values import Finding, Open, OpenPoint, Origin, Proposal, Source
from hubyard.config.hub import LEAST_CONTAINER, ROUTE, HubSettings, MemoryHints
from hubyard.engine.port import Service

GUESSED_PORT: Final = 3000
PORTS: Final = range(1, 65536)
"""What is none (`EXPOSE 99999`) would make a hub.toml that cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """All that is known of a service that is to become a hub. `checkout` is what `path` will point to; `alone`: no other is in the yard."""

    name: str
    service: Service
    choice: ComposeChoice
    folder: Path
    """of the hub.toml"""
    checkout: Path
    origin: Origin | None
    alone: bool
    has_env_file: bool = False
    has_dockerfile: bool = True
    project_name: str | None = None
    """where it is not what Compose would choose"""
    compose_text: str | None = None
    compose: ComposeHints = field(default_factory=ComposeHints)
    dockerfile: DockerfileHints = field(default_factory=DockerfileHints)
    gateway: Passed | None = None
    """None: no gateway speaks of it"""
    code: CodeHints = field(default_factory=CodeHints)


@dataclass
class _Draft:
    """Findings and open points, gathered."""

    hub: str
    findings: dict[str, Finding] = field(default_factory=dict)
    open_points: list[OpenPoint] = field(default_factory=list)

    def found(self, key: str, value: object, source: Source, place: str = "") -> None:
        self.findings[key] = Finding(value=str(value), source=source, place=place)

    def open(self, what: Open, key: str, detail: str = "") -> None:
        self.open_points.append(OpenPoint(what=what, hub=self.hub, key=key, detail=detail))


def propose(known: Known) -> Proposal:
    """A hub.toml for `known`."""
    draft = _Draft(known.name)
    port, route = _port(known, draft), _route(known, draft)
    origin = _origin(known, draft)
    checkout, directory = known.checkout, known.choice.directory
    limit_bytes = known.service.mem_limit_bytes or 0
    settings = HubSettings(
        service=known.service.name,
        path=write_path(checkout, start=known.folder),
        remote=origin.remote if origin else None,
        branch=origin.branch if origin else None,
        compose_files=tuple(write_path(file, start=checkout) for file in known.choice.files),
        project_directory=None if directory == known.choice.files[0].parent else write_path(directory, start=checkout),
        project_name=known.project_name,
        env_files=(write_path(directory / ".env", start=checkout),) if known.has_env_file else (),
        profiles=known.compose.profiles,
        route=route,
        health_path=_health_path(known, route, draft),
        port=port,
        memory=MemoryHints(run_bytes=limit_bytes if limit_bytes >= LEAST_CONTAINER else None),
    )
    _say_of_dockerfile(known, draft)
    if known.compose_text:
        draft.open(Open.COMPOSE_WRITTEN, "compose_files", str(known.choice.files[0]))
    return Proposal(
        name=known.name,
        checkout=checkout,
        settings=settings,
        findings=draft.findings,
        open_points=tuple(draft.open_points),
        compose_text=known.compose_text,
    )


def _say_of_dockerfile(known: Known, draft: _Draft) -> None:
    build = known.service.build
    if build and build.inline:
        draft.open(Open.DOCKERFILE_INLINE, "dockerfile")
    elif build and not known.has_dockerfile:
        draft.open(Open.DOCKERFILE_MISSING, "dockerfile", str(build.dockerfile))


def decide_port(known: Known) -> tuple[int, Finding]:
    """Of `propose`, for who needs it before."""
    draft = _Draft(known.name)
    return _port(known, draft), draft.findings["port"]


def _port(known: Known, draft: _Draft) -> int:
    """What the app is told to listen on; then what others reach it by; then what its image and its code say of themselves."""
    compose, dockerfile = known.compose, known.dockerfile
    reached = [
        (compose.port_env, Source.COMPOSE, "PORT"),
        (compose.health and compose.health.port, Source.COMPOSE, "healthcheck"),
        (compose.target_port, Source.COMPOSE, "ports"),
        (compose.labels.port, Source.COMPOSE, "labels"),
        (known.gateway and known.gateway.port, Source.GATEWAY, ""),
        (dockerfile.health and dockerfile.health.port, Source.DOCKERFILE, "HEALTHCHECK"),
    ]
    itself = [
        (dockerfile.port_env, Source.DOCKERFILE, "PORT"),
        (dockerfile.exposed, Source.DOCKERFILE, "EXPOSE"),
        (known.code.port, Source.CODE, ""),
    ]
    said = [(port, source, place) for port, source, place in (*reached, *itself) if port and port in PORTS]
    if not said:
        draft.open(Open.PORT_GUESSED, "port")
        draft.found("port", GUESSED_PORT, Source.GUESS)
        return GUESSED_PORT
    port, source, place = said[0]
    others = {other for other, _, _ in reached if other and other in PORTS and other != port}
    if others:
        draft.open(Open.PORT_DISAGREES, "port", ", ".join(map(str, sorted(others))))
    draft.found("port", port, source, place)
    return port


def _route(known: Known, draft: _Draft) -> str:
    """What sends requests to it counts before what it says of itself; a gateway that names it without a path sends it all the rest."""
    checked = [(prefix_of(url.path), source, place) for url, source, place in _checks(known) if url.path]
    said = [
        (known.compose.labels.route, Source.COMPOSE, "labels"),
        (known.gateway.route if known.gateway else "", Source.GATEWAY, ""),
        *checked,
        *((prefix, Source.CODE, "") for prefix in known.code.prefixes),
        ("/" if known.gateway else "", Source.GATEWAY, ""),
        ("/" if known.alone else "", Source.GUESS, ""),
    ]
    fitting = [(route, source, place) for route, source, place in said if route and re.fullmatch(ROUTE, route)]
    if not fitting:
        draft.open(Open.ROUTE_GUESSED, "route")
        draft.found("route", f"/{known.name.lower()}", Source.GUESS)
        return f"/{known.name.lower()}"
    route, source, place = fitting[0]
    # A prefix in the code may be an API's; it only counts against another of its kind.
    others = {other for other, of, _ in fitting if other not in {route, "/"} and (of is not Source.CODE or source is Source.CODE)}
    if others:
        draft.open(Open.ROUTE_DISAGREES, "route", ", ".join(sorted(others)))
    draft.found("route", route, source, place)
    return route


def _health_path(known: Known, route: str, draft: _Draft) -> str:
    """What a health check asks already; else what the code answers, below the route; else the page itself, if a check asks the server."""
    checks = _checks(known)
    asked = next(((url.path, source, place) for url, source, place in checks if url.path), None)
    if asked:
        path, source, place = asked
    elif known.code.health_path:
        path, source, place = _below(route, known.code.health_path), Source.CODE, known.code.place
    elif checks:
        path, source, place = route, Source.GUESS, ""
        draft.open(Open.HEALTH_GUESSED, "health_path")
    else:
        path, source, place = "", Source.GUESS, ""
        draft.open(Open.HEALTH_UNKNOWN, "health_path")
    if path and path != route and not path.startswith(_below(route, "/")):
        draft.open(Open.HEALTH_OUTSIDE_ROUTE, "health_path", route)
    if path:
        draft.found("health_path", path, source, place)
    return path


def _checks(known: Known) -> list[tuple[HealthUrl, Source, str]]:
    """What its health checks ask, the one that counts for Docker first."""
    urls = [(known.compose.health, Source.COMPOSE, "healthcheck"), (known.dockerfile.health, Source.DOCKERFILE, "HEALTHCHECK")]
    return [(url, source, place) for url, source, place in urls if url]


def _below(route: str, path: str) -> str:
    return path if route == "/" or path.startswith(f"{route}/") else route + path


def _origin(known: Known, draft: _Draft) -> Origin | None:
    """Where to pull from. A bundled hub comes with its yard: nothing is pulled for it, and nothing is open."""
    if known.checkout == known.folder:
        return None
    if known.origin is None or known.origin.problem:
        draft.open(Open.REMOTE_UNREADABLE if known.origin else Open.REMOTE_MISSING, "remote", known.origin.problem if known.origin else "")
        return None
    if known.origin.remote is None:
        draft.open(Open.REMOTE_AMBIGUOUS if known.origin.several else Open.REMOTE_MISSING, "remote", ", ".join(known.origin.several))
        return None
    draft.found("remote", known.origin.remote, Source.GIT)
    if known.origin.branch is None:
        draft.open(Open.BRANCH_MISSING, "branch")
    return known.origin


def part_routes(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Of several that would live at one route the one called like it keeps it, else the first: our gateway can send it to one only.

    The others get one of their own.
    """
    owners: dict[str, str] = {}
    for one in proposals:
        if one.settings.route == _called(one):
            owners[one.settings.route] = one.name
        owners.setdefault(one.settings.route, one.name)
    taken, parted = set(owners), []
    for one in proposals:
        owner = owners[one.settings.route]
        parted.append(one if owner == one.name else _elsewhere(one, owner, taken))
        taken.add(parted[-1].settings.route)
    return parted


def _called(one: Proposal) -> str:
    return f"/{one.name.lower()}"


def _elsewhere(one: Proposal, owner: str, taken: Collection[str]) -> Proposal:
    routes = chain([_called(one)], (f"{_called(one)}-{number}" for number in count(2)))
    route = next(route for route in routes if route not in taken)
    point = OpenPoint(what=Open.ROUTE_SHARED, hub=one.name, key="route", detail=f"{one.settings.route} ({owner})")
    return replace(
        one,
        settings=replace(one.settings, route=route),
        findings={**one.findings, "route": Finding(value=route, source=Source.GUESS)},
        open_points=(*one.open_points, point),
    )
