"""What is refused before anything is touched: three clear lines, the right status, and no image, container or lock afterwards."""

import pytest

from tests.integration.machine.machine import PROJECT
from tests.integration.machine.toy import Edit, setting
from tests.integration.machine.yard import ToyYard

CASES = {  # edits, arguments, status, words
    "unknown_hub": ([], ["--hub=toi"], 1, ["toi", "--hub=toy"]),
    "no_hub_named": ([], ["--hub="], 1, ["toy"]),
    "unknown_option": ([], ["--hub=toy", "--forse"], 1, ["--forse"]),
    "number_that_is_none": ([], ["--hub=toy", "--wait-timeout=soon"], 1, ["soon"]),
    "broken_toml": ([Edit(file="hub.toml", new='service = "toy\n')], ["--hub=toy"], 1, ["hub.toml", "line 1"]),
    "unknown_key": ([setting("paralelism = 2")], ["--hub=toy"], 1, ["hub.toml", "paralelism", "parallelism"]),
    "out_of_bounds": ([setting("parallelism = 0")], ["--hub=toy"], 1, ["hub.toml", "parallelism", "0"]),
    "missing_dockerfile": ([setting('dockerfile = "web.Dockerfile"')], ["--hub=toy"], 5, ["web.Dockerfile"]),
    "dockerfile_in_the_compose_file": (
        [Edit(file="compose.yaml", old="      context: .", new="      context: .\n      dockerfile_inline: FROM scratch")],
        ["--hub=toy"],
        5,
        ["dockerfile_inline", "compose.yaml"],
    ),
    "missing_compose_file": ([setting('compose_files = ["other.yaml"]')], ["--hub=toy"], 5, ["other.yaml"]),
    "broken_compose_file": ([Edit(file="compose.yaml", new="services: [toy\n")], ["--hub=toy"], 5, ["compose.yaml"]),
    "missing_service": ([Edit(file="hub.toml", old='"toy-staging"', new='"toy-stagin"')], ["--hub=toy"], 5, ["toy-stagin", "toy-staging"]),
    "missing_env_file": ([Edit(file="compose.yaml", old="[.env]", new="[.env.staging]")], ["--hub=toy"], 5, [".env.staging"]),
    "missing_variable": ([Edit(file="compose.yaml", old="128m", new="${LIMIT:?}")], ["--hub=toy"], 5, ["LIMIT"]),
    "missing_variable_of_a_secret": (
        [
            Edit(file="compose.yaml", old="services:", new="secrets: { token: { environment: NPM_TOKEN } }\nservices:"),
            Edit(file="compose.yaml", old="      context: .", new="      context: .\n      secrets: [token]"),
        ],
        ["--hub=toy"],
        5,
        ["NPM_TOKEN", "compose.yaml"],
    ),
    "two_services_of_one_image": (
        [Edit(file="compose.yaml", old="services:", new="services:\n  twin: { image: toy:staging, build: . }")],
        ["--hub=toy"],
        5,
        ["twin", "toy-staging"],
    ),
}


@pytest.mark.parametrize(("edits", "arguments", "status", "words"), CASES.values(), ids=CASES)
def test_refused(yard: ToyYard, edits: list[Edit], arguments: list[str], status: int, words: list[str]) -> None:
    yard.add("toy", *edits)
    ran = yard.invoke("deploy", *arguments)
    assert ran.status == status, ran.text
    assert [word for word in words if word not in ran.text] == [], ran.text
    assert "Traceback" not in ran.text
    assert yard.image_ids("toy") == {}


def test_refused_says_three_lines(yard: ToyYard) -> None:
    yard.add("toy", setting('dockerfile = "web.Dockerfile"'))
    lines = yard.invoke("deploy", "--hub=toy").err.rstrip().splitlines()[-3:]
    assert [line[:3] for line in lines] == ["✗ t", "  " + lines[1][2], "  →"], lines


def test_refused_says_it_in_korean(yard: ToyYard) -> None:
    yard.add("toy", setting('dockerfile = "web.Dockerfile"'))
    assert "없습니다" in yard.invoke("deploy", "--hub=toy", environment={"HUBYARD_LANG": "ko"}).err


def test_no_yard_is_said(yard: ToyYard) -> None:
    ran = yard.invoke("deploy", "--hub=all", environment={"HUBYARD_YARD": "/nowhere"})
    assert (ran.status, "/nowhere" in ran.text) == (1, True), ran.text


def test_port_of_the_gateway_taken(yard: ToyYard) -> None:
    yard.settings["gateway"] = '"caddy"'
    yard.add("toy")
    server = yard.machine.start("python3", "-u", "-m", "http.server", "4400")
    server.wait_for("Serving")
    ran = yard.invoke("deploy", "--hub=toy")
    server.signal("TERM")
    server.end()
    assert ran.status == 5, ran.text
    assert "4400" in ran.text
    assert yard.image_ids("toy") == {}


def test_container_name_of_somebody_elses(yard: ToyYard) -> None:
    yard.add("toy")
    image = yard.machine.must("docker", "image", "ls", "--quiet").split()[0]
    yard.machine.must("docker", "run", "--detach", "--name=toy-staging", "--entrypoint=sleep", image, "600")
    ran = yard.invoke("deploy", "--hub=toy")
    assert (ran.status, "toy-staging" in ran.text) == (5, True), ran.text
    assert yard.container("toy")["Config"]["Entrypoint"] == ["sleep"]


def test_too_little_disk(yard: ToyYard) -> None:
    yard.settings["disk_reserve"] = '"900 TB"'
    yard.add("toy")
    assert yard.invoke("deploy", "--hub=toy").status == 5
    assert yard.image_ids("toy") == {}


def test_engine_elsewhere(yard: ToyYard) -> None:
    yard.add("toy")
    other = yard.machine.start("python3", f"{PROJECT}/tests/integration/machine/other_engine.py")
    other.wait_for("listens")
    ran = yard.invoke("deploy", "--hub=toy", environment={"DOCKER_HOST": "tcp://127.0.0.1:23750"})
    other.signal("TERM")
    other.end()
    assert (ran.status, "elsewhere" in ran.text) == (5, True), ran.text
    assert yard.image_ids("toy") == {}


def test_engine_missing(yard: ToyYard) -> None:
    yard.add("toy")
    ran = yard.invoke("deploy", "--hub=toy", environment={"DOCKER_HOST": "tcp://127.0.0.1:9"})
    assert (ran.status, "127.0.0.1:9" in ran.text) == (5, True), ran.text


def test_engine_forbidden(yard: ToyYard) -> None:
    yard.add("toy")
    ran = yard.invoke("deploy", "--hub=toy", user="outsider")
    assert (ran.status, "docker" in ran.text) == (5, True), ran.text
