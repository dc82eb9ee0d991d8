from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hubyard.adoption.compose_files import ComposeChoice
from hubyard.adoption.hints.code import CodeHints
from hubyard.adoption.hints.compose import ComposeHints
from hubyard.adoption.hints.dockerfile import DockerfileHints
from hubyard.adoption.hints.gateway import Passed
from hubyard.adoption.hints.health_urls import HealthUrl
from hubyard.adoption.proposing import Known, part_routes, propose
from hubyard.adoption.values import Open, Origin, Proposal, Source
from hubyard.engine.port import BuildSection
from tests.unit.adoption.services import service

WEB = Known(
    name="Web",
    service=service("web-staging"),
    choice=ComposeChoice(files=(Path("/srv/web/compose.yaml"),), directory=Path("/srv/web")),
    folder=Path("/srv/yard/Web"),
    checkout=Path("/srv/web"),
    origin=Origin(root=Path("/srv/web"), remote="origin", branch="main"),
    alone=False,
    gateway=Passed(route="/web", port=3000),
    code=CodeHints(health_path="/api/health", place="a.js"),
)
CHECK = HealthUrl(port=8080, path="/fin/api/health")

PORTS = {  # what differs, port, source, what stays open
    "gateway": ({}, 3000, Source.GATEWAY, None),
    "what_it_is_told_first": ({"compose": ComposeHints(port_env=3000, target_port=3000)}, 3000, Source.COMPOSE, None),
    "places_disagree": ({"compose": ComposeHints(target_port=8080)}, 8080, Source.COMPOSE, ("port_disagrees", "3000")),
    "health_check": ({"gateway": None, "dockerfile": DockerfileHints(health=CHECK, exposed=1)}, 8080, Source.DOCKERFILE, None),
    "exposed": ({"gateway": None, "dockerfile": DockerfileHints(exposed=80)}, 80, Source.DOCKERFILE, None),
    "no_port_at_all": ({"dockerfile": DockerfileHints(port_env=99999)}, 3000, Source.GATEWAY, None),
    "no_port_that_it_is_told": ({"dockerfile": DockerfileHints(health=HealthUrl(port=99999, path=""))}, 3000, Source.GATEWAY, None),
    "code": ({"gateway": None, "code": CodeHints(port=5000, health_path="/up")}, 5000, Source.CODE, None),
    "nothing": ({"gateway": None, "code": CodeHints(health_path="/up")}, 3000, Source.GUESS, ("port_guessed", "")),
}


@pytest.mark.parametrize(("changes", "port", "source", "left_open"), PORTS.values(), ids=PORTS)
def test_propose_port(changes: dict[str, Any], port: int, source: Source, left_open: tuple[str, str] | None) -> None:
    proposal = propose(replace(WEB, **changes))
    assert (proposal.settings.port, proposal.findings["port"].source) == (port, source)
    assert open_of(proposal, "port") == left_open


ROUTES = {
    "gateway": ({}, "/web", Source.GATEWAY, None),
    "labels_before_the_rest": ({"gateway": None, "compose": ComposeHints(labels=Passed(route="/l"))}, "/l", Source.COMPOSE, None),
    "prefix_of_the_health_check": ({"gateway": None, "dockerfile": DockerfileHints(health=CHECK)}, "/fin", Source.DOCKERFILE, None),
    "prefix_of_compose_s_health_check": ({"gateway": None, "compose": ComposeHints(health=CHECK)}, "/fin", Source.COMPOSE, None),
    "health_check_disagrees": ({"dockerfile": DockerfileHints(health=CHECK)}, "/web", Source.GATEWAY, ("route_disagrees", "/fin")),
    "code": ({"gateway": None, "code": CodeHints(prefixes=("/a",))}, "/a", Source.CODE, None),
    "code_of_two_minds": ({"gateway": None, "code": CodeHints(prefixes=("/a", "/b"))}, "/a", Source.CODE, ("route_disagrees", "/b")),
    "code_s_own_prefixes_do_not_argue": ({"code": CodeHints(prefixes=("/v1",))}, "/web", Source.GATEWAY, None),
    "gateway_sends_it_the_rest": ({"gateway": Passed(port=3000)}, "/", Source.GATEWAY, None),
    "the_only_hub": ({"gateway": None, "alone": True}, "/", Source.GUESS, None),
    "nothing": ({"gateway": None}, "/web", Source.GUESS, ("route_guessed", "")),
    "no_route_of_ours_is_none": ({"gateway": Passed(route="/a b")}, "/", Source.GATEWAY, None),
}


@pytest.mark.parametrize(("changes", "route", "source", "left_open"), ROUTES.values(), ids=ROUTES)
def test_propose_route(changes: dict[str, Any], route: str, source: Source, left_open: tuple[str, str] | None) -> None:
    proposal = propose(replace(WEB, **changes))
    assert (proposal.settings.route, proposal.findings["route"].source) == (route, source)
    assert open_of(proposal, "route") == left_open


