"""Down: what is this yard's goes, and what another yard of the host has, stays."""

import pytest

from hubyard.deploy.down import take_down
from hubyard.deploy.labels import HUB, YARD
from tests.unit.deploy.machine import FakeMachine

OURS, THEIRS = {HUB: "toy", YARD: "staging"}, {HUB: "toy", YARD: "live"}


@pytest.fixture
def machine() -> FakeMachine:
    """With a hub that both yards have, each in a release of its own."""
    made = FakeMachine("Toy")
    made.engine.add_image("toy:r1-x", "toy:staging", "toy:previous", labels=OURS)
    made.engine.add_image("toy:r2-x", "toy:live", labels=THEIRS)
    return made


def tags_left(machine: FakeMachine, *, everything: bool = True) -> list[str]:
    take_down(machine.yard.hubs, everything=everything, volumes=False, tools=machine)
    return sorted(tag for image in machine.engine.found_images.values() for tag in image.tags)


def test_down_leaves_images(machine: FakeMachine) -> None:
    assert tags_left(machine, everything=False) == ["toy:live", "toy:previous", "toy:r1-x", "toy:r2-x", "toy:staging"]


def test_down_with_everything_leaves_the_releases_of_another_yard(machine: FakeMachine) -> None:
    assert tags_left(machine) == ["toy:live", "toy:r2-x"]


def test_down_with_everything_takes_its_alias_from_a_release_of_another_yard(machine: FakeMachine) -> None:
    machine.engine.tag("toy:r2-x", "toy:staging")
    assert tags_left(machine) == ["toy:live", "toy:r2-x"]


def test_down_with_everything_leaves_a_release_that_runs_in_another_yard(machine: FakeMachine) -> None:
    machine.engine.tag("toy:r1-x", "toy:live")
    assert tags_left(machine) == ["toy:live", "toy:previous", "toy:r1-x", "toy:r2-x"]
