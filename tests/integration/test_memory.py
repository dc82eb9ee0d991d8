"""Builds beside one another: each within its cap, and nobody's kill is another's."""

import pytest

from tests.integration.machine.base_images import base_node
from tests.integration.machine.hunger import expects, hungry
from tests.integration.machine.machine import eventually
from tests.integration.machine.overlaps import watch_steps
from tests.integration.machine.toy import build_step
from tests.integration.machine.yard import ToyYard, steps

WAITING = "❌ Another build is in progress. Waiting..."
PENDING = "pending"
HANDED_OVER_S = 2.0
"""At most, from the end of the old step to the grant. Seen were 0.07 to 0.7 s, at loads from 9 to 24 on two processors: the next deploy
pulls and plans from the kill on, and looks every 0.05 s whether the step is gone."""


def built_once(yard: ToyYard, name: str, *, megabytes: int) -> None:
    """From then on its need is known."""
    yard.add(name, *hungry(megabytes, seconds=1), expects(2 * megabytes + 60))
    yard.deploy(name)


def history(yard: ToyYard, name: str) -> list[dict[str, object]]:
    """Newest first."""
    builds: list[dict[str, object]] = yard.invoke("history", f"--hub={name}", "--json").document()["builds"]
    return builds


@pytest.fixture
def two(yard: ToyYard) -> ToyYard:
    """Of known need: "calm" 240 MB and a grant of a quarter more, "wild" 90 MB likewise."""
    built_once(yard, "calm", megabytes=240)
    built_once(yard, "wild", megabytes=60)
    return yard


def test_build_beyond_its_grant_is_hit_alone(two: ToyYard) -> None:
    before = two.image_ids("wild")["staging"], two.container("wild")["Id"]
    two.change("calm", *hungry(250, seconds=8), expects(540))
    two.change("wild", *hungry(400, seconds=8), expects(180))
    calm = two.begin("deploy", "--hub=calm")
    calm.wait_for("eater.js")
    eventually(lambda: steps(two.machine), limit_s=30, what="the calm one's step runs")
    wild = two.begin("deploy", "--hub=wild")
    ran = wild.end(), calm.end()
    assert [one.status for one in ran] == [4, 0], ran[0].text + ran[1].text
    assert WAITING not in ran[0].text, "they did not build at once"
    assert "the kernel killed" in ran[0].text
    assert (two.image_ids("wild")["staging"], two.container("wild")["Id"]) == before
    assert PENDING not in two.image_ids("wild")
    assert history(two, "wild")[0]["outcome"] == "killed"
    assert history(two, "calm")[0]["outcome"] == "well"


def test_step_that_survives_its_killed_child_fails_and_is_not_taken_from_the_cache(yard: ToyYard) -> None:
    yard.add("wild", *hungry(400, survives=True), expects(150))
    first = yard.invoke("deploy", "--hub=wild")
    assert (first.status, yard.image_ids("wild")) == (4, {}), first.text
    again = yard.invoke("deploy", "--hub=wild")
    log = yard.invoke("builds.log", "--hub=wild").text
    assert "CACHED" not in log.split("eater.js", 1)[-1].split("\n", 2)[1], log
    assert again.status in (0, 4), again.text
    third = yard.invoke("deploy", "--hub=wild")
    assert third.status == 0, third.text


def test_next_build_begins_when_the_step_of_a_killed_deploy_is_gone(yard: ToyYard) -> None:
    yard.add("toy", *hungry(2000, seconds=60), expects(2300))
    deploy = yard.begin("deploy", "--hub=toy")
    deploy.wait_for("eater.js")
    eventually(lambda: steps(yard.machine), limit_s=30, what="the step runs")
    watch = watch_steps(yard.machine)
    yard.change("toy", build_step("sleep 1"))
    second = yard.begin("deploy", "--hub=toy")
    second.wait_for(WAITING)
    deploy.kill()
    assert second.end().status == 0, second.text
    assert 0 <= watch.handed_over_s("toy") <= HANDED_OVER_S, watch.running.text


def test_foreign_build_is_named_and_counted(yard: ToyYard) -> None:
    """With no hint and no history half of the memory is asked for, and nothing unknown begins beside it."""
    yard.machine.must("docker", "tag", base_node(), "node:24-slim")
    yard.add("foreign", *hungry(1000, seconds=12))
    yard.add("toy")
    foreign = yard.machine.start("docker", "buildx", "build", "--progress=plain", "--tag=foreign:1", ".", folder=yard.place("foreign"))
    foreign.wait_for(" holds")
    toy = yard.begin("deploy", "--hub=toy")
    toy.wait_for(WAITING)
    assert "node eater.js" in toy.text, toy.text
    assert "GB" in toy.text, toy.text
    ran = toy.end()
    assert ran.status == 0, ran.text
