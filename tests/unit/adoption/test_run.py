"""The whole of it over folders in memory: what the user's host looks like, and what others have."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hubyard.adoption.run import AdoptRequest, adopt
from hubyard.adoption.values import Kind, Open, Origin
from hubyard.config.hub import HubSettings, MemoryHints
from hubyard.config.loading import parse_hub
from hubyard.engine.compose import parse_config
from hubyard.engine.port import ComposeConfig, Container
from hubyard.errors import AlreadyThere, ComposeInvalid, EngineMissing, HubClashes, NothingToAdopt, UnknownOption, YardInsideCheckout
from tests.fakes.ground import FakeGround
from tests.unit.adoption.services import service
from tests.unit.adoption.test_files import Plain
from tests.unit.adoption.tools import DOCKERFILE, WORKHUB, YARD, FakeCompose, FakeTools, lay_out, run

DATA = Path(__file__).parents[2] / "data"
ORACLE = WORKHUB / "WBHubManager/docker-compose.oracle.yml"
PREFIXES = {"WBHubManager": "", "WBSalesHub": "/saleshub", "WBFinHub": "/finhub", "WBOnboardingHub": "/onboarding"}


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
