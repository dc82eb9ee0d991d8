"""Which tags go, and above all which stay."""

from dataclasses import replace
from datetime import timedelta

from hubyard.config.hub import Hub
from hubyard.deploy.events import CleanupIncomplete
from hubyard.deploy.labels import BUILT, YARD, built_label
from hubyard.deploy.stages.cleanup import own_images, stale_tags
from hubyard.engine.port import Image
from hubyard.errors import EngineMissing, Status
from tests.unit.deploy.conftest import BORN, container, image
from tests.unit.deploy.machine import FakeMachine


def release(age: int, *more_tags: str) -> Image:
    return image(f"sha256:{age}", tags=(f"toy:r{age}-x", *more_tags), created=BORN - timedelta(hours=age))


def test_stale_tags_beyond_the_newest_three_go(hub: Hub) -> None:
    releases = [release(0, "toy:staging"), release(1, "toy:previous"), release(2), release(3, "toy:healthy-r3"), release(4)]
    assert stale_tags(releases, hub=hub, alias="staging") == ("toy:r3-x", "toy:healthy-r3", "toy:r4-x")


def test_stale_tags_what_runs_and_what_ran_before_stay_however_old(hub: Hub) -> None:
    releases = [release(0), release(1), release(2), release(8, "toy:previous"), release(9, "toy:staging")]
    assert stale_tags(releases, hub=hub, alias="staging") == ()


def test_stale_tags_a_tag_of_somebody_else_on_our_image_stays(hub: Hub) -> None:
    releases = [release(0), release(1), release(2), release(3, "theirs:latest")]
    assert stale_tags(releases, hub=hub, alias="staging") == ("toy:r3-x",)


def test_stale_tags_a_release_out_of_the_cache_is_as_new_as_its_build(hub: Hub) -> None:
    cached = replace(release(9), labels={BUILT: built_label(BORN + timedelta(hours=1))})
    assert stale_tags([cached, release(0), release(1), release(2)], hub=hub, alias="staging") == ("toy:r2-x",)


def of_yard(name: str, release: Image) -> Image:
    return replace(release, labels={YARD: name})


def test_own_images_are_those_of_the_yard_that_no_other_yards_alias_names(hub: Hub) -> None:
    ours, theirs = of_yard("staging", release(0, "toy:staging")), of_yard("live", release(1, "toy:previous"))
    run_there = of_yard("staging", release(2, "toy:live"))
    assert own_images([ours, theirs, run_there], [], hub=hub, yard="staging") == (ours,)


def test_own_images_another_yard_that_built_nothing_is_known_by_its_container(hub: Hub) -> None:
    run_there = of_yard("staging", release(0, "toy:live"))
    there = replace(container(), labels={YARD: "live"})
    assert own_images([run_there], [there], hub=hub, yard="staging") == ()


def test_cleanup_of_an_engine_that_is_gone_by_then_is_a_warning() -> None:
    machine = FakeMachine("Toy")
    machine.engine.prune_error = EngineMissing(address="unix:///var/run/docker.sock", detail="No such file or directory")
    (outcome,) = machine.deploy()
    assert outcome.status == Status.DONE
    assert [event.hub for event in machine.told if isinstance(event, CleanupIncomplete)] == ["Toy"]
