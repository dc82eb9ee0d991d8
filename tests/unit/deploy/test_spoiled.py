"""A build that goes wrong is told of before the gate is left, so that a hub of the same deploy does not begin in vain."""

from dataclasses import replace

import pytest

from hubyard.deploy.events import BuildGranted, BuildSpoiled
from hubyard.engine.port import BuildExit, ComposeConfig
from hubyard.errors import DiskFull, EngineLost, HubyardError
from tests.unit.deploy.machine import FakeMachine
from tests.unit.deploy.test_run import FAILED

ENDS = {
    "exit_status": FAILED,
    "disk_full": DiskFull(during="build", detail="no space left on device"),
    "engine_lost": EngineLost(during="build", detail="EOF"),
}


def with_database(machine: FakeMachine) -> FakeMachine:
    """The hub waits for a database with a Dockerfile of its own, which was never built: its build comes first."""
    config = machine.engine.configs["Toy"]
    assert isinstance(config, ComposeConfig)
    hub = config.services["toy-staging"]
    services = {"toy-staging": replace(hub, depends_on=("db",)), "db": replace(hub, name="db", container_name="db")}
    machine.engine.configs["Toy"] = replace(config, services=services)
    return machine


@pytest.mark.parametrize("dependency", [False, True], ids=["hub", "dependency"])
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_build_that_goes_wrong_is_told_while_the_gate_is_held(*, dependency: bool, end: BuildExit | HubyardError) -> None:
    machine = with_database(FakeMachine("Toy")) if dependency else FakeMachine("Toy")
    machine.engine.build_exits["Toy"] = end
    held: list[tuple[object, int]] = []
    machine.tell = lambda event: held.append((event, len(machine.gate.state.running)))
    machine.deploy()
    told = [(event, running) for event, running in held if isinstance(event, BuildSpoiled | BuildGranted)]
    assert [running for _, running in told] == [1, 1]
    assert told[-1][0] == BuildSpoiled(hub="Toy")
