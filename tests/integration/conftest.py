"""One machine for all tests (made in half a minute), and a yard of their own for each. No engine: they fail, they do not skip."""

import itertools
from collections.abc import Iterator

import pytest

from tests.integration.machine.life import ready_machine
from tests.integration.machine.machine import Machine
from tests.integration.machine.yard import ToyYard, cleaned

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with ready_machine(memory="3g", scratch=tmp_path_factory.mktemp("machine")) as made:
        yield made


@pytest.fixture
def clean_machine(machine: Machine) -> Iterator[Machine]:
    with cleaned(machine):
        yield machine


@pytest.fixture
def yard(clean_machine: Machine) -> ToyYard:
    return ToyYard(machine=clean_machine, folder=f"/yards/{next(NUMBERS)}")
