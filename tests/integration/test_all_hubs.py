"""All hubs of a yard at once, with a limit of one build. One yard serves all tests here, in their order."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.integration.machine.machine import Machine, Ran
from tests.integration.machine.overlaps import watch_steps
from tests.integration.machine.toy import build_step
from tests.integration.machine.yard import ToyYard, clean, nothing_left

HUBS = ("later", "first")
WAITING = "❌ Another build is in progress. Waiting..."
pytestmark = pytest.mark.xdist_group("all hubs")


@dataclass(frozen=True, kw_only=True)
class Row:
    """`ran` is the first deploy of all."""

    yard: ToyYard
    ran: Ran


@pytest.fixture(scope="module")
def row(machine: Machine) -> Iterator[Row]:
    clean(machine)
    yard = ToyYard(machine=machine, folder="/yards/row", settings={"hubs": '["later", "first"]', "gate.jobs": "1"})
    for name in sorted(HUBS):
        yard.add(name, build_step("sleep 1"))  # long enough to be measured
    with nothing_left(machine):
        yield Row(yard=yard, ran=yard.deploy("all"))


def test_all_hubs_in_the_yards_order(row: Row) -> None:
    assert row.ran.text.index("Building later") < row.ran.text.index("Building first")
    assert [row.yard.health(name)["hub"] for name in HUBS] == list(HUBS)


def test_limit_of_one_build_holds_whatever_compose_is_told_and_though_both_would_fit(row: Row) -> None:
    """The need of both is known by now: without the limit they build at once."""
    for name in HUBS:
        row.yard.change(name, build_step("sleep 1"))
    watch = watch_steps(row.yard.machine)
    ran = row.yard.invoke("deploy", "--hub=all", "--jobs=2", environment={"COMPOSE_PARALLEL_LIMIT": "30"})
    assert (ran.status, WAITING in ran.text) == (0, True), ran.text
    assert watch.seen() == {frozenset({name}) for name in HUBS}
