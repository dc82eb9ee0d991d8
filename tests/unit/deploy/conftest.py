"""A hub and its facts, as the tables of cases vary them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hubyard.checkout.port import CheckoutState
from hubyard.config.hub import Hub, HubSettings
from hubyard.deploy.labels import REVISION, RUN_INPUTS
from hubyard.deploy.project import project_of
from hubyard.deploy.values import HubFacts, Inputs
from hubyard.engine.base_images_port import Bases
from hubyard.engine.port import BuildSection, Container, Image, Service

BORN = datetime(2026, 11, 25, 14, 2, tzinfo=UTC)
SECTION = BuildSection(context=Path("/yard/Toy"), dockerfile=Path("/yard/Toy/Dockerfile"))

Facts = Callable[..., HubFacts]


@pytest.fixture
def hub() -> Hub:
    return Hub(name="Toy", folder=Path("/yard/Toy"), settings=HubSettings(service="toy-staging"))


def service(name: str = "toy-staging", *, depends_on: tuple[str, ...] = (), image: str | None = None, build: bool = True) -> Service:
    return Service(
        name=name,
        image=image,
        build=SECTION if build else None,
        container_name=None,
        depends_on=depends_on,
        networks=(),
        ports=(),
        has_healthcheck=False,
        mem_limit_bytes=None,
        env_file_paths=(),
        section={},
    )


def image(ident: str = "sha256:new", *, tags: tuple[str, ...] = (), revision: str = "aaaaaaaaaaaa", created: datetime = BORN) -> Image:
    return Image(id=ident, tags=tags, labels={REVISION: revision}, size_bytes=1, created=created)


def container(*, image_id: str = "sha256:new", state: str = "running", run_inputs: str = "run") -> Container:
    return Container(
        id="c1",
        name="toy-staging",
        image_id=image_id,
        image="toy:staging",
        state=state,
        health="",
        labels={RUN_INPUTS: run_inputs, REVISION: "aaaaaaaaaaaa"},
        started=BORN,
        exit_code=0,
        restarts=0,
        oom_killed=False,
        addresses={},
    )


@pytest.fixture
def facts(hub: Hub) -> Facts:
    """Facts of a hub that is up to date, but for what is given."""
    up_to_date = HubFacts(
        hub=hub,
        project=project_of(hub),
        project_name="toy",
        service=service(),
        section=SECTION,
        dependencies={},
        checkout=CheckoutState(revision="bbbbbbbbbbbb", branch="main"),
        bases=Bases(),
        inputs=Inputs(build="0123456789abcdef", run="run"),
        release=image(),
        built_before=True,
        container=container(),
        unwell=False,
        previous=image(),
    )
    return lambda **changes: replace(up_to_date, **changes)
