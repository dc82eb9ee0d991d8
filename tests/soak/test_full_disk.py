"""An engine whose disk is full in mid-build: a machine of its own, with its storage in 1.6 GB of memory."""

import json
from collections.abc import Iterator

import pytest

from tests.integration.machine.life import ready_machine
from tests.integration.machine.machine import Machine
from tests.integration.machine.toy import Edit, build_step
from tests.integration.machine.yard import ToyYard, left_over

ROOM = Edit(file="hub.toml", old='build = "64 MB"', new='build = "4 GB"')
"""The disk is memory here, and what a step writes to it counts as the step's: the build must meet the end of the disk before its limit."""


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with ready_machine(memory="6g", disk="1600m", scratch=tmp_path_factory.mktemp("small")) as made:
        yield made


def test_build_that_fills_the_disk_is_said_and_the_old_one_runs(small_disk: Machine) -> None:
    yard = ToyYard(machine=small_disk, folder="/yards/full", settings={"disk_reserve": "0"})
    yard.add("toy")
    yard.deploy("toy")
    before = yard.health("toy")
    small_disk.must("rm", "-rf", "/yards/full/.hubyard/history")  # the hint counts again
    yard.change("toy", build_step("dd if=/dev/zero of=/fill bs=1M"), ROOM)
    ran = yard.invoke("deploy", "--hub=toy", limit_s=300)
    assert ran.status == 2, ran.text
    assert "docker system df" in ran.text
    assert yard.health("toy") == before
    assert left_over(small_disk) == []
    yard.change("toy", build_step("true"))
    yard.deploy("toy")


def test_too_little_space_is_refused_before_anything_is_touched(small_disk: Machine) -> None:
    yard = ToyYard(machine=small_disk, folder="/yards/reserve", settings={"disk_reserve": json.dumps("2 GB")})
    yard.add("refused")
    assert yard.invoke("deploy", "--hub=refused").status == 5
    assert yard.image_ids("refused") == {}
