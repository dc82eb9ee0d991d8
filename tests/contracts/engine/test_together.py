"""Hubs of one project, started at once: they share its networks and what they depend on."""

from hubyard.drivers.together import together
from tests.contracts.engine.conftest import Bench


def test_dependency_of_several_hubs_is_started_once_however_many_want_it(real: Bench) -> None:
    def start_db() -> None:
        real.engine.up(real.project, ["db"], with_dependencies=True)

    together([start_db] * 4)
    (container,) = real.engine.service_containers(project=real.mark, service="db")
    assert container.state == "running"
