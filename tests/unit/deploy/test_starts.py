"""Memory for containers that start: whom it is asked of, how long it is kept, and that nobody waits twice for it."""

from dataclasses import replace
from pathlib import Path

import pytest

from hubyard.config.hub import MemoryHints
from hubyard.deploy.events import PutBack, StageEnded, StageStarted
from hubyard.deploy.values import Action, HubOutcome
from hubyard.errors import GateBusy, Interrupted, Status
from hubyard.events import Event
from hubyard.gate.events import TurnAwaited, TurnTaken
from hubyard.gate.port import Presence
from hubyard.gateway.port import Answer
from tests.fakes.gate import NINE
from tests.fakes.host import GIB
from tests.unit.deploy.machine import FakeMachine
from tests.unit.deploy.test_run import FAILED

MB = 1000**2
RUN_BYTES = 256 * MB
KEPT = [("toy", RUN_BYTES)]
FULL = Presence(id="other-1", hub="other", title="Other", user="mina", pid=9, command="", since=NINE, granted_bytes=5 * GIB, known=True)


def says(machine: FakeMachine, run_bytes: int | None) -> FakeMachine:
    """Every hub.toml says so."""
    hint = MemoryHints(run_bytes=run_bytes)
    hubs = tuple(replace(hub, settings=replace(hub.settings, memory=hint)) for hub in machine.yard.hubs)
    machine.yard = replace(machine.yard, hubs=hubs)
    return machine


@pytest.fixture
def machine() -> FakeMachine:
    made = says(FakeMachine("Toy"), RUN_BYTES)
    made.gate.jobs, made.gate.tell = 0, made.told.append
    return made


@pytest.fixture
def down(machine: FakeMachine) -> FakeMachine:
    """Deployed once, then taken down: the image is there, no container runs."""
    machine.deploy()
    for container in machine.engine.containers(label="hubyard.hub=toy"):
        machine.engine.remove(container.id)
    machine.engine.calls.clear()
    machine.gate.rooms.clear()
    machine.gate.granted.clear()
    machine.told.clear()
    return machine


def kept_at(machine: FakeMachine, *kinds: type[Event]) -> list[tuple[str, list[tuple[str, int]]]]:
    """Deploy, and look at each such event what is kept for starts."""
    seen: list[tuple[str, list[tuple[str, int]]]] = []

    def look(event: Event) -> None:
        if isinstance(event, kinds):
            kept = [(one.hub, one.granted_bytes) for one in machine.gate.state.running if one.starts]
            seen.append((getattr(event, "stage", event.code()), kept))

    machine.tell = look
    machine.deploy()
    return seen


def test_start_after_a_build_keeps_its_memory_until_it_is_well(machine: FakeMachine) -> None:
    assert kept_at(machine, StageStarted) == [("pull", []), ("build", []), ("tag", KEPT), ("start", KEPT), ("cleanup", [])]
    assert machine.gate.state.running == []


def test_start_after_a_build_takes_nobodys_turn(machine: FakeMachine) -> None:
    machine.deploy()
    assert (machine.gate.granted, machine.gate.rooms) == (["toy"], KEPT)
    assert len([event for event in machine.told if isinstance(event, TurnTaken)]) == 1


def test_start_in_the_place_of_another_after_a_build_keeps_its_memory_too(machine: FakeMachine) -> None:
    machine.deploy()
    machine.commit("Toy", revision="bbbbbbbbbbbb")
    machine.deploy()
    assert machine.gate.rooms == KEPT * 2


def test_start_that_fails_keeps_its_memory_until_the_old_one_is_back(machine: FakeMachine) -> None:
    machine.deploy()
    machine.commit("Toy", revision="bbbbbbbbbbbb")
    machine.probe.otherwise = Answer(status=500)
    assert kept_at(machine, PutBack) == [("put_back", KEPT)]
    assert machine.gate.state.running == []


def test_start_that_is_interrupted_gives_its_memory_back(machine: FakeMachine) -> None:
    machine.engine.up_errors["toy-staging"] = Interrupted(signal_number=2)
    (outcome,) = machine.deploy()
    assert (outcome.status, machine.gate.rooms, machine.gate.state.running) == (Status.INTERRUPTED, KEPT, [])


def test_build_that_waits_in_vain_was_stopped_and_one_that_fails_was_not(machine: FakeMachine) -> None:
    machine.gate.state.running.append(FULL)
    (outcome,) = machine.deploy(patience_s=60)
    machine.gate.state.running.clear()
    machine.engine.build_exits["Toy"] = FAILED
    machine.deploy()
    ends = [(event.failed, event.stopped) for event in machine.told if isinstance(event, StageEnded) and event.stage == "build"]
    assert (outcome.status, outcome.waited_s, ends) == (Status.BUSY, 60, [(True, True), (True, False)])


