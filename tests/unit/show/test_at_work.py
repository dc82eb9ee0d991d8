"""What is seen of hubs at work, event by event."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hubyard.deploy.events import BuildGranted, DeployBegun, DeployEnded, HealthAwaited, HubBegun, HubEnded, StageStarted
from hubyard.engine.events import BuildMemoryRead, BuildStep
from hubyard.errors import Status
from hubyard.events import Event
from hubyard.gate.events import Ahead, BuildAhead, ForeignBuildAhead, StartAhead, TurnAwaited, TurnTaken, WaitFor
from hubyard.show.at_work import AtWork, HubLine
from hubyard.show.speech import Speech

GB = 1000**3
TWO = datetime(2026, 11, 25, 14, 2, tzinfo=UTC)
BUILDING: Sequence[Event] = (HubBegun(hub="One"), StageStarted(hub="One", stage="build"))


def waiting(wait_for: WaitFor, *, holders: tuple[str, ...] = (), ahead: tuple[Ahead, ...] = (), remedy: str = "") -> TurnAwaited:
    return TurnAwaited(
        hub="One",
        wait_for=wait_for,
        holders=holders,
        since=None,
        position=2,
        waited_s=0,
        limit_s=60,
        remedy=remedy,
        ahead=ahead,
        missing_bytes=1_100_000_000,
        likely_s=50.0,
    )


def line(**changes: object) -> HubLine:
    found = HubLine(hub="One", since_s=7.0, doing="build")
    for name, value in changes.items():
        setattr(found, name, value)
    return found


CASES: dict[str, tuple[Sequence[Event], HubLine]] = {
    "stage": ((), line()),
    "step": ((BuildStep(hub="one", name="[1/3] RUN npm ci", cached=False),), line(step="[1/3] RUN npm ci")),
    "granted": ((BuildGranted(hub="One", granted_bytes=2 * GB),), line(granted_bytes=2 * GB)),
    "used": (
        (BuildGranted(hub="One", granted_bytes=2 * GB), BuildMemoryRead(hub="One", used_bytes=GB, cap_bytes=3 * GB)),
        line(granted_bytes=2 * GB, used_bytes=GB),
    ),
    "next_stage_forgets_the_build": (
        (BuildGranted(hub="One", granted_bytes=2 * GB), StageStarted(hub="One", stage="tag")),
        line(doing="tag"),
    ),
    "health": ((StageStarted(hub="One", stage="start"), HealthAwaited(hub="One", state="starting")), line(doing="start", step="starting")),
    "waits_for_its_turn": ((waiting(WaitFor.TURN),), line(step="waiting for its turn, position 2")),
    "waits_for_memory": ((waiting(WaitFor.MEMORY),), line(step="waiting for 1.1 GB, about 50 s, position 2")),
    "waits_to_start": (
        (replace(waiting(WaitFor.MEMORY), starts=True),),
        line(step="to start, waiting for 1.1 GB, about 50 s, position 2"),
    ),
    "waits_no_more": ((waiting(WaitFor.TURN), TurnTaken(hub="One", waited_s=1.0)), line()),
    "of_another_hub": ((BuildStep(hub="Two", name="x", cached=False),), line()),
}


@pytest.mark.parametrize(("told", "expected"), CASES.values(), ids=CASES)
def test_line_of_a_hub(told: Sequence[Event], expected: HubLine) -> None:
    seen = AtWork(speech=Speech("en"))
    for event in (*BUILDING, *told):
        seen.hear(event, now_s=7.0)
    assert seen.lines == {"One": expected}


MEMORY = {
    "nothing_known": (0, 0, ""),
    "granted_and_not_read_yet": (2 * GB, 0, "– / 2 GB"),
    "both": (2 * GB, GB // 2, "500 MB / 2 GB"),
    "used_alone": (0, GB // 2, "500 MB"),
}


@pytest.mark.parametrize(("granted", "used", "shown"), MEMORY.values(), ids=MEMORY)
def test_memory_of_a_build(granted: int, used: int, shown: str) -> None:
    assert line(granted_bytes=granted, used_bytes=used).memory == shown


def test_queue_is_who_has_not_begun() -> None:
    seen = AtWork(speech=Speech("en"))
    queues = []
    for event in (
        DeployBegun(hubs=("One", "Two", "Three"), overlaps=True, jobs=2),
        HubBegun(hub="One"),
        HubBegun(hub="Two"),
        HubEnded(hub="One", status=Status.FAILED),
        DeployEnded(statuses=(Status.FAILED, Status.DONE), skipped=("Three",)),
    ):
        seen.hear(event, now_s=0)
        queues.append(seen.queue)
    assert queues == [("One", "Two", "Three"), ("Two", "Three"), ("Three",), ("Three",), ()]


def test_queue_of_a_deploy_one_after_the_other_is_not_shown() -> None:
    seen = AtWork(speech=Speech("en"))
    seen.hear(DeployBegun(hubs=("One", "Two")), now_s=0)
    assert seen.queue == ()


OURS, THEIRS = (BuildAhead(hub=hub, memory_bytes=GB, since=TWO) for hub in ("Two", "Elsewhere"))
AMONG_OURSELVES = {
    "memory_of_our_own": (waiting(WaitFor.MEMORY, ahead=(OURS,)), True),
    "memory_of_our_own_start": (waiting(WaitFor.MEMORY, ahead=(StartAhead(hub="Two", memory_bytes=GB, since=TWO),)), True),
    "memory_of_another_deploy_as_well": (waiting(WaitFor.MEMORY, ahead=(OURS, THEIRS)), False),
    "memory_of_a_foreign_build": (waiting(WaitFor.MEMORY, ahead=(ForeignBuildAhead(name="docker", memory_bytes=GB, pid=1),)), False),
    "turn_behind_our_own": (waiting(WaitFor.TURN, holders=("Two · mina · pid 7",)), True),
    "turn_behind_another_deploy": (waiting(WaitFor.TURN, holders=("Elsewhere · mina · pid 7",)), False),
    "turn_behind_nobody_that_can_be_named": (waiting(WaitFor.TURN), False),
    "our_own_one_is_stopped": (waiting(WaitFor.TURN, holders=("Two · mina · pid 7",), remedy="kill -CONT 7"), False),
    "the_same_hub_elsewhere": (waiting(WaitFor.HUB, holders=("One · mina · pid 7",)), False),
    "the_old_lock": (waiting(WaitFor.OLD_LOCK, holders=("bash deploy.sh · mina · pid 7",)), False),
    "no_wait": (BuildStep(hub="One", name="x", cached=False), False),
}


@pytest.mark.parametrize(("event", "among"), AMONG_OURSELVES.values(), ids=AMONG_OURSELVES)
def test_wait_is_among_ourselves(event: Event, among: bool) -> None:  # noqa: FBT001  a column of the table
    seen = AtWork(speech=Speech("en"))
    for hub in ("One", "Two"):
        seen.hear(HubBegun(hub=hub), now_s=0)
    assert seen.is_among_ourselves(event) is among
