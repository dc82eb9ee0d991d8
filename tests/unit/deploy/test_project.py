"""The hub's service, found and checked."""

from dataclasses import replace
from pathlib import Path

import pytest

from hubyard.config.hub import Hub
from hubyard.deploy.project import build_section_of, dependencies_of, service_of
from hubyard.engine.port import ComposeConfig, Service
from hubyard.errors import ImageNameShared, ServiceHasNoBuild, ServiceMissing
from tests.unit.deploy.conftest import SECTION, service


def config(*services: Service) -> ComposeConfig:
    return ComposeConfig(name="toy", services={one.name: one for one in services}, section={})


def test_service_of_a_missing_service_names_the_nearest(hub: Hub) -> None:
    with pytest.raises(ServiceMissing) as caught:
        service_of(hub, config(service("toy-stagin"), service("db")))
    assert (caught.value.nearest, caught.value.known) == ("toy-stagin", "db, toy-stagin")


def test_service_of_one_without_build_is_refused(hub: Hub) -> None:
    with pytest.raises(ServiceHasNoBuild):
        service_of(hub, config(service(build=False)))


def test_service_of_two_with_one_image_name_are_both_named(hub: Hub) -> None:
    with pytest.raises(ImageNameShared) as caught:
        service_of(hub, config(service(image="toy:staging"), service("twin", image="toy:staging")))
    assert caught.value.services == "toy-staging, twin"


def test_service_of_another_without_build_may_run_the_same_image(hub: Hub) -> None:
    worker = service("worker", image="toy:staging", build=False)
    assert service_of(hub, config(service(image="toy:staging"), worker)).name == "toy-staging"


def test_build_section_of_a_hub_with_a_dockerfile_of_its_own_is_not_the_one_in_the_compose_file(hub: Hub) -> None:
    inline = replace(SECTION, inline=True)
    own = replace(hub, settings=replace(hub.settings, dockerfile="web.Dockerfile"))
    assert (build_section_of(hub, inline).inline, build_section_of(own, inline).inline) == (True, False)


def test_build_section_of_a_hub_gives_its_parallelism_and_keeps_other_args(hub: Hub) -> None:
    section = build_section_of(hub, replace(SECTION, args={"BASE": "1", "BUILDKIT_MAX_PARALLELISM": "8"}))
    assert section.args == {"BASE": "1", "BUILDKIT_MAX_PARALLELISM": "2"}


def test_build_section_of_a_hub_with_its_own_dockerfile_and_target(hub: Hub) -> None:
    chosen = replace(hub, settings=replace(hub.settings, dockerfile="docker/web.Dockerfile", target="production"))
    section = build_section_of(chosen, SECTION)
    assert (section.dockerfile, section.target) == (Path("/yard/Toy/docker/web.Dockerfile"), "production")


def test_dependencies_of_the_farthest_comes_first_and_circles_end() -> None:
    services = {s.name: s for s in (service("db", depends_on=("disk",)), service("disk", depends_on=("toy-staging",)))}
    assert list(dependencies_of(service(depends_on=("db",)), services)) == ["disk", "db"]
