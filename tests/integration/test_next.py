"""The real hubs: two at the same instant, then all four behind the gateway. The only tests that build Next.js."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from tests.integration.machine.machine import PROJECT, Machine, Ran
from tests.integration.machine.overlaps import watch_steps
from tests.integration.machine.yard import clean, nothing_left

ROUTES = {"WBHubManager": "", "WBSalesHub": "/saleshub", "WBFinHub": "/finhub", "WBOnboardingHub": "/onboarding"}
TWO = ("WBSalesHub", "WBFinHub")
WAITING = "❌ 다른 빌드가 진행 중입니다. 대기 중..."
LIMIT_S = 600.0
pytestmark = pytest.mark.xdist_group("real hubs")  # in one process: two such builds at once would wait for the same processors


@dataclass(frozen=True, kw_only=True)
class TwoAtOnce:
    """How two deploys ended that began at the same instant; `built` are the sets of hubs with build steps, as the kernel saw them."""

    machine: Machine
    ran: tuple[Ran, ...]
    built: list[frozenset[str]]


@pytest.fixture(scope="module")
def two(machine: Machine) -> Iterator[TwoAtOnce]:
    clean(machine)
    with nothing_left(machine):
        watch = watch_steps(machine)
        both = [machine.start("invoke", "deploy", f"--hub={hub}", folder=PROJECT, environment={"HUBYARD_LANG": "ko"}) for hub in TWO]
        ran = tuple(deploy.end(limit_s=LIMIT_S) for deploy in both)
        yield TwoAtOnce(machine=machine, ran=ran, built=watch.in_order())


def healthy(machine: Machine) -> set[str]:
    """The hubs that call themselves so at the gateway."""
    answers = {
        hub: machine.run("curl", "--silent", "--max-time", "10", f"http://127.0.0.1:4400{route}/api/health").out
        for hub, route in ROUTES.items()
    }
    told: Mapping[str, Mapping[str, object]] = {hub: json.loads(text) for hub, text in answers.items() if text.startswith("{")}
    return {hub for hub, answer in told.items() if answer.get("hub") == hub}


def invoke(machine: Machine, *arguments: str) -> Ran:
    return machine.run("invoke", *arguments, folder=PROJECT, environment={"HUBYARD_LANG": "en"}, limit_s=LIMIT_S)


def test_two_deploys_at_the_same_instant_both_end_well(two: TwoAtOnce) -> None:
    assert [ran.status for ran in two.ran] == [0, 0], two.ran[0].text + two.ran[1].text
    assert healthy(two.machine) == set(TWO)


def test_their_build_steps_never_overlap(two: TwoAtOnce) -> None:
    assert set(two.built) == {frozenset({hub.lower()}) for hub in TWO}


def test_the_second_says_that_it_waits(two: TwoAtOnce) -> None:
    assert sorted(WAITING in ran.text for ran in two.ran) == [False, True], two.ran[0].text + two.ran[1].text


def test_all_four_answer_behind_the_gateway(two: TwoAtOnce) -> None:
    """Two of them are built already. The hub manager's page shows all four; a second deploy has nothing to do."""
    first = invoke(two.machine, "deploy", "--hub=all")
    assert first.status == 0, first.text
    assert healthy(two.machine) == set(ROUTES)
    page = two.machine.must("curl", "-fsS", "http://127.0.0.1:4400/")
    assert [title for title in ("Hub Manager", "Sales Hub", "Fin Hub", "Onboarding Hub") if title not in page] == []
    assert page.count('data-up="true"') == len(ROUTES)
    second = invoke(two.machine, "deploy", "--hub=all")
    assert (second.status, "Building" in second.text) == (0, False), second.text
    assert invoke(two.machine, "health").status == 0
