"""Where a base image comes from, in which order, and what is left alone."""

from pathlib import Path

import pytest

from hubyard.bootstrap.events import BasePulled
from hubyard.drivers.bootstrap.base_images import DistributionImages
from hubyard.drivers.bootstrap.packages import Packages, Root
from hubyard.engine.port import Image
from hubyard.errors import BaseImageMissing
from tests.fakes.engine import BORN, FakeEngine

SLIM = "node:24-slim"
ELSEWHERE = Image(id="sha256:1", tags=(), labels={}, size_bytes=1, created=BORN)


class Bench:
    """The driver upon an engine in memory; the distribution is unknown, so nothing can be made for real."""

    def __init__(self, etc: Path, *, os_release: str) -> None:
        (etc / "os-release").write_text(os_release)
        self.engine = FakeEngine()
        self.told: list[object] = []
        packages = Packages(tell=self.told.append, etc=etc)
        self.images = DistributionImages(engine=self.engine, packages=packages, root=Root(), tell=self.told.append)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, os_release="ID=slackware\n")


def stand_in(bench: Bench) -> str:
    """As if it had been made before."""
    name = bench.images.stand_in_tag(SLIM)
    assert name is not None
    bench.engine.add_image(name)
    return name


def test_look_prefers_what_the_yard_has_chosen(bench: Bench) -> None:
    bench.engine.add_image(SLIM)
    assert bench.images.look([SLIM], chosen={SLIM: "docker-image://mine:1"}).contexts == {SLIM: "docker-image://mine:1"}


def test_look_leaves_an_image_that_is_here_alone(bench: Bench) -> None:
    bench.engine.add_image(SLIM)
    stand_in(bench)
    found = bench.images.look([SLIM], chosen={})
    assert (found.contexts, found.missing) == ({}, ())


def test_look_finds_the_stand_in_that_was_made_before(bench: Bench) -> None:
    name = stand_in(bench)
    found = bench.images.look([SLIM], chosen={})
    assert (found.contexts, found.missing) == ({SLIM: f"docker-image://{name}"}, ())


def test_look_names_what_is_missing_and_tells_nothing(bench: Bench) -> None:
    found = bench.images.look([SLIM, "node:24-alpine"], chosen={})
    assert (found.contexts, found.missing, bench.told) == ({}, (SLIM, "node:24-alpine"), [])


def test_ensure_takes_what_a_registry_gives(bench: Bench) -> None:
    bench.engine.in_registry["node:24-alpine"] = ELSEWHERE
    bench.images.ensure(["node:24-alpine"], hub="beta")
    assert bench.engine.image("node:24-alpine") is not None
    assert bench.told == [BasePulled(reference="node:24-alpine")]


UNMAKEABLE = {"musl": ("ID=debian\nVERSION_CODENAME=trixie\n", "node:24-alpine"), "distribution_without_recipe": ("ID=slackware\n", SLIM)}


@pytest.mark.parametrize(("os_release", "reference"), UNMAKEABLE.values(), ids=UNMAKEABLE)
def test_ensure_refuses_what_neither_a_registry_gives_nor_we_can_make(tmp_path: Path, os_release: str, reference: str) -> None:
    bench = Bench(tmp_path, os_release=os_release)
    with pytest.raises(BaseImageMissing) as refused:
        bench.images.ensure([reference], hub="beta")
    assert (refused.value.hub, refused.value.reference) == ("beta", reference)


def test_image_to_run_is_the_reference_where_it_is_here(bench: Bench) -> None:
    bench.engine.add_image("caddy:2")
    assert bench.images.image("caddy:2") == "caddy:2"


def test_image_to_run_is_its_stand_in_where_that_was_made(bench: Bench) -> None:
    name = stand_in(bench)
    assert bench.images.image(SLIM) == name
    assert bench.told == []
