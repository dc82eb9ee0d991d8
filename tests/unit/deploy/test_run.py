"""Whole deploys on fakes: what is called, in which order, and what is left when something goes wrong."""

from dataclasses import replace
from pathlib import Path
from types import NoneType

import pytest

from hubyard.deploy.events import AllDeployed, DeployEnded, HubUnchanged, SettleBegun, SigkillTold, StageEnded
from hubyard.deploy.labels import BUILD_INPUTS, DIGITS
from hubyard.deploy.values import Action
from hubyard.engine.port import BuildExit, BuildMemory, BuildSecret, BuildSection, StepKill
from hubyard.errors import (
    BuildFailed,
    DiskTooSmall,
    DockerfileInline,
    EngineElsewhere,
    EngineLost,
    HubUnhealthy,
    Interrupted,
    PortTaken,
    Status,
    UnexpectedFault,
    VariableMissing,
)
from hubyard.gate.port import Presence
from hubyard.gateway.port import Answer
from hubyard.history.values import BuildOutcome
from hubyard.host.memory import Memory
from tests.fakes.engine import BUILT, HERE
from tests.fakes.gate import NINE
from tests.fakes.host import GIB
from tests.unit.deploy.machine import FakeMachine

FAILED = BuildExit(status=1, failed_step="[2/3] RUN npm ci", tail=("npm error",), log=Path("/log"), elapsed_s=1.0)
KILL = StepKill(step="[app 4/5] RUN node eater.js", process="node", held_bytes=150)


@pytest.fixture
def machine() -> FakeMachine:
    return FakeMachine("Toy")


def running_revision(machine: FakeMachine) -> str:
    (container,) = machine.engine.containers(label="hubyard.hub=toy")
    return container.labels["hubyard.revision"]


def test_deploy_first_builds_tags_and_starts(machine: FakeMachine) -> None:
    (outcome,) = machine.deploy()
    assert (outcome.action, outcome.status, [stage.stage for stage in outcome.stages]) == (
        Action.BUILD,
        Status.DONE,
        ["pull", "plan", "build", "tag", "start", "cleanup"],
    )
    release = machine.engine.built[0].labels[BUILD_INPUTS][:DIGITS]
    assert machine.engine.calls == [
        "build Toy",
        "tag toy:pending",
        f"tag toy:aaaaaaaaaaaa-{release}",
        "untag toy:pending",
        "tag toy:staging",
        "up toy-staging",
        "tag toy:healthy-aaaaaaaaaaaa",
    ]


def test_deploy_again_changes_nothing(machine: FakeMachine) -> None:
    machine.deploy()
    machine.engine.calls.clear()
    (outcome,) = machine.deploy()
    assert (outcome.action, machine.engine.calls) == (Action.UNCHANGED, [])
    assert any(isinstance(event, HubUnchanged) for event in machine.told)


def test_deploy_after_an_empty_commit_changes_nothing(machine: FakeMachine) -> None:
    machine.deploy()
    machine.commit("Toy", revision="bbbbbbbbbbbb", changes=False)
    (outcome,) = machine.deploy()
    assert (outcome.action, outcome.revision) == (Action.UNCHANGED, "aaaaaaaaaaaa")


def test_deploy_with_another_env_file_restarts_without_a_build(machine: FakeMachine) -> None:
    machine.deploy()
    machine.checkouts.contents[Path("/yard/Toy/.env")] = b"A=2\n"
    (outcome,) = machine.deploy()
    assert (outcome.action, [stage.stage for stage in outcome.stages]) == (Action.RESTART, ["pull", "plan", "start"])


def test_deploy_that_finds_nothing_to_do_after_its_wait_touches_nothing(machine: FakeMachine) -> None:
    """The revision that it waited for was taken back meanwhile."""
    machine.deploy()
    calls, other = (
        list(machine.engine.calls),
        Presence(id="other-1", hub="other", title="Other", user="mina", pid=9, command="", since=NINE, granted_bytes=5 * GIB, known=True),
    )

    def meanwhile() -> None:
        machine.gate.state.running.clear()
        machine.commit("Toy", revision="aaaaaaaaaaaa", changes=False)
        machine.checkouts.contexts.clear()

    machine.commit("Toy", revision="bbbbbbbbbbbb")
    machine.gate.state.running.append(other)
    machine.gate.while_waiting = meanwhile
    (outcome,) = machine.deploy()
    assert (outcome.action, outcome.status, machine.engine.calls) == (Action.UNCHANGED, Status.DONE, calls)
    assert [stage.stage for stage in outcome.stages] == ["pull", "plan", "build"]


