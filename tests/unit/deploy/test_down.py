"""What is taken down, and never under a deploy of the same hub."""

from dataclasses import dataclass

import pytest

from hubyard.deploy.down import take_down
from hubyard.deploy.render import render_files
from hubyard.deploy.values import Removed
from hubyard.errors import GateBusy
from hubyard.gate.events import TurnAwaited, WaitFor
from hubyard.gate.port import Presence
from tests.fakes.engine import FakeEngine
from tests.fakes.gate import NINE
from tests.unit.deploy.machine import FakeMachine

DEPLOY = Presence(id="toy", hub="toy", title="Toy", user="mina", pid=7, command="invoke deploy", since=NINE)


@pytest.fixture
def machine() -> FakeMachine:
    made = FakeMachine("Toy", "Bee")
    assert not any(outcome.failed for outcome in made.deploy())
    made.engine.calls.clear()
    made.gate.tell = made.tell
    made.told.clear()
    return made


def test_take_down_removes_the_containers_of_the_hubs_alone(machine: FakeMachine) -> None:
    toy, _bee = machine.yard.hubs
    assert take_down([toy], everything=False, volumes=False, tools=machine) == Removed(containers=("toy-staging",), images=(), volumes=())
    assert [container.name for container in machine.engine.found_containers.values()] == ["bee-staging"]


def test_take_down_waits_for_a_deploy_of_the_hub(machine: FakeMachine) -> None:
    machine.gate.state.hubs["toy"] = DEPLOY

    def deploy_ends() -> None:
        assert machine.engine.calls == []
        del machine.gate.state.hubs["toy"]

    machine.gate.while_waiting = deploy_ends
    removed = take_down(machine.yard.hubs, everything=False, volumes=False, tools=machine)
    assert removed.containers == ("toy-staging", "bee-staging")
    assert [(one.hub, one.wait_for, one.limit_s) for one in machine.told if isinstance(one, TurnAwaited)] == [("Toy", WaitFor.HUB, 3600)]


def test_take_down_of_a_hub_whose_deploy_does_not_end_removes_nothing(machine: FakeMachine) -> None:
    machine.gate.state.hubs["toy"] = DEPLOY
    with pytest.raises(GateBusy):
        take_down(machine.yard.hubs, everything=True, volumes=False, tools=machine)
    assert (machine.engine.calls, machine.gateway.running) == ([], True)


@dataclass(kw_only=True)
class Watched(FakeEngine):
    """Notes whose locks are held when it removes something."""

    machine: FakeMachine

    def remove(self, container: str) -> None:
        super().remove(container)
        self.calls.append(f"under {list(self.machine.gate.state.hubs)}")

    def untag(self, tag: str) -> None:
        super().untag(tag)
        self.calls.append(f"under {list(self.machine.gate.state.hubs)}")


def test_take_down_holds_the_lock_of_the_hub_alone(machine: FakeMachine) -> None:
    machine.engine = Watched(**{**vars(machine.engine), "machine": machine})
    take_down(machine.yard.hubs, everything=True, volumes=False, tools=machine)
    assert [call for call in machine.engine.calls if call == "under []"] == []
    assert {"under ['toy']", "under ['bee']"}.issubset(machine.engine.calls)
    assert machine.gate.state.hubs == {}


def test_render_of_a_hub_that_is_deployed_is_busy_at_once_and_writes_nothing(machine: FakeMachine) -> None:
    machine.gate.state.hubs["toy"] = DEPLOY
    before = dict(machine.files.texts)
    machine.commit("Toy", revision="cccccccccccc")
    with pytest.raises(GateBusy) as busy:
        render_files(machine.yard.hubs, tools=machine)
    assert (busy.value.waited_s, busy.value.holders, machine.told) == (0, "Toy · mina · pid 7", [])
    assert machine.files.texts == before


def test_render_writes_what_a_deploy_would_write(machine: FakeMachine) -> None:
    before = dict(machine.files.texts)
    files = render_files(machine.yard.hubs, tools=machine)
    assert [file.name for file in files] == ["override.yaml", "override.yaml", "Caddyfile"]
    assert machine.files.texts == before
