"""Real hubs, and deploys of theirs that die or are ended at every second of their way."""

import itertools
import uuid

import pytest

from tests.integration.machine.machine import PROJECT, Machine, Ran, Running, eventually
from tests.integration.machine.overlaps import watch_steps
from tests.integration.machine.yard import held_locks, left_over, steps

HUB = "WBSalesHub"
ENGLISH = {"HUBYARD_LANG": "en"}
MOMENTS_S = range(1, 41, 5)
"""A build takes twenty to sixty seconds: these fall into every stage of it."""


def change(machine: Machine) -> None:
    """So that the next deploy has to build."""
    line = f"export const token{uuid.uuid4().hex} = true;"
    machine.shell(f"echo '{line}' >>lib/site.ts && git commit -qam changed", folder=f"{PROJECT}/hubs/{HUB}")


def begin(machine: Machine) -> Running:
    return machine.start("invoke", "deploy", f"--hub={HUB}", folder=PROJECT, environment=ENGLISH)


def deploy(machine: Machine) -> Ran:
    ran = machine.run("invoke", "deploy", f"--hub={HUB}", folder=PROJECT, environment=ENGLISH, limit_s=600)
    assert ran.status == 0, ran.text
    return ran


def after(running: Running, seconds: float) -> bool:
    """Here the moment *is* the case: whatever the deploy does then. False if it had ended before."""
    try:
        running.end(limit_s=seconds)
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize("moment_s", MOMENTS_S)
def test_killed_deploy_frees_its_locks_and_the_next_goes_well(clean_machine: Machine, moment_s: int) -> None:
    change(clean_machine)
    running = begin(clean_machine)
    if after(running, moment_s):
        running.kill()
        eventually(lambda: held_locks(clean_machine) == [], limit_s=2, what="the locks are free")
    old_steps = set(steps(clean_machine))
    watch = watch_steps(clean_machine)
    deploy(clean_machine)
    assert old_steps.isdisjoint(steps(clean_machine))
    assert [hubs for hubs in watch.seen() if len(hubs) > 1] == []


@pytest.mark.parametrize(("moment_s", "signal"), list(zip(MOMENTS_S, itertools.cycle(["INT", "TERM", "HUP"]), strict=False)))
def test_ended_deploy_leaves_nothing(clean_machine: Machine, moment_s: int, signal: str) -> None:
    deploy(clean_machine)
    change(clean_machine)
    running = begin(clean_machine)
    if after(running, moment_s):
        running.signal(signal)
        ran = running.end(limit_s=60)
        assert ran.status in {129, 130, 143, 0}, ran.text
    assert left_over(clean_machine) == []
    alias = clean_machine.must("docker", "image", "inspect", "--format={{.Id}}", f"{HUB.lower()}:staging")
    container = clean_machine.must("docker", "container", "inspect", "--format={{.Image}} {{.State.Running}}", f"{HUB.lower()}-staging")
    assert container == f"{alias} true"


def test_engine_killed_in_mid_build_of_a_real_hub(clean_machine: Machine) -> None:
    deploy(clean_machine)
    change(clean_machine)
    running = begin(clean_machine)
    eventually(lambda: steps(clean_machine), limit_s=60, what="a step runs")
    clean_machine.shell("kill -KILL $(cat /run/docker.pid)")
    assert running.end(limit_s=120).status == 2, running.text
    clean_machine.shell("start-engine; until docker version >/dev/null 2>&1; do sleep 0.2; done", limit_s=60)
    deploy(clean_machine)
