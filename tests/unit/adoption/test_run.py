"""The whole of it over folders in memory: what the user's host looks like, and what others have."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hubyard.adoption.run import AdoptRequest, adopt
from hubyard.adoption.values import Adoption, Kind, Open, Origin
from hubyard.config.hub import HubSettings, MemoryHints
from hubyard.config.loading import parse_hub
from hubyard.engine.compose import parse_config
from hubyard.engine.port import BuildSection, ComposeConfig, Container, Project
from hubyard.errors import AlreadyThere, ComposeInvalid, EngineMissing, HubClashes, NothingToAdopt, UnknownOption, YardInsideCheckout
from tests.fakes.ground import FakeGround
from tests.unit.adoption.services import service
from tests.unit.adoption.test_files import Plain

DATA = Path(__file__).parents[2] / "data"
WORKHUB = Path("/srv/workhub")
YARD = Path("/srv/yard")
ORACLE = WORKHUB / "WBHubManager/docker-compose.oracle.yml"
PREFIXES = {"WBHubManager": "", "WBSalesHub": "/saleshub", "WBFinHub": "/finhub", "WBOnboardingHub": "/onboarding"}


@dataclass
class FakeCompose:
    """`configs` by the first file."""

    configs: dict[Path, ComposeConfig | Exception] = field(default_factory=dict)
    running: list[Container] | Exception = field(default_factory=list)
    asked: list[Project] = field(default_factory=list)

    def config(self, project: Project) -> ComposeConfig:
        self.asked.append(project)
        found = self.configs[project.files[0]]
        if isinstance(found, Exception):
            raise found
        return found

    def containers(self, *, label: str) -> Sequence[Container]:
        if isinstance(self.running, Exception):
            raise self.running
        return [one for one in self.running if label in one.labels]


@dataclass
class FakeTools:
    ground: FakeGround
    engine: FakeCompose = field(default_factory=FakeCompose)
    yard_folder: Path = YARD


def lay_out(**files: str) -> FakeGround:
    return FakeGround(files={Path("/srv") / name: text for name, text in files.items()})


@pytest.fixture
def workhub() -> FakeTools:
    folder = DATA / "workhub"
    files = {WORKHUB / file.relative_to(folder): file.read_text(encoding="utf-8") for file in folder.rglob("*") if file.is_file()}
    server = files.pop(WORKHUB / "server.js")
    del files[WORKHUB / "README.md"]
    for hub, prefix in PREFIXES.items():
        files[WORKHUB / hub / "src/server.js"] = server.replace("PREFIX", prefix).replace("NAME", hub)
    files[WORKHUB / ".env"] = "FIN_DATABASE_URL=secret"
    origins = {WORKHUB / hub: Origin(root=WORKHUB / hub, remote="origin", branch="main") for hub in PREFIXES}
    config = parse_config((DATA / "compose/workhub.json").read_text(encoding="utf-8"))
    return FakeTools(FakeGround(files=files, origins=origins), FakeCompose({ORACLE: config}))


def run(tools: FakeTools, path: str = str(WORKHUB), *, services: tuple[str, ...] = (), dry_run: bool = False) -> Adoption:
    return adopt(AdoptRequest(path=path, services=services, dry_run=dry_run), wording=Plain(), tools=tools)


def test_adopt_workhub_gets_all_four_right(workhub: FakeTools) -> None:
    adoption = run(workhub)
    one_for_all = HubSettings(
        service="",
        remote="origin",
        branch="main",
        compose_files=("../WBHubManager/docker-compose.oracle.yml",),
        project_directory="..",
        env_files=("../.env",),
    )
    expected = {
        "WBHubManager": replace(one_for_all, compose_files=("docker-compose.oracle.yml",)),
        "WBSalesHub": replace(
            one_for_all, route="/saleshub", health_path="/saleshub/api/health", memory=MemoryHints(run_bytes=512 * 1024**2)
        ),
        "WBFinHub": replace(one_for_all, route="/finhub", health_path="/finhub/api/health", port=8080),
        "WBOnboardingHub": replace(one_for_all, route="/onboarding", health_path="/onboarding/api/health", profiles=("onboarding",)),
    }
    for name, settings in expected.items():
        file = YARD / name / "hub.toml"
        written = parse_hub(workhub.ground.files[file], file=file)
        assert written == replace(settings, service=f"{name.lower()}-staging", path=f"../../workhub/{name}")
    assert (adoption.open_points, [hub.open_points for hub in adoption.hubs]) == ((), [()] * 4)


def test_adopt_workhub_keeps_their_gateway_and_their_order(workhub: FakeTools) -> None:
    run(workhub)
    yard = workhub.ground.yard(YARD)
    assert yard is not None
    assert (yard.settings.gateway, yard.settings.port, [hub.name for hub in yard.hubs]) == ("none", 4400, list(PREFIXES))
    assert workhub.ground.files[YARD / ".gitignore"] == ".hubyard/\n"


def test_adopt_workhub_names_what_is_no_hub(workhub: FakeTools) -> None:
    kinds = {verdict.service: verdict.kind for verdict in run(workhub).verdicts if verdict.kind is not Kind.HUB}
    assert kinds == {"workhub-db": Kind.DATABASE, "workhub-gateway": Kind.GATEWAY}


def test_adopt_writes_outside_the_checkouts_only_and_no_secret(workhub: FakeTools) -> None:
    before = dict(workhub.ground.files)
    adoption = run(workhub)
    written = {file: text for file, text in workhub.ground.files.items() if file not in before}
    assert set(written) == set(adoption.files)
    assert all(YARD in file.parents for file in written)
    assert not [file for file, text in written.items() if "secret" in text.lower() or "postgres://" in text]
    assert "postgres://" not in repr(adoption)


def test_adopt_dry_run_writes_nothing(workhub: FakeTools) -> None:
    before = dict(workhub.ground.files)
    assert len(run(workhub, dry_run=True).files) == 6
    assert workhub.ground.files == before


def test_adopt_again_takes_only_what_is_new(workhub: FakeTools) -> None:
    run(workhub, services=("wbsaleshub-staging",))
    adoption = run(workhub)
    assert ([hub.name for hub in adoption.hubs], adoption.before) == (["WBHubManager", "WBFinHub", "WBOnboardingHub"], ("WBSalesHub",))
    assert [file.name for file in adoption.files] == ["hub.toml"] * 3


def test_adopt_again_without_news_is_refused(workhub: FakeTools) -> None:
    run(workhub)
    with pytest.raises(AlreadyThere) as caught:
        run(workhub)
    assert (caught.value.file, caught.value.hubs) == (YARD / "WBHubManager/hub.toml", ", ".join(PREFIXES))


def test_adopt_again_after_a_hub_was_renamed_knows_it(workhub: FakeTools) -> None:
    run(workhub, services=("wbfinhub-staging",))
    workhub.ground.files[YARD / "Money/hub.toml"] = workhub.ground.files.pop(YARD / "WBFinHub/hub.toml")
    workhub.ground.files[YARD / "yard.toml"] = 'gateway = "none"'
    assert run(workhub).before == ("Money",)


def test_adopt_into_a_checkout_is_refused(workhub: FakeTools) -> None:
    workhub.yard_folder = WORKHUB / "WBFinHub/yard"
    with pytest.raises(YardInsideCheckout) as caught:
        run(workhub)
    assert caught.value.checkout == WORKHUB / "WBFinHub"


def test_adopt_beside_the_checkouts_is_no_checkout(workhub: FakeTools) -> None:
    workhub.yard_folder = WORKHUB / "yard"
    assert run(workhub).hubs[0].settings.path == "../../WBHubManager"


def test_adopt_all_profiles_are_looked_at(workhub: FakeTools) -> None:
    run(workhub)
    assert [(project.directory, project.profiles) for project in workhub.engine.asked] == [(WORKHUB, ("*",))]


def test_adopt_running_containers_know_folder_and_project(workhub: FakeTools) -> None:
    elsewhere = WORKHUB / "WBHubManager"
    workhub.engine.running = [container(project="production", files=f"{ORACLE},/x.yml", directory=str(elsewhere))]
    hub = run(workhub).hubs[0].settings
    assert (hub.project_name, hub.project_directory, workhub.engine.asked[0].directory) == ("production", None, elsewhere)


def test_adopt_without_an_engine_that_answers_goes_by_the_files(workhub: FakeTools) -> None:
    workhub.engine.running = EngineMissing(address="unix:///x", detail="")
    assert len(run(workhub).hubs) == 4


def test_adopt_into_a_yard_with_our_gateway_says_so(workhub: FakeTools) -> None:
    workhub.ground.files[YARD / "yard.toml"] = ""
    assert [point.what for point in run(workhub).open_points] == [Open.GATEWAY_KEPT]


def test_adopt_route_of_a_hub_that_is_there_is_refused(workhub: FakeTools) -> None:
    workhub.ground.files[YARD / "shop/hub.toml"] = 'service = "shop"\nroute = "/finhub"\n'
    with pytest.raises(HubClashes) as caught:
        run(workhub)
    assert (caught.value.hub, caught.value.what, caught.value.owner) == ("WBFinHub", "route", YARD / "shop/hub.toml")


DOCKERFILE = "FROM node:24-slim\nEXPOSE 4000\nHEALTHCHECK CMD curl http://localhost:4000/healthz\n"


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


def test_adopt_second_compose_file_of_the_same_builds_is_passed_over(workhub: FakeTools) -> None:
    workhub.ground.files[WORKHUB / "WBSalesHub/compose.yaml"] = "services: {web: {build: .}}"
    (point,) = run(workhub).open_points
    assert (point.what, point.detail) == (Open.COMPOSE_FILE_PASSED_OVER, str(WORKHUB / "WBSalesHub/compose.yaml"))


def test_adopt_folder_that_no_compose_file_knows_is_told(workhub: FakeTools) -> None:
    workhub.ground.files[WORKHUB / "WBNewHub/Dockerfile"] = DOCKERFILE
    (point,) = run(workhub).open_points
    assert (point.what, point.detail) == (Open.FOLDER_PASSED_OVER, str(WORKHUB / "WBNewHub"))


def test_adopt_broken_compose_file_is_told_by_compose() -> None:
    tools = FakeTools(lay_out(**{"shop/compose.yaml": "services: ["}))
    tools.engine.configs[Path("/srv/shop/compose.yaml")] = ComposeInvalid(hub="shop", files="compose.yaml", detail="yaml: line 1")
    with pytest.raises(ComposeInvalid):
        run(tools, "/srv/shop")


def test_adopt_service_that_no_compose_file_has_is_refused_with_the_nearest(workhub: FakeTools) -> None:
    with pytest.raises(UnknownOption) as caught:
        run(workhub, services=("wbsalehub-staging",))
    assert (caught.value.value, caught.value.nearest) == ("wbsalehub-staging", "wbsaleshub-staging")


def test_adopt_chosen_service_that_is_not_built_is_not_replaced_by_a_dockerfile() -> None:
    tools = FakeTools(lay_out(**{"shop/Dockerfile": DOCKERFILE, "shop/compose.yaml": "services: {db: {image: postgres}}"}))
    database = service("db", built=False, image="postgres")
    tools.engine.configs[Path("/srv/shop/compose.yaml")] = ComposeConfig(name="shop", services={"db": database}, section={})
    with pytest.raises(NothingToAdopt):
        run(tools, "/srv/shop", services=("db",))


NOTHING = {
    "no_such_folder": ("/srv/none", (), "no_folder", "No such file or directory"),
    "no_such_compose_file": ("/srv/empty", ("other.yml",), "no_file", "other.yml"),
    "nothing_built": ("/srv/empty", (), "no_hub", ""),
}


@pytest.mark.parametrize(("path", "files", "reason", "detail"), NOTHING.values(), ids=NOTHING)
def test_adopt_nothing(path: str, files: tuple[str, ...], reason: str, detail: str) -> None:
    with pytest.raises(NothingToAdopt) as caught:
        adopt(AdoptRequest(path=path, compose_files=files), wording=Plain(), tools=FakeTools(lay_out(**{"empty/README": ""})))
    assert (caught.value.reason, caught.value.detail) == (reason, detail)


def container(*, project: str, files: str, directory: str) -> Container:
    return Container(
        id="1",
        name="x",
        image_id="",
        image="",
        state="running",
        health="",
        labels={
            "com.docker.compose.project": project,
            "com.docker.compose.project.config_files": files,
            "com.docker.compose.project.working_dir": directory,
        },
        started=datetime(2026, 1, 1, tzinfo=UTC),
        exit_code=0,
        restarts=0,
        oom_killed=False,
        addresses={},
    )
