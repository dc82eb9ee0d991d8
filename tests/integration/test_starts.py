"""Containers that start beside builds: their memory counts. The app is well when the test says so."""

from typing import Any

from tests.integration.machine.hunger import expects
from tests.integration.machine.toy import app_code, build_step
from tests.integration.machine.yard import ToyYard

RUN_BYTES = 64_000_000
"""As hub.toml of the toy says."""
WELL_WHEN_TOLD = app_code("""\
const [answers] = server.listeners("request");
const told = () => require("node:fs").existsSync("/tmp/well");
server.removeAllListeners("request").on("request", (asked, given) => (told() ? answers(asked, given) : given.writeHead(503).end()));
""")
STARTING = "starting, and waiting for health"
WAITING = "waits to start..."


def running(yard: ToyYard) -> list[tuple[str, bool, int]]:
    told: list[dict[str, Any]] = yard.invoke("queue", "--json").document()["running"]
    return [(one["hub"], one["starts"], one["granted_bytes"]) for one in told]


def test_start_after_its_build_is_counted_and_is_no_build(yard: ToyYard) -> None:
    yard.add("slow", WELL_WHEN_TOLD)
    yard.add("other")
    slow = yard.begin("deploy", "--hub=slow", "--jobs=1")
    slow.wait_for(STARTING)
    assert running(yard) == [("slow", True, RUN_BYTES)]
    yard.deploy("other", "--no-wait")  # of which nothing was measured, too
    yard.machine.must("docker", "exec", "slow-staging", "touch", "/tmp/well")
    assert slow.end().status == 0, slow.text
    assert running(yard) == []


def test_start_without_a_build_waits_where_the_last_memory_is_promised(yard: ToyYard) -> None:
    yard.add("toy")
    yard.deploy("toy")
    yard.machine.must("docker", "rm", "--force", "toy-staging")
    yard.add("large", expects(2900), build_step("sleep 20"))
    large = yard.begin("deploy", "--hub=large")
    large.wait_for("sleep 20")
    refused = yard.invoke("deploy", "--hub=toy", "--no-wait")
    assert (refused.status, "toy did not get its turn to start" in refused.text) == (75, True), refused.text
    toy = yard.begin("deploy", "--hub=toy")
    toy.wait_for(WAITING)
    assert "large builds (2." in toy.text, toy.text
    assert (large.end().status, toy.end().status) == (0, 0), large.text + toy.text
    assert "Building toy" not in toy.text
    assert yard.health("toy")["hub"] == "toy"
