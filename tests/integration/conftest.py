"""One machine for all tests (made in half a minute), and a yard of their own for each. No engine: they fail, they do not skip."""

import itertools
from collections.abc import Iterator

import pytest

from tests.integration.machine.life import ready_machine
from tests.integration.machine.machine import Machine, eventually
from tests.integration.machine.yard import ToyYard, left_over

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with ready_machine(memory="3g", scratch=tmp_path_factory.mktemp("machine")) as made:
        yield made


@pytest.fixture
def clean_machine(machine: Machine) -> Iterator[Machine]:
    """The machine, from which what a test put there goes away; what a deploy must not leave is an error."""
    yield machine
    machine.end_all()
    try:
        eventually(lambda: left_over(machine) == [], limit_s=5, what="nothing is left over of the deploys")
    finally:
        machine.shell(
            "docker ps -aq | xargs -r docker rm -f -v >/dev/null;"
            "docker network prune -f >/dev/null; docker volume prune -af >/dev/null;"
            "rm -rf /yards /run/lock/hubyard /tmp/deploy-staging.lock"
        )


@pytest.fixture
def yard(clean_machine: Machine) -> ToyYard:
    return ToyYard(machine=clean_machine, folder=f"/yards/{next(NUMBERS)}")
