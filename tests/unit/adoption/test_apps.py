"""Apps that no Compose file builds, and those of a monorepo."""

from dataclasses import replace
from pathlib import Path

import pytest

from hubyard.adoption.values import Open, Origin
from hubyard.config.loading import parse_hub
from hubyard.engine.port import BuildSection, ComposeConfig
from hubyard.errors import NothingToAdopt
from tests.unit.adoption.services import service
from tests.unit.adoption.tools import DOCKERFILE, YARD, FakeTools, lay_out, run


def test_adopt_app_without_compose_file_gets_one_in_the_yard() -> None:
    tools = FakeTools(lay_out(**{"shop/Dockerfile": DOCKERFILE}))
    adoption = run(tools, "/srv/shop")
    hub = parse_hub(tools.ground.files[YARD / "shop/hub.toml"], file=YARD)
    assert (hub.service, hub.compose_files, hub.project_directory, hub.project_name) == (
        "shop-staging",
        ("../yard/shop/compose.yaml",),
        ".",
        "shop",
    )
    assert (hub.route, hub.health_path, hub.port) == ("/", "/healthz", 4000)
    assert '  "shop-staging":\n    build:\n      context: .\n' in tools.ground.files[YARD / "shop/compose.yaml"]
    assert [point.what for point in adoption.hubs[0].open_points] == [Open.REMOTE_MISSING, Open.COMPOSE_WRITTEN]


def test_adopt_app_without_compose_file_is_built_where_its_dockerfile_lies() -> None:
    tools = FakeTools(lay_out(**{"shop/app/Dockerfile": DOCKERFILE}))
    tools.ground.origins[Path("/srv/shop")] = Origin(root=Path("/srv/shop"), remote="origin", branch="main")
    hub = run(tools, "/srv/shop").hubs[0]
    assert (hub.settings.path, hub.settings.project_directory) == ("../../shop", "app")


def test_adopt_folder_of_apps_without_compose_file_adopts_each() -> None:
    tools = FakeTools(lay_out(**{"a/shop/Dockerfile": DOCKERFILE, "a/blog/Dockerfile": DOCKERFILE}))
    adoption = run(tools, "/srv/a")
    assert [(hub.name, hub.settings.route) for hub in adoption.hubs] == [("blog", "/"), ("shop", "/shop")]


def test_adopt_one_app_after_another_leaves_the_first_its_route() -> None:
    tools = FakeTools(lay_out(**{"shop/Dockerfile": "FROM node:24\n", "blog/Dockerfile": "FROM node:24\n"}))
    assert [run(tools, f"/srv/{name}").hubs[0].settings.route for name in ("shop", "blog")] == ["/", "/blog"]


def test_adopt_app_in_the_yard_is_bundled() -> None:
    tools = FakeTools(lay_out(**{"yard/shop/Dockerfile": DOCKERFILE}))
    tools.ground.origins[Path("/srv")] = Origin(root=Path("/srv"), remote="origin", branch="main")
    hub = run(tools, "/srv/yard/shop").hubs[0]
    assert (hub.settings.path, hub.settings.remote, hub.settings.compose_files) == (".", None, ("compose.yaml",))


def test_adopt_compose_file_of_databases_only_leaves_the_dockerfile() -> None:
    tools = FakeTools(lay_out(**{"shop/Dockerfile": DOCKERFILE, "shop/compose.yaml": "services: {db: {image: postgres}}"}))
    database = service("db", built=False, image="postgres")
    tools.engine.configs[Path("/srv/shop/compose.yaml")] = ComposeConfig(name="shop", services={"db": database}, section={})
    assert [hub.settings.service for hub in run(tools, "/srv/shop").hubs] == ["shop-staging"]


def test_adopt_monorepo_reads_each_app_around_its_own_dockerfile() -> None:
    names = ("web", "admin")
    apps = {f"mono/{name}/next.config.js": f"module.exports = {{ basePath: '/{name}' }}" for name in names}
    dockerfiles = {f"mono/{name}/Dockerfile": "FROM node:24\nEXPOSE 3000\n" for name in names}
    text = "services:\n" + "".join(f"  {name}: {{build: {{context: ., dockerfile: {name}/Dockerfile}}}}\n" for name in names)
    tools = FakeTools(lay_out(**apps, **dockerfiles, **{"mono/compose.yaml": text}))
    root = Path("/srv/mono")
    services = {name: replace(service(name), build=BuildSection(context=root, dockerfile=root / name / "Dockerfile")) for name in names}
    tools.engine.configs[root / "compose.yaml"] = ComposeConfig(name="mono", services=services, section={})
    adoption = run(tools, "/srv/mono")
    assert [(hub.name, hub.settings.route) for hub in adoption.hubs] == [("web", "/web"), ("admin", "/admin")]
    assert adoption.open_points == ()


def test_adopt_dockerfile_of_a_worker_is_no_app_beside_it() -> None:
    tools = FakeTools(lay_out(**{"shop/Dockerfile": DOCKERFILE, "shop/compose.yaml": "services: {worker: {build: .}}"}))
    tools.engine.configs[Path("/srv/shop/compose.yaml")] = ComposeConfig(name="shop", services={"worker": service("worker")}, section={})
    tools.ground.files[Path("/srv/worker/Dockerfile")] = ""
    with pytest.raises(NothingToAdopt) as caught:
        run(tools, "/srv/shop")
    assert caught.value.detail == "worker"
