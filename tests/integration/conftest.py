"""One machine for all tests of a process (made in half a minute), and a yard of their own for each.

No engine: they fail, they do not skip. Tests of two processes have nothing in common but the outer engine.
"""

import itertools
from collections.abc import Iterator

import pytest

from tests.integration.machine.life import ready_machine
from tests.integration.machine.machine import Machine
from tests.integration.machine.yard import ToyYard, clean, nothing_left

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with ready_machine(memory="3g", scratch=tmp_path_factory.mktemp("machine")) as made:
        yield made


@pytest.fixture
def clean_machine(machine: Machine) -> Iterator[Machine]:
    clean(machine)
    with nothing_left(machine):
        yield machine


@pytest.fixture
def yard(clean_machine: Machine) -> ToyYard:
    return ToyYard(machine=clean_machine, folder=f"/yards/{next(NUMBERS)}")


@pytest.fixture
def deployed(machine: Machine) -> Iterator[ToyYard]:
    """A yard whose hub "toy" runs as committed. The same yard serves each test: where the last one left it well, this takes a second."""
    yard = ToyYard(machine=machine, folder="/yards/deployed")
    if machine.run("test", "-d", yard.folder).status:
        clean(machine)
        yard.add("toy")
    yard.change("toy")
    yard.deploy("toy")
    with nothing_left(machine):
        yield yard
