"""A step survives its killed child and ends, so it is in the cache; and then the deploy ends before its build does."""

from collections.abc import Callable

import pytest

from tests.integration.machine.hunger import expects, hungry
from tests.integration.machine.machine import Running, eventually
from tests.integration.machine.toy import Edit
from tests.integration.machine.yard import ToyYard, left_over

LATER_STEP = Edit(file="Dockerfile", old="USER node", new="RUN sleep 84\nUSER node")
ENDS: dict[str, tuple[Callable[[Running], None], int]] = {
    "killed": (Running.kill, 410),
    "interrupted": (lambda deploy: deploy.signal("INT"), 420),
}
"""With the megabytes that the step takes: the machine keeps its cache from test to test."""


@pytest.mark.parametrize(("end", "megabytes"), ENDS.values(), ids=ENDS)
def test_step_that_survived_its_killed_child_is_run_anew_though_its_build_never_ended(
    yard: ToyYard, end: Callable[[Running], None], megabytes: int
) -> None:
    yard.add("toy", *hungry(megabytes, survives=True), expects(150), LATER_STEP)
    deploy = yard.begin("deploy", "--hub=toy")
    deploy.wait_for("sleep 84")
    end(deploy)
    deploy.end()
    eventually(lambda: not left_over(yard.machine), limit_s=30, what="the step of the ended build is gone")
    yard.change("toy", *hungry(megabytes, survives=True), expects(megabytes + 100))
    yard.deploy("toy")
    log = yard.invoke("builds.log", "--hub=toy").text
    assert f"holds {megabytes} MB" in log, log
