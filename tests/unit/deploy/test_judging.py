"""What a build's end means."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hubyard.deploy.judging import problem_of, usual_peak_bytes
from hubyard.deploy.plan import plan_hub
from hubyard.deploy.values import HubFacts, HubPlan
from hubyard.engine.port import BuildExit, BuildMemory, StepKill
from hubyard.errors import BuildFailed, BuildKilled, BuildThrashed, BuildTooLate, HubyardError, Status
from hubyard.gate.advice import Advice
from hubyard.history.values import BuildOutcome
from tests.contracts.history.measured import build

MB = 1000**2
ADVICE = Advice(needs_more_than_bytes=660 * MB, again_bytes=1320 * MB, workers=1)
LOG = Path("/yard/.hubyard/builds/toy/1.log")
WELL = BuildExit(status=0, log=LOG, elapsed_s=9.0)
RUN = "[build 4/7] RUN npm run build"
KILL = StepKill(step=RUN, process="node", held_bytes=640 * MB)
BEFORE = build(peak_bytes=700 * MB)


@pytest.fixture
def plan(facts: Callable[..., HubFacts]) -> HubPlan:
    return plan_hub(facts(release=None))


def killed(*, survived: bool, held_bytes: int = 640 * MB, cap_bytes: int = 660 * MB) -> BuildKilled:
    return BuildKilled(
        hub="Toy",
        step=RUN,
        process="node",
        held_bytes=held_bytes,
        cap_bytes=cap_bytes,
        usual_bytes=700 * MB,
        next_bytes=1320 * MB,
        workers=1,
        survived=survived,
        log=LOG,
    )


THRASHED = BuildThrashed(
    hub="Toy", needs_more_than_bytes=500 * MB, usual_bytes=700 * MB, next_bytes=1320 * MB, workers=1, elapsed_s=9.0, log=LOG
)
CASES: dict[str, tuple[BuildExit, HubyardError | None]] = {
    "ended_well": (WELL, None),
    "failed_by_itself": (
        replace(WELL, status=1, failed_step=RUN, tail=("a", "b")),
        BuildFailed(hub="Toy", step=RUN, tail="a\nb", log=LOG),
    ),
    "failed_because_a_download_was_cut_off": (
        replace(WELL, status=1, failed_step=RUN, tail=("ECONNRESET",), network_trouble=True),
        BuildFailed(hub="Toy", step=RUN, tail="ECONNRESET", log=LOG, network=True),
    ),
    "ended_by_its_limit": (replace(WELL, status=None), BuildTooLate(hub="Toy", limit_s=3600, log=LOG)),
    "killed": (replace(WELL, status=1, memory=BuildMemory(kills=(KILL,), cap_bytes=660 * MB)), killed(survived=False)),
    "killed_without_a_cap": (replace(WELL, status=1, memory=BuildMemory(kills=(KILL,))), killed(survived=False, cap_bytes=0)),
    "step_survived_its_killed_child": (
        replace(WELL, memory=BuildMemory(kills=(KILL,), cap_bytes=660 * MB)),
        killed(survived=True),
    ),
    "what_the_victim_had_is_unknown_so_the_peak_is_said": (
        replace(WELL, status=1, memory=BuildMemory(peak_bytes=650 * MB, kills=(replace(KILL, held_bytes=0),), cap_bytes=660 * MB)),
        killed(survived=False, held_bytes=650 * MB),
    ),
    "ended_by_the_watchdog": (replace(WELL, status=None, memory=BuildMemory(cap_bytes=500 * MB, thrashed=True)), THRASHED),
    "thrashed_without_a_cap_needs_more_than_it_had": (
        replace(WELL, status=None, memory=BuildMemory(peak_bytes=500 * MB, thrashed=True)),
        THRASHED,
    ),
}


@pytest.mark.parametrize(("ended", "problem"), CASES.values(), ids=CASES)
def test_problem_of(plan: HubPlan, ended: BuildExit, problem: HubyardError | None) -> None:
    found = problem_of(plan, ended, advice=ADVICE, past=(BEFORE,))
    assert (type(found), found and found.fields()) == (type(problem), problem and problem.fields())


def test_what_memory_did_has_a_status_of_its_own() -> None:
    assert (killed(survived=False).exit_status, THRASHED.exit_status) == (Status.MEMORY, Status.MEMORY)


def test_usual_peak_is_of_builds_that_went_well() -> None:
    others = [replace(BEFORE, outcome=outcome, peak_bytes=900 * MB) for outcome in BuildOutcome if outcome is not BuildOutcome.WELL]
    assert usual_peak_bytes([BEFORE, *others]) == 700 * MB
    assert usual_peak_bytes(others) == 0