def test_wait_of_a_build_that_fails_afterwards_counts(machine: FakeMachine) -> None:
    machine.gate.state.running.append(FULL)
    machine.gate.while_waiting = machine.gate.state.running.clear
    machine.engine.build_exits["Toy"] = FAILED
    (outcome,) = machine.deploy(patience_s=60)
    assert (outcome.failed, outcome.waited_s) == (True, 30)


def test_wait_that_a_signal_ends_counts(machine: FakeMachine) -> None:
    def interrupt() -> None:
        machine.clock.pass_s(7)
        raise Interrupted(signal_number=2)

    machine.gate.state.running.append(FULL)
    machine.gate.while_waiting = interrupt
    (outcome,) = machine.deploy(patience_s=60)
    assert (outcome.status, outcome.waited_s) == (Status.INTERRUPTED, 7)


def test_build_that_fails_keeps_nothing(machine: FakeMachine) -> None:
    machine.engine.build_exits["Toy"] = FAILED
    machine.deploy()
    assert machine.gate.rooms == []


def test_restart_of_what_runs_asks_nothing(machine: FakeMachine) -> None:
    machine.deploy()
    machine.gate.rooms.clear()
    machine.gate.state.running.append(FULL)
    machine.checkouts.contents[Path("/yard/Toy/.env")] = b"A=2\n"
    (outcome,) = machine.deploy(patience_s=0)
    assert (outcome.action, outcome.status, machine.gate.rooms) == (Action.RESTART, Status.DONE, [])


def test_start_without_a_build_asks_and_keeps_its_memory_until_it_is_well(down: FakeMachine) -> None:
    assert kept_at(down, StageStarted) == [("pull", []), ("start", KEPT)]
    assert (down.gate.state.running, down.gate.granted) == ([], [])


def test_start_without_a_build_waits_in_the_queue(down: FakeMachine) -> None:
    down.gate.state.running.append(FULL)
    down.gate.while_waiting = down.gate.state.running.clear
    (outcome,) = down.deploy(patience_s=60)
    assert (outcome.status, outcome.waited_s, down.gate.rooms) == (Status.DONE, 30, KEPT)
    assert [event.starts for event in down.told if isinstance(event, TurnAwaited | TurnTaken)] == [True, True]


@pytest.mark.parametrize("patience_s", [0, 60])
def test_start_that_waits_in_vain_has_touched_nothing(down: FakeMachine, patience_s: float) -> None:
    down.gate.state.running.append(FULL)
    (outcome,) = down.deploy(patience_s=patience_s)
    assert isinstance(outcome.problem, GateBusy)
    assert (outcome.status, outcome.waited_s, outcome.problem.starts, down.engine.calls) == (Status.BUSY, patience_s, True, [])
    assert [stage.stage for stage in outcome.stages] == ["pull", "plan", "start"]


def test_start_that_finds_a_new_revision_after_its_wait_gives_back_and_builds(down: FakeMachine) -> None:
    def meanwhile() -> None:
        down.gate.state.running.clear()
        down.commit("Toy", revision="bbbbbbbbbbbb")

    down.gate.state.running.append(FULL)
    down.gate.while_waiting = meanwhile
    seen = kept_at(down, StageStarted)
    assert seen == [("pull", []), ("build", []), ("tag", KEPT), ("start", KEPT), ("cleanup", [])]


def test_limit_of_the_service_counts_where_hub_toml_says_nothing(machine: FakeMachine) -> None:
    says(machine, None)
    machine.edit("Toy", lambda service: replace(service, mem_limit_bytes=99 * MB))
    machine.deploy()
    assert machine.gate.rooms == [("toy", 99 * MB)]


def test_nothing_is_kept_where_nobody_says_how_much(machine: FakeMachine) -> None:
    says(machine, None).deploy()
    assert (machine.gate.rooms, machine.gate.granted) == ([], ["toy"])


def test_no_more_is_asked_for_than_there_is(down: FakeMachine) -> None:
    says(down, 1024**4)
    down.deploy()
    ((_, kept_bytes),) = down.gate.rooms
    assert 0 < kept_bytes <= 8 * GIB


def test_hubs_side_by_side_that_only_start_do_not_wait_for_one_another_for_ever() -> None:
    machine = says(FakeMachine("One", "Two", "Three"), 2 * GIB)
    machine.gate.jobs = 0
    machine.deploy(jobs=0)
    machine.engine.found_containers.clear()
    outcomes: list[HubOutcome] = machine.deploy(jobs=0)
    assert [(outcome.action, outcome.status) for outcome in outcomes] == [(Action.RESTART, Status.DONE)] * 3
    assert machine.gate.state.running == []
