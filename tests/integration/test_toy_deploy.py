"""A toy hub deployed, and deployed again after this and that has changed."""

import re

from tests.integration.machine.hunger import expects, hungry
from tests.integration.machine.toy import app_code
from tests.integration.machine.yard import ToyYard


def test_first_deploy_runs_the_committed_revision(deployed: ToyYard) -> None:
    revision = deployed.machine.must("git", "rev-parse", "HEAD", folder=deployed.place("toy"))
    assert revision.startswith(deployed.health("toy")["revision"])


def test_first_deploy_moves_the_alias_to_the_immutable_tag(deployed: ToyYard) -> None:
    tags = deployed.image_ids("toy")
    revision = deployed.health("toy")["revision"]
    assert {tag for tag, image in tags.items() if image == tags["staging"]} > {"staging"}
    assert any(tag.startswith(f"{revision}-") and image == tags["staging"] for tag, image in tags.items())


def test_first_deploy_leaves_the_checkout_clean(deployed: ToyYard) -> None:
    assert deployed.machine.must("git", "status", "--porcelain", "--ignored", folder=deployed.place("toy")) == "!! .env"


def test_second_deploy_changes_nothing(deployed: ToyYard) -> None:
    before = deployed.container("toy")["Id"], deployed.image_ids("toy")
    deployed.deploy("toy")
    assert (deployed.container("toy")["Id"], deployed.image_ids("toy")) == before


def test_second_deploy_builds_nothing(deployed: ToyYard) -> None:
    assert "Building toy" not in deployed.deploy("toy").text


def test_dry_run_changes_nothing_and_says_what_it_would(yard: ToyYard) -> None:
    yard.add("toy")
    ran = yard.invoke("deploy", "--hub=toy", "--dry-run")
    assert ran.status == 0, ran.text
    assert "toy" in ran.text
    assert yard.image_ids("toy") == {}


def test_env_change_restarts_without_a_build(deployed: ToyYard) -> None:
    before = deployed.container("toy")
    deployed.machine.shell("echo COLOUR=blue >> .env", folder=deployed.place("toy"))
    ran = deployed.deploy("toy")
    after = deployed.container("toy")
    assert deployed.health("toy")["colour"] == "blue"
    assert (after["Id"] != before["Id"], after["Image"] == before["Image"]) == (True, True)
    assert "Building toy" not in ran.text


def test_empty_commit_changes_nothing(deployed: ToyYard) -> None:
    before = deployed.container("toy")["Id"]
    deployed.machine.must("git", "commit", "--allow-empty", "-qm", "nothing", folder=deployed.place("toy"))
    deployed.deploy("toy")
    assert deployed.container("toy")["Id"] == before


def test_changed_source_is_built_and_the_old_release_is_remembered(deployed: ToyYard) -> None:
    before = deployed.image_ids("toy")["staging"]
    deployed.change("toy", app_code('console.log("changed");'))
    deployed.deploy("toy")
    tags = deployed.image_ids("toy")
    assert tags["staging"] != before
    assert tags["previous"] == before


def test_stopped_container_runs_again_without_a_build(deployed: ToyYard) -> None:
    deployed.machine.must("docker", "stop", "--time=1", "toy-staging")
    ran = deployed.deploy("toy")
    assert deployed.container("toy")["State"]["Running"]
    assert "Building toy" not in ran.text


def test_cleanup_keeps_the_newest_releases_alone(yard: ToyYard) -> None:
    yard.add("toy")
    for number in range(5):
        yard.change("toy", app_code(f"console.log({number});"))
        ran = yard.deploy("toy")
    assert len(set(yard.image_ids("toy").values())) == 3, ran.text


VISITOR = """
trap 'echo "visits: $visits, failures: $failures"; exit 0' TERM
visits=0 failures=0
echo begins
while :; do
  curl -fsS --max-time 5 -o /dev/null http://127.0.0.1:4400/one/api/health || failures=$((failures + 1))
  visits=$((visits + 1)); sleep 0.2
done
"""
"""Asks the hub that is not deployed, and says at its end how often, and how often in vain."""


def test_gateway_offers_both_hubs_on_one_port_and_one_never_fails_while_the_other_is_deployed(yard: ToyYard) -> None:
    yard.settings["gateway"] = '"caddy"'
    yard.add("one")
    yard.add("two")
    ran = yard.invoke("deploy", "--hub=all")
    assert ran.status == 0, ran.text
    for name in ("one", "two"):
        assert f'"hub":"{name}"' in yard.machine.must("curl", "-fsS", f"http://127.0.0.1:4400/{name}/api/health")
    yard.change("two", *hungry(900, seconds=4), expects(1000))
    visitor = yard.machine.start("sh", "-c", VISITOR)
    visitor.wait_for("begins")
    yard.deploy("two")
    visitor.signal("TERM")
    said = re.search(r"visits: (\d+), failures: (\d+)", visitor.end().text)
    assert said
    assert int(said[1]) > 10, "the build alone holds its memory for four seconds"
    assert int(said[2]) == 0
