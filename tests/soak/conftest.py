"""The integration tests' fixtures, on a machine with room for real builds."""

from collections.abc import Iterator

import pytest

from tests.integration.conftest import clean_machine, yard
from tests.integration.machine.life import ready_machine
from tests.integration.machine.machine import Machine

__all__ = ["clean_machine", "machine", "yard"]


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with ready_machine(memory="6g", scratch=tmp_path_factory.mktemp("machine")) as made:
        yield made
