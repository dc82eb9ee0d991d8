"""Out of history and the logs of builds, alone and beside the kernel's lines."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from hubyard.diagnosis.facts.work import BuildsFacts, SliceKills
from hubyard.diagnosis.values import Incident, Process, Sureness, What
from hubyard.diagnosis.verdict import judge_incidents
from hubyard.history.values import BuildOutcome
from tests.unit.diagnosis.rules.made import MIB
from tests.unit.diagnosis.verdict.made import (
    AT,
    BUILD,
    EXIT_137,
    IN_STEP,
    KILLED,
    KILLED_WORDS,
    OF_HUB,
    OF_STEP,
    Case,
    certain,
    counted,
    log,
    past,
)
from tests.unit.diagnosis.verdict.witnesses import ago, build, dmesg

CASES: Final = {
    "step_killed_at_the_hub_s_cap_and_history_knows_the_stage": Case(
        facts=past(
            KILLED, kernel=dmesg(OF_STEP), memory=counted(1), builds=BuildsFacts(slices=(SliceKills(hub="wbfinhub", kernel_kills=1),))
        ),
        incidents=(replace(BUILD, victims=(replace(IN_STEP, stage="build"),), beside=("wbfinhub",)),),
    ),
    "step_by_history_alone": Case(
        facts=past(KILLED),
        incidents=(
            certain(
                What.BUILD_STEP_KILLED,
                ago(28),
                victims=(Process(hub="wbfinhub", stage="build", held_bytes=600 * MIB),),
                limit_bytes=768 * MIB,
                evidence=KILLED_WORDS,
                beside=("wbfinhub",),
            ),
        ),
    ),
    "step_of_a_build_that_ended_well": Case(
        facts=past(build(BuildOutcome.WELL, began=ago(33)), kernel=dmesg(OF_STEP)),
        incidents=(replace(BUILD, what=What.CHILD_KILLED, beside=("wbfinhub",)),),
    ),
    "step_of_a_build_that_followed_at_once_on_one_that_went_well": Case(
        facts=past(
            replace(KILLED, began=AT - timedelta(seconds=2)),
            build(BuildOutcome.WELL, began=AT - timedelta(seconds=63), minutes=1),
            kernel=dmesg(OF_STEP),
        ),
        incidents=(replace(BUILD, victims=(replace(IN_STEP, stage="build"),), beside=("wbfinhub",)),),
    ),
    "step_of_a_build_whose_log_ended_with_0": Case(
        facts=past(KILLED, kernel=dmesg(OF_STEP), logs=(log("#9 DONE 1.0s", status=0, at=ago(28)),)),
        incidents=(replace(BUILD, what=What.CHILD_KILLED, victims=(replace(IN_STEP, stage="build"),), beside=("wbfinhub",)),),
    ),
    "build_thrashed": Case(
        facts=past(build(BuildOutcome.THRASHED, began=ago(33))),
        incidents=(
            certain(
                What.BUILD_THRASHED,
                ago(28),
                victims=(replace(OF_HUB, held_bytes=600 * MIB),),
                limit_bytes=768 * MIB,
                evidence="history: wbfinhub 2026-11-29T11:27:00+00:00 thrashed peak=629145600 cap=805306368",
                count=0,
                beside=("wbfinhub",),
            ),
        ),
    ),
    "log_heap": Case(
        facts=past(logs=(log("#19 148.5 FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"),)),
        incidents=(
            certain(
                What.HEAP_FULL,
                victims=(OF_HUB,),
                evidence="FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
                count=0,
            ),
        ),
    ),
    "log_network_with_the_odd_status_152": Case(
        facts=past(
            logs=(
                log(
                    "#15 49.22 npm error code ECONNRESET\n#15 49.23 npm error network read ECONNRESET\n"
                    '#15 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 152'
                ),
            )
        ),
        incidents=(certain(What.NETWORK, victims=(OF_HUB,), evidence="npm error code ECONNRESET", count=0),),
    ),
    "log_disk": Case(
        facts=past(logs=(log("9.549 [Error: ENOSPC: no space left on device, write] {"),)),
        incidents=(certain(What.DISK_FULL, victims=(OF_HUB,), evidence="[Error: ENOSPC: no space left on device, write] {", count=0),),
    ),
    "log_step_whose_counter_buildkit_read": Case(
        facts=past(logs=(log('#21 ERROR: process "/bin/sh -c x" did not complete successfully: cannot allocate memory'),)),
        incidents=(
            certain(
                What.BUILD_STEP_KILLED,
                victims=(OF_HUB,),
                evidence='ERROR: process "/bin/sh -c x" did not complete successfully: cannot allocate memory',
            ),
        ),
    ),
    "log_137_proves_nothing": Case(
        facts=past(logs=(log(EXIT_137),)),
        incidents=(
            Incident(
                what=What.DIED_OF_SIGKILL,
                sureness=Sureness.UNPROVEN,
                at=AT,
                victims=(OF_HUB,),
                evidence=EXIT_137.removeprefix("#15 "),
            ),
        ),
    ),
    "log_137_of_a_build_whose_kill_is_known": Case(
        facts=past(KILLED, kernel=dmesg(OF_STEP), logs=(log(EXIT_137, at=ago(28)),)),
        incidents=(replace(BUILD, victims=(replace(IN_STEP, stage="build"),), beside=("wbfinhub",)),),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_incidents(case: Case) -> None:
    assert judge_incidents(case.facts).incidents == case.incidents
