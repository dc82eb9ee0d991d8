"""What stood before is brought back, whatever goes wrong meanwhile, and what could not be brought back is said."""

from pathlib import Path

import pytest

from hubyard.deploy.events import StageEnded
from hubyard.deploy.labels import REVISION
from hubyard.errors import EngineLost, FolderForbidden
from hubyard.gateway.port import Answer
from tests.unit.deploy.machine import FakeMachine

LOST = EngineLost(during="image tag", detail="")
FULL = FolderForbidden(folder=Path("/yard/.hubyard"), detail="No space left on device")


@pytest.fixture
def machine() -> FakeMachine:
    """Deployed once, and about to be deployed again, in vain."""
    made = FakeMachine("Toy")
    made.deploy()
    made.commit("Toy", revision="bbbbbbbbbbbb")
    made.probe.otherwise = Answer(status=500)
    return made


def start_fails(machine: FakeMachine, *, refusals: dict[str, Exception] | None = None, disk_full: bool = False) -> None:
    """When Start has failed these calls fail, too."""

    def fail() -> None:
        machine.engine.refusals = refusals or {}
        machine.files.refusal = FULL if disk_full else None

    machine.once_told(StageEnded, fail, stage="start")


def running(machine: FakeMachine) -> list[str]:
    return [container.labels[REVISION] for container in machine.engine.containers(label="hubyard.hub=toy") if container.state == "running"]


def test_old_container_is_brought_back_though_the_disk_is_full(machine: FakeMachine) -> None:
    start_fails(machine, disk_full=True)
    machine.deploy()
    assert running(machine) == ["aaaaaaaaaaaa"]


def test_old_container_is_brought_back_though_its_tag_is_not(machine: FakeMachine) -> None:
    start_fails(machine, refusals={"tag toy:staging": LOST})
    machine.deploy()
    assert running(machine) == ["aaaaaaaaaaaa"]


def test_tags_and_override_are_put_back_though_the_container_is_not(machine: FakeMachine) -> None:
    old, texts = machine.engine.image("toy:staging"), dict(machine.files.texts)
    start_fails(machine, refusals={"bring back toy-staging": LOST})
    machine.deploy()
    assert (machine.engine.image("toy:staging"), machine.files.texts) == (old, texts)