HEALTHS = {
    "code_below_the_route": ({}, "/web/api/health", Source.CODE, None),
    "code_has_the_route": ({"code": CodeHints(health_path="/web/healthz")}, "/web/healthz", Source.CODE, None),
    "health_check": ({"gateway": None, "dockerfile": DockerfileHints(health=CHECK)}, "/fin/api/health", Source.DOCKERFILE, None),
    "compose_s_check_first": (
        {"compose": ComposeHints(health=HealthUrl(port=None, path="/web/up")), "dockerfile": DockerfileHints(health=CHECK)},
        "/web/up",
        Source.COMPOSE,
        None,
    ),
    "check_of_the_server_alone": (
        {"code": CodeHints(), "dockerfile": DockerfileHints(health=HealthUrl(port=3000, path=""))},
        "/web",
        Source.GUESS,
        ("health_guessed", ""),
    ),
    "nothing": ({"code": CodeHints()}, "", None, ("health_unknown", "")),
    "gateway_that_strips": (
        {"dockerfile": DockerfileHints(health=HealthUrl(port=3000, path="/api/health"))},
        "/api/health",
        Source.DOCKERFILE,
        ("health_outside_route", "/web"),
    ),
}


@pytest.mark.parametrize(("changes", "path", "source", "left_open"), HEALTHS.values(), ids=HEALTHS)
def test_propose_health_path(changes: dict[str, Any], path: str, source: Source | None, left_open: tuple[str, str] | None) -> None:
    proposal = propose(replace(WEB, **changes))
    found = proposal.findings.get("health_path")
    assert (proposal.settings.health_path, found and found.source) == (path, source)
    assert open_of(proposal, "health_path") == left_open


DOCKERFILES = {
    "there": ({}, None),
    "missing": ({"has_dockerfile": False}, ("dockerfile_missing", "/srv/web/Dockerfile")),
    "inside_the_compose_file": (
        {
            "has_dockerfile": False,
            "service": replace(service(), build=BuildSection(context=WEB.checkout, dockerfile=Path("x"), inline=True)),
        },
        ("dockerfile_inline", ""),
    ),
}


@pytest.mark.parametrize(("changes", "left_open"), DOCKERFILES.values(), ids=DOCKERFILES)
def test_propose_dockerfile(changes: dict[str, Any], left_open: tuple[str, str] | None) -> None:
    assert open_of(propose(replace(WEB, **{"service": service(), **changes})), "dockerfile") == left_open


ORIGINS = {
    "upstream": ({}, "origin", "main", None),
    "no_git": ({"origin": None}, None, None, ("remote_missing", "")),
    "no_remote": ({"origin": Origin(root=Path("/srv/web"), branch="main")}, None, None, ("remote_missing", "")),
    "several_remotes": (
        {"origin": Origin(root=Path("/srv/web"), several=("a", "b"), branch="main")},
        None,
        None,
        ("remote_ambiguous", "a, b"),
    ),
    "git_refuses": ({"origin": Origin(root=Path("/srv/web"), problem="no trust")}, None, None, ("remote_unreadable", "no trust")),
    "detached": ({"origin": Origin(root=Path("/srv/web"), remote="origin")}, "origin", None, None),
    "bundled": ({"folder": Path("/srv/web")}, None, None, None),
}


@pytest.mark.parametrize(("changes", "remote", "branch", "left_open"), ORIGINS.values(), ids=ORIGINS)
def test_propose_origin(changes: dict[str, Any], remote: str | None, branch: str | None, left_open: tuple[str, str] | None) -> None:
    proposal = propose(replace(WEB, **changes))
    assert (proposal.settings.remote, proposal.settings.branch) == (remote, branch)
    assert open_of(proposal, "remote") == left_open


def test_propose_detached_checkout_leaves_the_branch_open() -> None:
    assert open_of(propose(replace(WEB, origin=Origin(root=WEB.checkout, remote="origin"))), "branch") == ("branch_missing", "")


def test_propose_paths_of_one_file_for_all() -> None:
    choice = ComposeChoice(files=(Path("/srv/manager/docker-compose.oracle.yml"),), directory=Path("/srv"))
    settings = propose(replace(WEB, choice=choice, has_env_file=True)).settings
    assert (settings.path, settings.compose_files, settings.project_directory, settings.env_files) == (
        "../../web",
        ("../manager/docker-compose.oracle.yml",),
        "..",
        ("../.env",),
    )


def test_propose_memory_limit_is_a_hint() -> None:
    limits = [propose(replace(WEB, service=service(mem_limit_bytes=limit))).settings.memory.run_bytes for limit in (512_000_000, 1, None)]
    assert limits == [512_000_000, None, None]


PARTED = {  # name and route of each, routes then
    "first_keeps_it": ([("A", "/x"), ("B", "/x")], ["/x", "/b"]),
    "the_one_called_like_it_keeps_it": ([("Shop", "/admin"), ("Admin", "/admin")], ["/shop", "/admin"]),
    "nobody_is_sent_to_another_s": ([("A", "/x"), ("Shop", "/x"), ("B", "/shop")], ["/x", "/shop-2", "/shop"]),
    "all_their_own": ([("A", "/"), ("B", "/b")], ["/", "/b"]),
}


@pytest.mark.parametrize(("hubs", "routes"), PARTED.values(), ids=PARTED)
def test_part_routes(hubs: list[tuple[str, str]], routes: list[str]) -> None:
    proposals = [propose(replace(WEB, name=name, gateway=Passed(route=route))) for name, route in hubs]
    parted = part_routes(proposals)
    assert [one.settings.route for one in parted] == routes
    moved = [one.settings.route for one in parted if one.open_points and one.open_points[-1].what is Open.ROUTE_SHARED]
    assert moved == [route for route, (_, before) in zip(routes, hubs, strict=True) if route != before]


def open_of(proposal: Proposal, key: str) -> tuple[str, str] | None:
    found = [(point.what.value, point.detail) for point in proposal.open_points if point.key == key]
    return found[0] if found else None
