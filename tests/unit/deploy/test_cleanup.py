"""Which tags go, and above all which stay."""

from dataclasses import replace
from datetime import timedelta

from hubyard.config.hub import Hub
from hubyard.deploy.labels import BUILT, built_label
from hubyard.deploy.stages.cleanup import stale_tags
from hubyard.engine.port import Image
from tests.unit.deploy.conftest import BORN, image


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
