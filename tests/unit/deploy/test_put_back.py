"""What stood before is brought back, whatever goes wrong meanwhile, and what could not be brought back is said."""

from pathlib import Path

import pytest

from hubyard.deploy.events import StageEnded
from hubyard.deploy.labels import REVISION
from hubyard.deploy.values import HubOutcome, StageResult
from hubyard.errors import EngineLost, FolderForbidden, HubUnhealthy, Interrupted, PutBackFailed, Status, UnexpectedFault
from hubyard.gateway.port import Answer
from hubyard.show.errors import error_as_json
from hubyard.show.speech import Speech
from tests.unit.deploy.machine import FakeMachine

LOST = EngineLost(during="image tag", detail="")
FULL = FolderForbidden(folder=Path("/yard/.hubyard"), detail="No space left on device")


@pytest.fixture
def machine() -> FakeMachine:
    """Deployed once, and about to be deployed again, in vain."""
    made = FakeMachine("Toy")
    made.deploy()
    made.commit("Toy", revision="bbbbbbbbbbbb")
    made.probe.otherwise = Answer(status=500)
    return made


def start_fails(machine: FakeMachine, *, refusals: dict[str, Exception] | None = None, disk_full: bool = False) -> None:
    """When Start has failed these calls fail, too."""

    def fail() -> None:
        machine.engine.refusals = refusals or {}
        machine.files.refusal = FULL if disk_full else None

    machine.once_told(StageEnded, fail, stage="start")


def running(machine: FakeMachine) -> list[str]:
    return [container.labels[REVISION] for container in machine.engine.containers(label="hubyard.hub=toy") if container.state == "running"]


def test_old_container_is_brought_back_though_the_disk_is_full(machine: FakeMachine) -> None:
    start_fails(machine, disk_full=True)
    machine.deploy()
    assert running(machine) == ["aaaaaaaaaaaa"]


@pytest.mark.parametrize("error", [LOST, ZeroDivisionError()], ids=["engine", "fault_of_ours"])
def test_old_container_is_brought_back_though_its_tag_is_not(machine: FakeMachine, error: Exception) -> None:
    start_fails(machine, refusals={"tag toy:staging": error})
    machine.deploy()
    assert running(machine) == ["aaaaaaaaaaaa"]


def test_tags_and_override_are_put_back_though_the_container_is_not(machine: FakeMachine) -> None:
    old, texts = machine.engine.image("toy:staging"), dict(machine.files.texts)
    start_fails(machine, refusals={"bring back toy-staging": LOST})
    machine.deploy()
    assert (machine.engine.image("toy:staging"), machine.files.texts) == (old, texts)


KINDS = {"engine": (LOST, EngineLost), "fault_of_ours": (ZeroDivisionError(), UnexpectedFault)}


@pytest.mark.parametrize(("error", "then"), KINDS.values(), ids=KINDS)
def test_put_back_that_fails_is_said_with_what_went_wrong_first(machine: FakeMachine, error: Exception, then: type[Exception]) -> None:
    start_fails(machine, refusals={"bring back toy-staging": error})
    (outcome,) = machine.deploy()
    assert isinstance(outcome.problem, PutBackFailed)
    assert ([type(one) for one in outcome.problem.first], [type(one) for one in outcome.problem.then]) == ([HubUnhealthy], [then])
    assert outcome.status is Status.FAILED


def test_put_back_that_fails_after_a_signal_names_it_and_says_130(machine: FakeMachine) -> None:
    machine.engine.up_errors["toy-staging"] = Interrupted(signal_number=2)
    start_fails(machine, refusals={"tag toy:staging": LOST})
    (outcome,) = machine.deploy()
    assert isinstance(outcome.problem, PutBackFailed)
    assert ([type(one) for one in outcome.problem.first], outcome.status) == ([Interrupted], Status.INTERRUPTED)


def test_put_back_that_fails_does_not_say_that_the_old_one_runs() -> None:
    unwell = HubUnhealthy(hub="Toy", why="HTTP 500", limit_s=60, tail="", old="aaaaaaaaaaaa")
    said = error_as_json(PutBackFailed(hub="Toy", first=(unwell,), then=(LOST,)), Speech("en"))
    assert said["happened"] == "Toy: the deploy failed, and what ran before could not all be put back."
    assert said["why"] == (
        "First: Toy did not become healthy within 1 min: HTTP 500. "
        "Then, when putting back: The Docker engine stopped answering during image tag."
    )


def test_signal_while_putting_back_ends_the_deploy_though_a_hub_had_failed_before() -> None:
    stages = tuple(StageResult(stage="start", elapsed_s=0, problem=problem) for problem in (LOST, Interrupted(signal_number=15)))
    outcome = HubOutcome(hub="Toy", action=None, revision="", stages=stages)
    assert (outcome.problem, outcome.status) == (LOST, Status.TERMINATED)
