"""Several hubs side by side, on fakes: who begins when, what is told, and how it ends."""

from dataclasses import dataclass

import pytest

from hubyard.deploy.events import AllDeployed, DeployBegun, DeployEnded, HubBegun, HubEnded, HubPutOff, SettleBegun, StageStarted
from hubyard.deploy.overlap import once
from hubyard.deploy.values import Action, HubOutcome
from hubyard.errors import Interrupted, Status, WorkerLost
from hubyard.events import Event
from tests.unit.deploy.machine import FakeMachine
from tests.unit.deploy.test_run import FAILED

HUBS = ("One", "Two", "Three")


@pytest.fixture
def machine() -> FakeMachine:
    return FakeMachine(*HUBS)


def statuses(outcomes: list[HubOutcome]) -> dict[str, Status]:
    return {outcome.hub: outcome.status for outcome in outcomes}


def test_overlap_deploys_all_and_says_so(machine: FakeMachine) -> None:
    outcomes = machine.deploy(jobs=0)
    assert [(outcome.hub, outcome.action, outcome.status) for outcome in outcomes] == [(hub, Action.BUILD, Status.DONE) for hub in HUBS]
    assert machine.told[0] == DeployBegun(hubs=HUBS, overlaps=True, jobs=0)
    assert machine.told[-2:] == [DeployEnded(statuses=(Status.DONE,) * 3), AllDeployed(hubs=3)]
    assert machine.workers.most == 3


def test_overlap_begins_a_hub_when_the_one_before_builds(machine: FakeMachine) -> None:
    machine.deploy(jobs=0)
    assert before(machine.told, StageStarted(hub="One", stage="build"), HubBegun(hub="Two"))
    assert before(machine.told, HubBegun(hub="Two"), HubEnded(hub="One", status=Status.DONE))


def before(told: list[Event], first: Event, second: Event) -> bool:
    return told.index(first) < told.index(second)


def test_overlap_does_not_settle_between_hubs(machine: FakeMachine) -> None:
    machine.deploy(jobs=0)
    assert not [event for event in machine.told if isinstance(event, SettleBegun)]


def test_overlap_with_a_limit_has_no_more_at_work(machine: FakeMachine) -> None:
    machine.deploy(jobs=2)
    assert (machine.workers.most, len(machine.workers.orders)) == (2, 3)


@pytest.mark.parametrize(("hubs", "jobs", "patience_s"), [(HUBS, 1, 60), (HUBS, 0, 0), (("One",), 0, 60)])
def test_deploy_with_nothing_to_overlap_stays_in_one_process(hubs: tuple[str, ...], jobs: int, patience_s: float) -> None:
    machine = FakeMachine(*hubs)
    machine.deploy(jobs=jobs, patience_s=patience_s)
    assert (machine.workers.orders, machine.told[0]) == ([], DeployBegun(hubs=hubs, overlaps=False, jobs=jobs))


def test_overlap_after_a_failure_begins_no_further_hub_and_ends_those_at_work(machine: FakeMachine) -> None:
    machine.engine.build_exits["Two"] = FAILED
    outcomes = machine.deploy(jobs=2)
    assert statuses(outcomes) == {"One": Status.DONE, "Two": Status.FAILED}
    assert machine.told[-1] == DeployEnded(statuses=(Status.DONE, Status.FAILED), skipped=("Three",))


def test_overlap_after_a_failure_recalls_who_only_waits(machine: FakeMachine) -> None:
    machine.workers.killed = {"One"}
    machine.workers.after = {"One": 6}  # Two is at the gate by then
    outcomes = machine.deploy(jobs=2)
    assert statuses(outcomes) == {"One": Status.FAILED}
    assert machine.told[-2:] == [HubPutOff(hub="Two"), DeployEnded(statuses=(Status.FAILED,), skipped=("Two", "Three"))]


def test_overlap_keeps_going_when_asked(machine: FakeMachine) -> None:
    machine.engine.build_exits["One"] = FAILED
    assert statuses(machine.deploy(jobs=2, keep_going=True)) == {"One": Status.FAILED, "Two": Status.DONE, "Three": Status.DONE}


def test_overlap_names_a_hub_whose_worker_was_killed_and_goes_on_with_those_at_work(machine: FakeMachine) -> None:
    machine.workers.killed = {"One"}
    outcomes = machine.deploy(jobs=2)
    assert isinstance(outcomes[0].problem, WorkerLost)
    assert HubEnded(hub="One", status=Status.FAILED) in machine.told


def test_overlap_by_a_signal_begins_no_further_hub(machine: FakeMachine) -> None:
    machine.workers.signal, machine.workers.signal_with = 15, "One"
    machine.engine.build_exits["One"] = Interrupted(signal_number=15)
    assert statuses(machine.deploy(jobs=0, keep_going=True)) == {"One": Status.TERMINATED}


def test_overlap_by_a_signal_that_nobody_heard_says_it_itself(machine: FakeMachine) -> None:
    machine.workers.signal, machine.workers.signal_with = 2, "One"
    with pytest.raises(Interrupted):
        machine.deploy(jobs=0)


@dataclass(frozen=True, kw_only=True)
class FoundByEach(Event):
    detail: str


def test_what_is_of_no_hub_is_said_once_though_each_worker_finds_it_out() -> None:
    told: list[Event] = []
    say = once(told.append)
    for event in (FoundByEach(detail="x"), HubBegun(hub="One"), FoundByEach(detail="x"), FoundByEach(detail="y"), HubBegun(hub="One")):
        say(event)
    assert told == [FoundByEach(detail="x"), HubBegun(hub="One"), FoundByEach(detail="y"), HubBegun(hub="One")]
