"""Ctrl-C, SIGTERM and a lost connection, wherever they find a deploy: nothing is left over and what ran before runs."""

from collections.abc import Callable

import pytest

from tests.integration.machine.machine import Running, eventually
from tests.integration.machine.toy import UNHEALTHY_APP, build_step, setting
from tests.integration.machine.yard import OLD_LOCK, ToyYard, left_over, steps

SIGNALS = {"INT": 130, "TERM": 143, "HUP": 129}


def in_pull(yard: ToyYard) -> Running:
    """A remote that takes the connection and never answers."""
    silent = "import socket; s = socket.create_server(('127.0.0.1', 9418)); print('listens', flush=True); c = s.accept(); s.accept()"
    yard.machine.start("python3", "-c", silent).wait_for("listens")
    yard.change("toy", setting('remote = "origin"\nbranch = "main"'))
    yard.machine.shell("git remote remove origin || true; git remote add origin git://127.0.0.1/toy.git", folder=yard.place("toy"))
    deploy = yard.begin("deploy", "--hub=toy")
    eventually(lambda: yard.machine.run("pgrep", "-f", "git.*(fetch|pull)").out, limit_s=20, what="git talks to the remote")
    return deploy


def in_gate(yard: ToyYard) -> Running:
    yard.machine.start("flock", "-x", OLD_LOCK, "-c", "echo inside; sleep 600", user="ubuntu").wait_for("inside")
    yard.change("toy", build_step("true"))
    deploy = yard.begin("deploy", "--hub=toy")
    deploy.wait_for("Waiting...")
    return deploy


def in_build(yard: ToyYard) -> Running:
    yard.change("toy", build_step("sleep 81"))
    deploy = yard.begin("deploy", "--hub=toy")
    eventually(lambda: steps(yard.machine), limit_s=30, what="the step runs")
    return deploy


def in_start(yard: ToyYard) -> Running:
    yard.change("toy", UNHEALTHY_APP, setting("health_timeout = 90"))
    deploy = yard.begin("deploy", "--hub=toy")
    deploy.wait_for("starting, and waiting for health")
    eventually(lambda: "does not answer" in yard.machine.run("docker", "logs", "toy-staging").text, limit_s=30, what="the new app runs")
    return deploy


STAGES = {"pull": in_pull, "gate": in_gate, "build": in_build, "start": in_start}


@pytest.mark.parametrize(("signal", "status"), SIGNALS.items(), ids=SIGNALS)
@pytest.mark.parametrize("bring_to", STAGES.values(), ids=STAGES)
def test_signal_in_a_stage(deployed: ToyYard, bring_to: Callable[[ToyYard], Running], signal: str, status: int) -> None:
    before = deployed.health("toy")["revision"], deployed.image_ids("toy")["staging"]
    deploy = bring_to(deployed)
    helpers = [running for running in deployed.machine.begun if running is not deploy]
    deploy.signal(signal)
    ran = deploy.end(limit_s=30)
    for running in helpers:
        running.signal("KILL")
        running.end()
    assert left_over(deployed.machine) == []
    assert ran.status == status, ran.text
    assert "Traceback" not in ran.text
    assert (deployed.health("toy")["revision"], deployed.image_ids("toy")["staging"]) == before


MOMENTS = ("▸ toy", "Building toy", "Build lock obtained", "toy built", "toy: tag", "starting, and waiting", "toy: start,", "toy: clean-up")


@pytest.mark.parametrize("moment", MOMENTS)
def test_signal_after_a_line_leaves_old_or_new_whole(deployed: ToyYard, moment: str) -> None:
    """Also in tag and cleanup, which are too short to be held: whichever release it is, container and alias agree."""
    deployed.change("toy", build_step("true"))
    deploy = deployed.begin("deploy", "--hub=toy")
    deploy.wait_for(moment)
    deploy.signal("INT")
    ran = deploy.end(limit_s=30)
    assert left_over(deployed.machine) == []
    assert ran.status in {130, 0}, ran.text
    assert deployed.container("toy")["Image"] == deployed.image_ids("toy")["staging"]
    assert deployed.health("toy")["hub"] == "toy"
