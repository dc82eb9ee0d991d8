"""A deploy that fails half-way: the old container runs, the alias is where it was, and the last lines say why."""

import pytest

from tests.integration.machine.toy import FAILING_BUILD, UNHEALTHY_APP, Edit, build_step, setting
from tests.integration.machine.yard import ToyYard

FAILURES = {
    "failing_build": ([FAILING_BUILD], "the very last words of the build"),
    "unhealthy_app": ([UNHEALTHY_APP, setting("health_timeout = 3")], "the database does not answer"),
    "app_that_ends": ([Edit(file="server.js", new='console.log("no port left"); process.exit(7);\n')], "no port left"),
    "late_build": ([build_step("sleep 60"), setting("build_timeout = 2")], "toy"),
}


@pytest.mark.parametrize(("edits", "words"), FAILURES.values(), ids=FAILURES)
def test_failure_keeps_what_ran(deployed: ToyYard, edits: list[Edit], words: str) -> None:
    before = deployed.health("toy"), deployed.image_ids("toy")["staging"]
    deployed.change("toy", *edits)
    ran = deployed.invoke("deploy", "--hub=toy")
    assert (ran.status, words in ran.text) == (2, True), ran.text
    after = deployed.health("toy")
    assert (after["revision"], deployed.image_ids("toy")["staging"]) == (before[0]["revision"], before[1])


@pytest.mark.parametrize(("edits", "words"), FAILURES.values(), ids=FAILURES)
def test_failure_of_a_first_deploy_says_why(yard: ToyYard, edits: list[Edit], words: str) -> None:
    yard.add("toy", *edits)
    ran = yard.invoke("deploy", "--hub=toy")
    assert (ran.status, words in ran.text) == (2, True), ran.text


def test_after_a_failing_build_the_next_deploy_goes_well(deployed: ToyYard) -> None:
    deployed.change("toy", FAILING_BUILD)
    assert deployed.invoke("deploy", "--hub=toy").status == 2
    deployed.change("toy", build_step("true"))
    deployed.deploy("toy")


CUTS_OFF = """
import socket, struct
with socket.create_server(("", 4873)) as registry:
    print("listens", flush=True)
    while True:
        caller, _ = registry.accept()
        caller.recv(4096)
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        caller.close()
"""
"""A registry of packages that resets each connection."""


def test_download_that_is_cut_off_is_said_to_be_the_network(yard: ToyYard) -> None:
    registry = yard.machine.start("python3", "-c", CUTS_OFF)
    registry.wait_for("listens")
    bridge = yard.machine.shell("ip -4 -o address show docker0 | sed 's/.* inet //; s#/.*##'").strip()
    yard.add("toy", build_step(f"npm install --fetch-retries=0 --registry=http://{bridge}:4873 left-pad"))
    ran = yard.invoke("deploy", "--hub=toy")
    assert (ran.status, "because of the network" in ran.text, "fetch-timeout=120000" in ran.text) == (2, True, True), ran.text


def test_one_failing_hub_ends_the_row(yard: ToyYard) -> None:
    yard.add("alpha", FAILING_BUILD)
    yard.add("beta")
    assert yard.invoke("deploy", "--hub=all").status == 2
    assert yard.image_ids("beta") == {}


def test_keep_going_deploys_the_others(yard: ToyYard) -> None:
    yard.add("alpha", FAILING_BUILD)
    yard.add("beta")
    assert yard.invoke("deploy", "--hub=all", "--keep-going").status == 2
    assert yard.health("beta")["hub"] == "beta"


def test_engine_that_stops_in_mid_build_is_said(deployed: ToyYard) -> None:
    deployed.change("toy", build_step("sleep 97"))
    deploy = deployed.begin("deploy", "--hub=toy")
    deploy.wait_for("sleep 97")
    deployed.machine.shell("kill -KILL $(cat /run/docker.pid)")
    try:
        ran = deploy.end(limit_s=90)
    finally:
        deployed.machine.shell(
            "pkill -KILL -x sleep || true; start-engine; until docker version; do sleep 0.2; done >/dev/null 2>&1", limit_s=60
        )
    assert ran.status == 2, ran.text
    assert "Traceback" not in ran.text