def test_deploy_whose_build_fails_leaves_the_old_container_and_tags(machine: FakeMachine) -> None:
    machine.deploy()
    machine.commit("Toy", revision="bbbbbbbbbbbb")
    machine.engine.build_exits["Toy"] = FAILED
    machine.engine.calls.clear()
    (outcome,) = machine.deploy()
    assert isinstance(outcome.problem, BuildFailed)
    assert (outcome.status, machine.engine.calls, running_revision(machine)) == (Status.FAILED, ["build Toy"], "aaaaaaaaaaaa")


def test_deploy_of_an_app_that_never_answers_brings_the_old_one_back(machine: FakeMachine) -> None:
    machine.deploy()
    old = machine.engine.image("toy:staging")
    machine.commit("Toy", revision="bbbbbbbbbbbb")
    machine.probe.otherwise = Answer(status=None, why="nothing listens there")
    machine.engine.logs["toy-staging"] = ("no database",)
    (outcome,) = machine.deploy()
    assert isinstance(outcome.problem, HubUnhealthy)
    assert (outcome.problem.tail, outcome.problem.old) == ("no database", "aaaaaaaaaaaa")
    assert (running_revision(machine), machine.engine.image("toy:staging")) == ("aaaaaaaaaaaa", old)


def test_deploy_first_of_an_app_that_never_answers_leaves_no_container_and_no_alias(machine: FakeMachine) -> None:
    machine.probe.otherwise = Answer(status=500)
    machine.deploy()
    assert (machine.engine.containers(label="hubyard.hub=toy"), machine.engine.image("toy:staging")) == ([], None)


def test_deploy_interrupted_in_start_brings_the_old_one_back_and_says_130(machine: FakeMachine) -> None:
    machine.deploy()
    machine.commit("Toy", revision="bbbbbbbbbbbb")
    machine.engine.up_errors["toy-staging"] = Interrupted(signal_number=2)
    (outcome,) = machine.deploy()
    assert (outcome.status, running_revision(machine)) == (Status.INTERRUPTED, "aaaaaaaaaaaa")


def test_deploy_with_a_fault_of_ours_in_start_still_brings_the_old_one_back(machine: FakeMachine) -> None:
    machine.deploy()
    machine.commit("Toy", revision="bbbbbbbbbbbb")
    machine.engine.up_errors["toy-staging"] = ZeroDivisionError()  # type: ignore[assignment]  # what no one expects
    (outcome,) = machine.deploy()
    assert (type(outcome.problem), outcome.status, running_revision(machine)) == (UnexpectedFault, Status.USAGE, "aaaaaaaaaaaa")


def test_deploy_keeps_going_past_a_fault_of_ours_in_a_stage() -> None:
    machine = FakeMachine("One", "Two")
    machine.engine.configs.pop("One")
    outcomes = machine.deploy(keep_going=True)
    assert [(outcome.hub, type(outcome.problem)) for outcome in outcomes] == [("One", UnexpectedFault), ("Two", NoneType)]


def test_deploy_keeps_going_past_a_fault_of_ours_between_two_stages() -> None:
    machine = FakeMachine("One", "Two")
    machine.once_told(StageEnded, lambda: machine.engine.refusals.update({"image one:staging": ZeroDivisionError()}), stage="build")
    outcomes = machine.deploy(keep_going=True)
    assert [(outcome.hub, type(outcome.problem)) for outcome in outcomes] == [("One", UnexpectedFault), ("Two", NoneType)]


def test_deploy_that_went_well_has_no_image_size_where_the_engine_is_lost_just_after_it(machine: FakeMachine) -> None:
    def lose() -> None:
        machine.engine.refusals[f"image {machine.engine.built[0].release}"] = EngineLost(during="image look-up", detail="")

    machine.once_told(StageEnded, lose, stage="cleanup")
    (outcome,) = machine.deploy()
    assert (outcome.status, outcome.image_bytes) == (Status.DONE, 0)


def test_deploy_stops_at_the_first_failure_and_names_the_hubs_not_begun() -> None:
    machine = FakeMachine("One", "Two")
    machine.engine.build_exits["One"] = FAILED
    assert [outcome.hub for outcome in machine.deploy()] == ["One"]
    assert machine.told[-1] == DeployEnded(statuses=(Status.FAILED,), skipped=("Two",))


def test_deploy_keeps_going_when_asked_but_not_past_a_signal() -> None:
    machine = FakeMachine("One", "Two", "Three")
    machine.engine.build_exits = {"One": FAILED, "Two": Interrupted(signal_number=15)}
    assert [outcome.status for outcome in machine.deploy(keep_going=True)] == [Status.FAILED, Status.TERMINATED]


