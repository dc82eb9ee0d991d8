"""Whole hubs: the bundled ones, which must be well, and others as people write them."""

from pathlib import Path

import pytest

from hubyard.config.hub import Hub
from hubyard.config.loading import parse_hub, written_keys
from hubyard.doctor.examine import examine, judge_hub
from hubyard.doctor.reading import read_hub
from hubyard.doctor.values import Finding, HubReport, State, YardReport
from hubyard.engine.compose import parse_config
from hubyard.engine.port import ComposeConfig
from hubyard.errors import PluginMissing, Status
from tests.unit.doctor.files_of_a_hub import FakeDoctorTools, config_of, read_of, told

ROOT = Path(__file__).resolve().parents[3]
BUNDLED = sorted(file.parent.name for file in ROOT.glob("hubs/*/hub.toml"))
DATA = ROOT / "tests" / "data"
WORKHUB = Path("/srv/workhub")


def report_of(hub: Hub, texts: dict[Path, str], config: ComposeConfig) -> HubReport:
    return judge_hub(read_hub(hub, tools=FakeDoctorTools(hub, texts, config)))


def texts_of(folder: Path, *, at: Path) -> dict[Path, str]:
    return {at / file.relative_to(folder): file.read_text(encoding="utf-8") for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("name", BUNDLED)
def test_bundled_hub_is_well(name: str) -> None:
    folder = ROOT / "hubs" / name
    text = (folder / "hub.toml").read_text(encoding="utf-8")
    hub = Hub(name=name, folder=folder, settings=parse_hub(text, file=folder / "hub.toml"), written=written_keys(text))
    names = ("compose.yaml", "Dockerfile", ".dockerignore", ".npmrc", "package.json", "package-lock.json", "next.config.ts")
    texts = {folder / one: (folder / one).read_text(encoding="utf-8") for one in names}
    report = report_of(hub, texts, config_of(texts[folder / "compose.yaml"].replace("256m", "268435456"), folder=folder))
    assert told(report.findings) == [("ok", "own_name", "compose.yaml", 4)]
    assert len(report.well) == 14


FOUND = {
    "WBHubManager": ("", 3000, "/api/health", [("ok", "own_name", "docker-compose.oracle.yml", 13)]),
    "WBSalesHub": (
        "",
        3000,
        "/saleshub/api/health",
        [
            ("warn", "missing", "Dockerfile", 6),
            ("warn", "arg_unused", "docker-compose.oracle.yml", 29),
            ("warn", "root", "Dockerfile", 6),
            ("warn", "ports", "docker-compose.oracle.yml", 31),
            ("ok", "own_name", "docker-compose.oracle.yml", 26),
        ],
    ),
    "WBFinHub": (
        "docker/web.Dockerfile",
        8080,
        "/finhub/api/health",
        [
            ("warn", "disabled", "docker-compose.oracle.yml", 43),
            ("warn", "program_lacking", "web.Dockerfile", 8),
            ("warn", "root", "web.Dockerfile", 6),
            ("ok", "own_name", "docker-compose.oracle.yml", 36),
        ],
    ),
    "WBOnboardingHub": (
        "",
        3000,
        "/onboarding/api/health",
        [("warn", "missing", "Dockerfile", 1), ("ok", "own_name", "docker-compose.oracle.yml", 48)],
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_hub_as_people_write_it(name: str) -> None:
    dockerfile, port, health_path, expected = FOUND[name]
    text = "\n".join(
        (
            f'service = "{name.lower()}-staging"',
            f'path = "{WORKHUB / name}"',
            'compose_files = ["../WBHubManager/docker-compose.oracle.yml"]',
            'project_directory = ".."',
            f"port = {port}",
            f'health_path = "{health_path}"',
        )
    )
    hub = Hub(name=name, folder=Path("/yard") / name, settings=parse_hub(text, file=Path("hub.toml")), written=written_keys(text))
    texts = texts_of(DATA / "workhub", at=WORKHUB) | {WORKHUB / name / ".dockerignore": "node_modules\n.git\n.env*\n"}
    config = parse_config((DATA / "compose" / "workhub.json").read_text(encoding="utf-8"))
    report = report_of(hub, texts, config)
    assert told(report.findings) == expected
    assert not dockerfile or any(finding.place and finding.place.file == WORKHUB / name / dockerfile for finding in report.findings)


def test_without_compose_what_stands_plainly_in_the_files_is_judged() -> None:
    compose = "services:\n  shop:\n    build:\n      context: web\n      dockerfile: web.Dockerfile\n      target: run\n"
    files = {"web/web.Dockerfile": "FROM node AS run\nUSER node\nFROM node:24\n"}
    read = read_of(files, compose=compose, refusal=PluginMissing(plugin="compose"))
    found = {(one.rule, one.state) for one in judge_hub(read).findings}
    skipped = {(rule, State.SKIP) for rule in ("HUB00", "HUB01", "HUB03", "HUB10", "HUB11", "HUB12", "HUB14")}
    assert found == {("HUB08", State.WARN), ("HUB07", State.WARN), *skipped}


def test_without_compose_a_variable_leaves_the_build_unknown() -> None:
    compose = "services:\n  shop:\n    build: ${CONTEXT}\n"
    read = read_of({"Dockerfile": "FROM node\n"}, compose=compose, refusal=PluginMissing(plugin="compose"))
    assert (read.section, read.dockerfile) == (None, None)
    assert {one.state for one in judge_hub(read).findings} == {State.SKIP}


def test_findings_come_worst_first() -> None:
    files = {"Dockerfile": "FROM node AS a\nARG API_KEY\nCOPY . .\nFROM team/base:1\nCOPY --from=a /a /a\n"}
    states = [one.state for one in judge_hub(read_of(files)).findings]
    assert states == sorted(states, key=[State.FAIL, State.WARN, State.SKIP, State.OK].index)
    assert set(states) == {State.FAIL, State.WARN, State.SKIP}


STATUSES = {
    "nothing": ([], True, Status.DONE),
    "skipped": ([State.SKIP, State.OK], True, Status.DONE),
    "warnings": ([State.WARN], False, Status.DONE),
    "warnings_strictly": ([State.WARN], True, Status.WARNED),
    "failures": ([State.WARN, State.FAIL], True, Status.FAILED),
}


@pytest.mark.parametrize(("states", "strict", "status"), STATUSES.values(), ids=STATUSES)
def test_status(states: list[State], strict: bool, status: Status) -> None:  # noqa: FBT001  a parameter of the table
    findings = tuple(Finding(rule="HUB01", state=state, kind="missing") for state in states)
    hub = HubReport(hub="Shop", checkout=Path("/"), findings=findings, well=())
    assert YardReport(hubs=(hub,), strict=strict).status is status


def test_examine_judges_each_hub_that_was_chosen() -> None:
    read = read_of({"Dockerfile": "FROM scratch\n"})
    tools = FakeDoctorTools(read.hub, {}, PluginMissing(plugin="compose"))
    assert [hub.hub for hub in examine([read.hub, read.hub], strict=False, tools=tools).hubs] == ["Shop", "Shop"]
