"""From what a build was seen to need to a line of history, and back to what the next one is expected to need."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hubyard.deploy.measuring import measured, outcome_of, stages_of, stages_to_run_anew
from hubyard.deploy.plan import plan_hub
from hubyard.deploy.values import HubFacts, HubPlan
from hubyard.engine.port import BuildExit, BuildMemory, StepKill, StepMemory
from hubyard.gate.port import Grant
from hubyard.history.values import BuildMeasured, BuildOutcome, CacheState, StageMeasured
from tests.contracts.history.measured import build

MB = 1000**2
BEGAN = datetime(2026, 11, 25, 14, 2, tzinfo=UTC)
WELL = BuildExit(status=0, log=Path("/nowhere"), elapsed_s=9.0, steps_cached=2, steps_run=1)
KILL = StepKill(step="[build 4/7] RUN npm run build", process="node", held_bytes=640 * MB)

OUTCOMES = {
    "well": (WELL, BuildOutcome.WELL),
    "failed": (replace(WELL, status=1), BuildOutcome.FAILED),
    "killed": (replace(WELL, status=1, memory=BuildMemory(kills=(KILL,))), BuildOutcome.KILLED),
    "killed_and_survived": (replace(WELL, memory=BuildMemory(kills=(KILL,))), BuildOutcome.KILLED),
    "thrashed": (replace(WELL, status=None, memory=BuildMemory(thrashed=True)), BuildOutcome.THRASHED),
    "too_late": (replace(WELL, status=None), BuildOutcome.STOPPED),
}


@pytest.mark.parametrize(("ended", "outcome"), OUTCOMES.values(), ids=OUTCOMES)
def test_outcome_of(ended: BuildExit, outcome: BuildOutcome) -> None:
    assert outcome_of(ended) is outcome


def test_stages_have_the_greatest_peak_and_the_time_of_all_their_steps() -> None:
    steps = (
        StepMemory(name="[deps 3/4] RUN npm ci", peak_bytes=300 * MB, elapsed_s=12.0),
        StepMemory(name="[build 3/5] COPY . .", peak_bytes=0, elapsed_s=1.0),
        StepMemory(name="[build 4/5] RUN npm run build", peak_bytes=700 * MB, elapsed_s=20.0),
        StepMemory(name="[build 5/5] RUN rm x", peak_bytes=5 * MB, elapsed_s=1.0),
    )
    assert stages_of(BuildMemory(steps=steps)) == (
        StageMeasured(name="deps", peak_bytes=300 * MB, elapsed_s=12.0),
        StageMeasured(name="build", peak_bytes=700 * MB, elapsed_s=22.0),
    )


def test_measured_is_all_that_an_estimate_needs(facts: Callable[..., HubFacts]) -> None:
    plan = plan_hub(facts(release=None))
    ended = replace(WELL, memory=BuildMemory(peak_bytes=700 * MB, kills=(KILL, KILL), cap_bytes=880 * MB))
    grant = Grant(ticket_fd=3, waited_s=0.0, granted_bytes=800 * MB, cap_bytes=880 * MB)
    assert measured(plan, ended, grant=grant, began=BEGAN, expected=CacheState.WARM, doubted=()) == BuildMeasured(
        hub="toy",
        revision="bbbbbbbbbbbb",
        inputs="0123456789abcdef",
        cold_inputs="",
        cache=CacheState.WARM,
        outcome=BuildOutcome.KILLED,
        began=BEGAN,
        elapsed_s=9.0,
        peak_bytes=700 * MB,
        granted_bytes=800 * MB,
        cap_bytes=880 * MB,
        killed_stages=("build",),
    )


def test_build_that_took_nothing_from_the_cache_was_cold_whatever_was_expected(facts: Callable[..., HubFacts]) -> None:
    ended = replace(WELL, steps_cached=0)
    assert measured_as(ended, plan_hub(facts(release=None))).cache is CacheState.COLD


def measured_as(ended: BuildExit, plan: HubPlan, *, doubted: tuple[str, ...] = ()) -> BuildMeasured:
    grant = Grant(ticket_fd=3, waited_s=0.0)
    return measured(plan, ended, grant=grant, began=BEGAN, expected=CacheState.WARM, doubted=doubted)


STILL_KILLED = {
    "it_went_well": (WELL, ()),
    "it_failed_before_it_came_there": (replace(WELL, status=1), ("deps",)),
    "it_was_ended": (replace(WELL, status=None), ("deps",)),
    "it_had_kills_of_its_own": (replace(WELL, memory=BuildMemory(kills=(KILL,))), ("build", "deps")),
}


@pytest.mark.parametrize(("ended", "killed_stages"), STILL_KILLED.values(), ids=STILL_KILLED)
def test_stages_that_were_in_doubt_are_so_until_a_build_goes_well(
    facts: Callable[..., HubFacts], ended: BuildExit, killed_stages: tuple[str, ...]
) -> None:
    assert measured_as(ended, plan_hub(facts(release=None)), doubted=("deps",)).killed_stages == killed_stages


def built(outcome: BuildOutcome, *killed_stages: str) -> BuildMeasured:
    return build(outcome=outcome, killed_stages=killed_stages)


ANEW: dict[str, tuple[list[BuildMeasured], list[str], tuple[str, ...]]] = {
    "nothing_was_killed": ([built(BuildOutcome.WELL)], [], ()),
    "the_last_was_killed": ([built(BuildOutcome.KILLED, "build"), built(BuildOutcome.WELL)], [], ("build",)),
    "it_was_built_well_since": ([built(BuildOutcome.WELL), built(BuildOutcome.KILLED, "build")], [], ()),
    "one_in_between_failed_otherwise": ([built(BuildOutcome.FAILED), built(BuildOutcome.KILLED, "build")], [], ("build",)),
    "several_each_once": (
        [built(BuildOutcome.KILLED, "deps"), built(BuildOutcome.KILLED, "build", "deps")],
        [],
        ("deps", "build"),
    ),
    "in_doubt_since_it_was_built_well": ([built(BuildOutcome.WELL)], ["deps", "build"], ("deps", "build")),
    "in_doubt_and_killed_before": ([built(BuildOutcome.KILLED, "deps", "build")], ["build"], ("build", "deps")),
    "first_build": ([], [], ()),
    "first_build_was_never_recorded": ([], [""], ("",)),
}


@pytest.mark.parametrize(("past", "doubted", "stages"), ANEW.values(), ids=ANEW)
def test_stages_to_run_anew(past: list[BuildMeasured], doubted: list[str], stages: tuple[str, ...]) -> None:
    assert stages_to_run_anew(past, doubted) == stages
