"""Orders, and workers of both kinds. What a worker does here takes nothing of its tools but `tell`."""

from pathlib import Path
from typing import cast

import pytest

from hubyard.config.hub import Hub, HubSettings
from hubyard.deploy.values import DeployRequest, DeployTools
from hubyard.deploy.workers import Workers
from hubyard.drivers.workers import ForkedWorkers
from hubyard.events import Tell
from hubyard.gate.port import Patience
from tests.fakes.workers import FakeWorkers


class OnlyTell:
    def __init__(self, tell: Tell) -> None:
        self.tell = tell


def tools_of(tell: Tell) -> DeployTools:
    return cast("DeployTools", OnlyTell(tell))


def order_for(hub: str) -> DeployRequest:
    settings = HubSettings(service=hub.lower())
    return DeployRequest(hubs=(Hub(name=hub, folder=Path("/yard") / hub, settings=settings),), patience=Patience(limit_s=60))


@pytest.fixture
def forked() -> ForkedWorkers:
    return ForkedWorkers(make_tools=tools_of)


@pytest.fixture(params=["fake", "forked"])
def workers(request: pytest.FixtureRequest) -> Workers:
    return FakeWorkers(make_tools=tools_of) if request.param == "fake" else ForkedWorkers(make_tools=tools_of)