def test_deploy_of_two_settles_between_them_until_memory_is_back() -> None:
    machine = FakeMachine("One", "Two")
    full, low = (Memory(total_bytes=8 * GIB, available_bytes=share * GIB) for share in (6, 3))
    machine.host.memories = [full, full, low, low, full]
    machine.deploy()
    assert [event for event in machine.told if isinstance(event, SettleBegun)] == [SettleBegun(limit_s=5)]
    assert isinstance(machine.told[-1], AllDeployed)


def test_deploy_interrupted_while_memory_settles_still_tells_what_was_done() -> None:
    def interrupt() -> None:
        raise Interrupted(signal_number=2)

    machine = FakeMachine("One", "Two", "Three")
    machine.once_told(SettleBegun, interrupt)
    assert [(outcome.hub, outcome.status) for outcome in machine.deploy()] == [("One", Status.DONE), ("Two", Status.INTERRUPTED)]
    assert machine.told[-1] == DeployEnded(statuses=(Status.DONE, Status.INTERRUPTED), skipped=("Three",))


def test_deploy_refuses_an_engine_on_another_kernel_before_anything(machine: FakeMachine) -> None:
    machine.engine.engine_info = type(HERE)(**{**HERE.__dict__, "name": "elsewhere"})
    with pytest.raises(EngineElsewhere):
        machine.deploy()
    assert machine.engine.calls == []


def test_deploy_refuses_a_taken_port_before_anything(machine: FakeMachine) -> None:
    machine.gateway.holder = "container theirs"
    with pytest.raises(PortTaken):
        machine.deploy()
    assert machine.engine.calls == []


def test_deploy_refuses_a_dockerfile_that_is_no_file(machine: FakeMachine) -> None:
    section = BuildSection(context=Path("/yard/Toy"), dockerfile=Path("/yard/Toy/Dockerfile"), inline=True)
    machine.edit("Toy", lambda service: replace(service, build=section))
    (outcome,) = machine.deploy()
    assert (type(outcome.problem), machine.engine.built) == (DockerfileInline, [])


def test_deploy_refuses_a_build_whose_secret_is_set_nowhere(machine: FakeMachine) -> None:
    section = BuildSection(
        context=Path("/yard/Toy"), dockerfile=Path("/yard/Toy/Dockerfile"), secrets=(BuildSecret(id="token", variable="NPM_TOKEN"),)
    )
    machine.edit("Toy", lambda service: replace(service, build=section))
    (outcome,) = machine.deploy()
    assert isinstance(outcome.problem, VariableMissing)
    assert (outcome.problem.variable, machine.engine.built) == ("NPM_TOKEN", [])
    machine.edit("Toy", lambda service: replace(service, build=replace(section, variables={"NPM_TOKEN": ""})))
    assert machine.deploy()[0].status is Status.DONE


def test_deploy_refuses_a_disk_that_is_nearly_full(machine: FakeMachine) -> None:
    machine.host.free = 10
    with pytest.raises(DiskTooSmall):
        machine.deploy()


def test_deploy_whose_step_survived_a_kill_makes_no_release_and_runs_that_stage_anew(machine: FakeMachine) -> None:
    machine.engine.build_exits["Toy"] = replace(BUILT, memory=BuildMemory(kills=(KILL,)))
    (outcome,) = machine.deploy()
    assert (outcome.status, machine.engine.found_images) == (Status.MEMORY, {})
    assert machine.history.recorded[-1].outcome is BuildOutcome.KILLED
    machine.engine.build_exits.clear()
    (again,) = machine.deploy()
    assert (again.status, machine.engine.built[-1].no_cache_filters) == (Status.DONE, ("app",))
    machine.commit("Toy", revision="bbbbbbbbbbbb")
    machine.deploy()
    assert machine.engine.built[-1].no_cache_filters == ()


def test_deploy_whose_build_tells_of_a_sigkill_that_the_kernel_did_not_send_says_so(machine: FakeMachine) -> None:
    machine.engine.build_exits["Toy"] = replace(BUILT, sigkilled_child="Killed")
    (outcome,) = machine.deploy()
    assert outcome.status is Status.DONE
    assert SigkillTold(hub="Toy", line="Killed", log=BUILT.log) in machine.told


def test_image_of_a_build_that_was_not_judged_is_no_release(machine: FakeMachine) -> None:
    """Killed by -9 between the build's end and its judgement."""
    machine.deploy()
    labels = machine.engine.built[-1].labels
    machine.engine.found_containers.clear()
    machine.engine.found_images.clear()
    machine.engine.add_image("toy:pending", labels=labels)
    (outcome,) = machine.deploy()
    assert outcome.action is Action.BUILD
