"""Deploys that end after something was killed in their build, and before the build does: what the next one runs anew."""

from dataclasses import replace
from pathlib import Path

import pytest

from hubyard.engine.port import BuildMemory, BuildSection, Service, StepKill
from hubyard.errors import DiskFull, EngineLost, HubyardError, Interrupted, Status
from tests.fakes.engine import BUILT
from tests.unit.deploy.machine import FakeMachine

DEPS, APP = "[deps 2/2] RUN npm ci", "[app 4/5] RUN node eater.js"
ENDS = {
    "interrupted": Interrupted(signal_number=15),
    "engine_lost": EngineLost(during="build", detail=""),
    "disk_full": DiskFull(during="build", detail=""),
}


@pytest.fixture
def machine() -> FakeMachine:
    return FakeMachine("Toy")


def end_after_a_kill(machine: FakeMachine, end: HubyardError, *steps: str) -> None:
    machine.engine.kills["Toy"], machine.engine.build_exits["Toy"] = steps, end
    machine.deploy()
    machine.engine.kills.clear()
    machine.engine.build_exits.clear()


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_next_build_runs_anew_what_ran_at_a_kill(machine: FakeMachine, end: HubyardError) -> None:
    end_after_a_kill(machine, end, DEPS, APP, "[app 5/5] RUN true")
    assert machine.history.recorded == []
    (outcome,) = machine.deploy()
    assert (outcome.status, machine.engine.built[-1].no_cache_filters) == (Status.DONE, ("app", "deps"))


def test_kill_in_a_step_without_a_name_runs_all_anew(machine: FakeMachine) -> None:
    end_after_a_kill(machine, ENDS["interrupted"], "")
    machine.deploy()
    assert machine.engine.built[-1].no_cache_filters == ("",)


def test_build_that_goes_well_settles_it(machine: FakeMachine) -> None:
    end_after_a_kill(machine, ENDS["interrupted"], DEPS)
    machine.deploy()
    machine.commit("Toy", revision="bbbbbbbbbbbb")
    machine.deploy()
    assert machine.engine.built[-1].no_cache_filters == ()


def test_build_that_fails_before_it_comes_there_does_not(machine: FakeMachine) -> None:
    end_after_a_kill(machine, ENDS["interrupted"], DEPS)
    machine.engine.build_exits["Toy"] = replace(BUILT, status=1)
    machine.deploy()
    assert machine.history.recorded[-1].killed_stages == ("deps",)
    machine.engine.build_exits.clear()
    machine.deploy()
    assert machine.engine.built[-1].no_cache_filters == ("deps",)


def test_build_that_ends_says_whose_the_kill_was(machine: FakeMachine) -> None:
    """More steps ran at that time: in the end they are no longer in doubt."""
    machine.engine.kills["Toy"] = (DEPS, APP)
    kills = (StepKill(step=APP, process="node", held_bytes=1),)
    machine.engine.build_exits["Toy"] = replace(BUILT, memory=BuildMemory(kills=kills))
    machine.deploy()
    machine.engine.build_exits.clear()
    machine.deploy()
    assert machine.engine.built[-1].no_cache_filters == ("app",)


# -- an image that the hub waits for


@pytest.fixture
def with_database(machine: FakeMachine) -> FakeMachine:
    config = machine.engine.configs["Toy"]
    assert not isinstance(config, HubyardError)
    (hub,) = config.services.values()
    database = replace(hub, name="db", container_name="toy-db", build=built_in(Path("/yard/Toy/db")))
    services: dict[str, Service] = {"db": database, hub.name: replace(hub, depends_on=("db",))}
    machine.engine.configs["Toy"] = replace(config, services=services)
    machine.files.texts[Path("/yard/Toy/db/Dockerfile")] = "FROM scratch\n"
    return machine


def built_in(folder: Path) -> BuildSection:
    return BuildSection(context=folder, dockerfile=folder / "Dockerfile")


def test_dependency_in_whose_build_something_was_killed_is_none_and_is_built_anew(with_database: FakeMachine) -> None:
    machine, kill = with_database, StepKill(step=DEPS, process="cc1", held_bytes=1)
    machine.engine.kills["Toy"] = (DEPS,)
    machine.engine.build_exits["Toy"] = replace(BUILT, memory=BuildMemory(kills=(kill,)))
    (outcome,) = machine.deploy()
    assert (outcome.status, machine.engine.found_images) == (Status.MEMORY, {})
    machine.engine.kills.clear()
    machine.engine.build_exits.clear()
    (again,) = machine.deploy()
    assert again.status is Status.DONE
    assert [(order.release, order.no_cache_filters) for order in machine.engine.built[1:]] == [
        ("toy-db", ("deps",)),
        (machine.engine.built[-1].release, ("deps",)),
    ]
    assert machine.engine.image("toy-db")
