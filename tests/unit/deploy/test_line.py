"""Which hub of a deploy may begin, by what was heard of those before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

import pytest

from hubyard.config.hub import Hub, HubSettings
from hubyard.deploy.events import BuildGranted, BuildSpoiled, HubBegun, StageEnded, StageStarted
from hubyard.deploy.line import AT_WORK, Line
from hubyard.deploy.values import DeployRequest, HubOutcome, StageResult
from hubyard.deploy.workers import Failed, News, Signalled
from hubyard.errors import EngineLost, Interrupted, Status, WorkerLost
from hubyard.gate.events import TurnAwaited, WaitFor
from hubyard.gate.port import Patience

NAMES = ("One", "Two", "Three")
TIMEOUT_S, PATIENCE_S = 600, 60


@dataclass(frozen=True, kw_only=True)
class Begin:
    """The hub whose turn it is begins."""

    hub: str


def request(*, names: Sequence[str] = NAMES, jobs: int = 0, keep_going: bool = False) -> DeployRequest:
    settings = HubSettings(service="web", build_timeout_s=TIMEOUT_S)
    hubs = tuple(Hub(name=name, folder=Path("/yard") / name, settings=settings) for name in names)
    return DeployRequest(hubs=hubs, patience=Patience(limit_s=PATIENCE_S), jobs=jobs, keep_going=keep_going)


def planned(hub: str) -> list[Begin | News]:
    """From its begin to the gate."""
    pulled = StageEnded(hub=hub, stage="pull", failed=False, elapsed_s=0.1)
    return [Begin(hub=hub), HubBegun(hub=hub), StageStarted(hub=hub, stage="pull"), pulled, StageStarted(hub=hub, stage="build")]


def building(hub: str) -> list[Begin | News]:
    return [*planned(hub), BuildGranted(hub=hub, granted_bytes=1)]


def ended(hub: str, *, well: bool = True) -> HubOutcome:
    problem = None if well else EngineLost(during="build", detail="")
    return HubOutcome(hub=hub, action=None, revision="", stages=(StageResult(stage="build", elapsed_s=1.0, problem=problem),))


def lost(hub: str) -> Failed:
    return Failed(hub=hub, problem=WorkerLost(hub=hub, ended="SIGKILL"))


def waits(hub: str, wait_for: WaitFor) -> TurnAwaited:
    return TurnAwaited(hub=hub, wait_for=wait_for, holders=(), since=None, position=1, waited_s=0.1, limit_s=60)


def waits_to_start(hub: str) -> list[Begin | News]:
    return [*planned(hub)[:4], replace(waits(hub, WaitFor.MEMORY), starts=True)]


def line_after(told: Sequence[Begin | News], *, of: DeployRequest) -> Line:
    def step(line: Line, one: Begin | News) -> Line:
        if isinstance(one, Begin):
            return line.begun(next(hub for hub in of.hubs if hub.name == one.hub), now_s=10.0)
        return line.heard(one, now_s=12.0)

    return reduce(step, told, Line(request=of))


CASES: dict[str, tuple[Sequence[Begin | News], str | None]] = {
    "nobody_has_begun": ([], "One"),
    "one_has_just_begun": ([Begin(hub="One")], None),
    "one_pulls": (planned("One")[:3], None),
    "one_plans": (planned("One")[:4], None),
    "one_is_at_the_gate": (planned("One"), None),
    "one_waits_at_the_gate": ([*planned("One"), waits("One", WaitFor.MEMORY)], None),
    "one_builds": (building("One"), "Two"),
    "one_needs_no_build_and_starts": ([*planned("One")[:4], StageStarted(hub="One", stage="start")], "Two"),
    "one_was_unchanged": ([*planned("One")[:4], ended("One")], "Two"),
    "one_waits_for_another_deploy_of_it": ([Begin(hub="One"), waits("One", WaitFor.HUB)], "Two"),
    "one_has_waited_for_it_and_plans": ([Begin(hub="One"), waits("One", WaitFor.HUB), *planned("One")[2:4]], None),
    "two_plans_beside_one": ([*building("One"), *planned("Two")[:4]], None),
    "two_waits_at_the_gate": ([*building("One"), *planned("Two")], None),
    "two_builds_beside_one": ([*building("One"), *building("Two")], "Three"),
    "all_have_begun": ([*building("One"), *building("Two"), *building("Three")], None),
    "one_waits_to_start": (waits_to_start("One"), None),
    "one_starts_without_a_build": ([*waits_to_start("One"), StageStarted(hub="One", stage="start")], "Two"),
    "one_is_about_to_fail": ([*building("One"), BuildSpoiled(hub="One")], None),
    "one_failed": ([*building("One"), ended("One", well=False)], None),
    "one_failed_beside_two": ([*building("One"), *building("Two"), ended("One", well=False)], None),
    "worker_of_one_was_lost": ([*building("One"), lost("One")], None),
    "a_signal_came": ([*building("One"), Signalled(number=15)], None),
}


@pytest.mark.parametrize(("told", "next_hub"), CASES.values(), ids=CASES)
def test_next_hub(told: Sequence[Begin | News], next_hub: str | None) -> None:
    order = line_after(told, of=request()).next_order()
    assert (order.hubs[0].name if order else None) == next_hub


@pytest.mark.parametrize("failure", [ended("One", well=False), lost("One")], ids=["failed", "lost"])
def test_next_hub_after_a_failure_when_asked_to_keep_going(failure: News) -> None:
    order = line_after([*building("One"), failure], of=request(keep_going=True)).next_order()
    assert order is not None
    assert order.hubs[0].name == "Two"


def test_next_hub_after_a_signal_though_asked_to_keep_going() -> None:
    assert line_after([*building("One"), Signalled(number=2)], of=request(keep_going=True)).next_order() is None


@pytest.mark.parametrize(("jobs", "limit"), [(2, 2), (0, AT_WORK), (50, 50)])
def test_hubs_at_work_at_once(jobs: int, limit: int) -> None:
    asked = request(names=[f"H{number}" for number in range(60)], jobs=jobs)
    line = Line(request=asked)
    while (order := line.next_order()) is not None:
        (hub,) = order.hubs
        line = line.begun(hub, now_s=0).heard(BuildGranted(hub=hub.name, granted_bytes=1), now_s=0)
    assert len(line.at_work) == limit


def test_patience_does_not_run_out_for_builds_of_the_same_deploy() -> None:
    line = line_after([*building("One"), *building("Two")], of=request())
    assert line.next_order() == replace(request(), hubs=request().hubs[2:], patience=Patience(limit_s=PATIENCE_S + 2 * TIMEOUT_S))


RECALLS: dict[str, tuple[Sequence[Begin | News], str | None]] = {
    "nothing_failed": ([*building("One"), *planned("Two")], None),
    "two_waits_at_the_gate": ([*building("One"), *planned("Two"), ended("One", well=False)], "Two"),
    "two_waits_while_one_is_on_its_way_out": ([*building("One"), *planned("Two"), BuildSpoiled(hub="One")], "Two"),
    "two_waits_for_another_deploy_of_it": (
        [*building("One"), Begin(hub="Two"), waits("Two", WaitFor.HUB), ended("One", well=False)],
        "Two",
    ),
    "two_plans": ([*building("One"), *planned("Two")[:4], ended("One", well=False)], None),
    "two_comes_to_the_gate_afterwards": ([*building("One"), Begin(hub="Two"), ended("One", well=False), *planned("Two")[1:]], "Two"),
    "two_waits_to_start": ([*building("One"), *waits_to_start("Two"), ended("One", well=False)], "Two"),
    "two_starts": (
        [*building("One"), *waits_to_start("Two"), StageStarted(hub="Two", stage="start"), ended("One", well=False)],
        None,
    ),
    "two_builds": ([*building("One"), *building("Two"), ended("One", well=False)], None),
    "a_signal_reaches_all_by_itself": ([*building("One"), *planned("Two"), Signalled(number=15)], None),
}


@pytest.mark.parametrize(("told", "recalled"), RECALLS.values(), ids=RECALLS)
def test_next_recall(told: Sequence[Begin | News], recalled: str | None) -> None:
    assert line_after(told, of=request()).next_recall() == recalled


def test_next_recall_when_asked_to_keep_going_is_nobody() -> None:
    told = [*building("One"), *planned("Two"), ended("One", well=False)]
    assert line_after(told, of=request(keep_going=True)).next_recall() is None


def test_recalled_hub_is_recalled_once_and_was_not_begun() -> None:
    line = line_after([*building("One"), *planned("Two"), ended("One", well=False)], of=request()).recalled("Two")
    assert line.next_recall() is None
    line = line.heard(Failed(hub="Two", problem=Interrupted(signal_number=15)), now_s=0)
    assert ([outcome.hub for outcome in line.outcomes], dict(line.at_work)) == (["One"], {})


def test_recalled_hub_that_was_done_before_counts() -> None:
    line = line_after([*building("One"), *planned("Two"), ended("One", well=False)], of=request()).recalled("Two")
    assert [outcome.hub for outcome in line.heard(ended("Two"), now_s=0).outcomes] == ["One", "Two"]


def test_lost_worker_fails_in_the_stage_that_was_last_heard_of() -> None:
    (outcome,) = line_after([*planned("One"), lost("One")], of=request()).outcomes
    (stage,) = outcome.stages
    assert (outcome.status, stage.stage, stage.elapsed_s) == (Status.FAILED, "build", 0.0)


def test_outcomes_are_in_the_order_of_the_request() -> None:
    line = line_after([*planned("One"), *planned("Two"), ended("Two"), ended("One")], of=request())
    assert [outcome.hub for outcome in line.outcomes] == ["One", "Two"]


UNHEEDED: dict[str, tuple[Sequence[Begin | News], int | None]] = {
    "no_signal": ([*planned("One"), ended("One")], None),
    "nobody_was_at_work": ([*planned("One"), ended("One"), Signalled(number=15)], 15),
    "who_was_at_work_was_done_already": ([*planned("One"), Signalled(number=15), ended("One")], 15),
    "who_was_at_work_says_so": (
        [*planned("One"), Signalled(number=15), Failed(hub="One", problem=Interrupted(signal_number=15))],
        None,
    ),
}


@pytest.mark.parametrize(("told", "signal"), UNHEEDED.values(), ids=UNHEEDED)
def test_unheeded_signal(told: Sequence[Begin | News], signal: int | None) -> None:
    assert line_after(told, of=request()).unheeded == signal
