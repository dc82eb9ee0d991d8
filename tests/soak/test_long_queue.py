"""Twenty deploys in a row at the gate, some of which die there."""

import pytest

from tests.integration.machine.machine import eventually
from tests.integration.machine.overlaps import watch_steps
from tests.integration.machine.toy import build_step
from tests.integration.machine.yard import OLD_LOCK, ToyYard

MANY = 20


@pytest.fixture
def crowded(yard: ToyYard) -> ToyYard:
    for number in range(MANY):
        yard.add(f"toy{number:02}", build_step("sleep 1"))
    return yard


def test_long_queue_is_served_in_its_order_without_overlap(crowded: ToyYard) -> None:
    watch = watch_steps(crowded.machine)
    old_script = crowded.machine.start("flock", "--exclusive", OLD_LOCK, "--command", "echo inside; sleep 600")
    old_script.wait_for("inside")
    deploys = []
    for number in range(MANY):
        deploys.append(crowded.begin("deploy", f"--hub=toy{number:02}"))
        deploys[-1].wait_for("Waiting...", limit_s=120)
    old_script.signal("KILL")
    assert [deploy.end(limit_s=600).status for deploy in deploys] == [0] * MANY
    assert watch.in_order() == [frozenset({f"toy{number:02}"}) for number in range(MANY)]


def test_waiters_that_die_are_not_waited_for(crowded: ToyYard) -> None:
    deploys = [crowded.begin("deploy", f"--hub=toy{number:02}") for number in range(MANY)]
    eventually(lambda: sum("Waiting..." in deploy.text for deploy in deploys) > MANY // 2, limit_s=120, what="most of them wait")
    for deploy in deploys[::3]:
        if not deploy.ended:
            deploy.kill()
    statuses = [deploy.end(limit_s=600).status for deploy in deploys]
    assert {status for number, status in enumerate(statuses) if number % 3} == {0}
