"""MEM01, MEM02, CTR01, CTR02, CTR03."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from hubyard.diagnosis.facts.host import MemoryFacts, Pressure
from hubyard.diagnosis.facts.work import YardFacts
from hubyard.diagnosis.heard import Why
from hubyard.diagnosis.values import Finding, State
from tests.unit.diagnosis.rules.made import (
    DATABASE,
    GB,
    HEALTHY,
    HUB,
    MIB,
    NO_ENGINE,
    NO_RIGHTS,
    NOW,
    Case,
    containers,
    facts,
    found,
    skipped,
)


def memory(available_bytes: int, **more: Any) -> MemoryFacts:  # noqa: ANN401  any field
    return MemoryFacts(total_bytes=8 * GB, available_bytes=available_bytes, pressure=Pressure(), **more)


def available(state: State, available_bytes: int, percent: int, **more: object) -> tuple[Finding, ...]:
    seen: dict[str, object] = {
        "state": state,
        "available_bytes": available_bytes,
        "total_bytes": 8 * GB,
        "available_percent": percent,
        "warn_bytes": 8 * GB // 10,
        "fail_bytes": 8 * GB // 20,
        "of": "host",
        "greatest": ("wbsaleshub-staging", "postgres"),
    }
    return (found("MEM01", state, **{**seen, **more}),)


def waits(state: State, some: int, full: int, some_300: int) -> tuple[Finding, ...]:
    shares: dict[str, object] = {"some_percent": some, "full_percent": full, "some_300_percent": some_300}
    return (found("MEM02", state, state=state, **shares, warn_percent=20, fail_percent=40),)


def pressure(**shares: float) -> MemoryFacts:
    return replace(memory(5 * GB), pressure=Pressure(**shares))


LOOPING: Final = replace(HUB, state="restarting", restarts=7, exit_status=1, started=NOW - timedelta(seconds=20))
UNSETTLED: Final = replace(HUB, restarts=3, started=NOW - timedelta(seconds=599))
SETTLED: Final = replace(HUB, restarts=3, started=NOW - timedelta(seconds=601))
LOOP_BOUNDS: Final[dict[str, object]] = {"least": 3, "settled_s": 600.0}
NO_LIMIT: Final = replace(HUB, limit_bytes=None)
HUNGRY: Final = replace(DATABASE, held_bytes=GB)
BUILDER: Final = replace(DATABASE, name="buildx_buildkit_x0", is_builder=True, held_bytes=None)


def unlimited(name: str, kind: str, **more: object) -> tuple[Finding, ...]:
    seen: dict[str, object] = {"name": name, "hub": "", "kind": kind, "held_bytes": None, "proposed_mib": 128, "without": 1}
    return (found("CTR02", State.WARN, name, **{**seen, **more}),)


CASES: Final = {
    "MEM01_room_enough": Case(rule="MEM01", facts=HEALTHY, found=available(State.OK, 5 * GB, 62)),
    "MEM01_a_byte_below_a_tenth_warns": Case(
        rule="MEM01", facts=facts(memory=memory(8 * GB // 10 - 1)), found=available(State.WARN, 8 * GB // 10 - 1, 10)
    ),
    "MEM01_a_byte_below_a_twentieth_fails": Case(
        rule="MEM01", facts=facts(memory=memory(8 * GB // 20 - 1)), found=available(State.FAIL, 8 * GB // 20 - 1, 5)
    ),
    "MEM01_the_yard_s_own_reserve_counts": Case(
        rule="MEM01",
        facts=facts(memory=memory(GB), yard=YardFacts(reserve_bytes=2 * GB)),
        found=available(State.WARN, GB, 12, warn_bytes=2 * GB),
    ),
    "MEM01_in_a_container_its_limit_counts": Case(
        rule="MEM01",
        facts=facts(memory=memory(5 * GB, limit_bytes=GB, limit_held_bytes=GB), containers=NO_ENGINE),
        found=available(State.FAIL, 0, 0, total_bytes=GB, warn_bytes=GB // 10, fail_bytes=GB // 20, of="group", greatest=()),
    ),
    "MEM01_unread": Case(
        rule="MEM01", facts=facts(memory=NO_RIGHTS), found=skipped("MEM01", Why.NO_RIGHTS, "memory", detail=NO_RIGHTS.detail)
    ),
    "MEM01_nothing_in_it": Case(
        rule="MEM01",
        facts=facts(memory=MemoryFacts(total_bytes=0, available_bytes=0)),
        found=skipped("MEM01", Why.NOT_UNDERSTOOD, "memory"),
    ),
    "MEM02_calm": Case(rule="MEM02", facts=HEALTHY, found=waits(State.OK, 0, 0, 0)),
    "MEM02_some_wait": Case(rule="MEM02", facts=facts(memory=pressure(some_10_share=0.2)), found=waits(State.WARN, 20, 0, 0)),
    "MEM02_some_waited": Case(rule="MEM02", facts=facts(memory=pressure(some_300_share=0.3)), found=waits(State.WARN, 0, 0, 30)),
    "MEM02_all_wait": Case(
        rule="MEM02", facts=facts(memory=pressure(some_10_share=0.9, full_10_share=0.4)), found=waits(State.FAIL, 90, 40, 0)
    ),
    "MEM02_share_that_cannot_be": Case(
        rule="MEM02", facts=facts(memory=pressure(some_10_share=float("inf"))), found=waits(State.WARN, 100, 0, 0)
    ),
    "MEM02_kernel_without_pressure": Case(
        rule="MEM02",
        facts=facts(memory=MemoryFacts(total_bytes=8 * GB, available_bytes=GB)),
        found=skipped("MEM02", Why.ABSENT, "memory", detail="/proc/pressure/memory"),
    ),
    "MEM02_unread": Case(
        rule="MEM02", facts=facts(memory=NO_RIGHTS), found=skipped("MEM02", Why.NO_RIGHTS, "memory", detail=NO_RIGHTS.detail)
    ),
    "CTR01_none": Case(rule="CTR01", facts=HEALTHY, found=(found("CTR01", State.OK, restarts=0, containers=2, **LOOP_BOUNDS),)),
    "CTR01_restarting": Case(
        rule="CTR01",
        facts=containers(LOOPING, DATABASE),
        found=(
            found(
                "CTR01",
                State.FAIL,
                "wbsaleshub-staging",
                name="wbsaleshub-staging",
                hub="wbsaleshub",
                restarts=7,
                exit_status=1,
                started=LOOPING.started,
                **LOOP_BOUNDS,
            ),
        ),
    ),
    "CTR01_runs_since_less_than_ten_minutes": Case(
        rule="CTR01",
        facts=containers(UNSETTLED),
        found=(
            found(
                "CTR01",
                State.WARN,
                "wbsaleshub-staging",
                name="wbsaleshub-staging",
                hub="wbsaleshub",
                restarts=3,
                exit_status=None,
                started=UNSETTLED.started,
                **LOOP_BOUNDS,
            ),
        ),
    ),
    "CTR01_settled": Case(
        rule="CTR01", facts=containers(SETTLED), found=(found("CTR01", State.OK, restarts=0, containers=1, **LOOP_BOUNDS),)
    ),
    "CTR01_unread": Case(
        rule="CTR01", facts=facts(containers=NO_ENGINE), found=skipped("CTR01", Why.NO_ENGINE, "containers", detail=NO_ENGINE.detail)
    ),
    "CTR02_hub_has_one_and_the_database_is_small": Case(
        rule="CTR02", facts=HEALTHY, found=(found("CTR02", State.OK, without=0, containers=2),)
    ),
    "CTR02_hub_without": Case(
        rule="CTR02",
        facts=containers(NO_LIMIT),
        found=unlimited("wbsaleshub-staging", "hub", hub="wbsaleshub", held_bytes=90 * MIB, proposed_mib=192),
    ),
    "CTR02_other_that_holds_a_tenth": Case(
        rule="CTR02", facts=containers(HUB, HUNGRY), found=unlimited("postgres", "other", held_bytes=GB, proposed_mib=1920)
    ),
    "CTR02_builder_without": Case(rule="CTR02", facts=containers(BUILDER), found=unlimited("buildx_buildkit_x0", "builder")),
    "CTR02_what_does_not_run_takes_nothing": Case(
        rule="CTR02", facts=containers(replace(NO_LIMIT, state="exited")), found=(found("CTR02", State.OK, without=0, containers=0),)
    ),
    "CTR02_unread": Case(
        rule="CTR02", facts=facts(containers=NO_ENGINE), found=skipped("CTR02", Why.NO_ENGINE, "containers", detail=NO_ENGINE.detail)
    ),
    "CTR03_healthy": Case(rule="CTR03", facts=HEALTHY, found=(found("CTR03", State.OK, ill=0, containers=2, unchecked=()),)),
    "CTR03_hub_without_a_check_is_named": Case(
        rule="CTR03",
        facts=containers(replace(HUB, health="", has_healthcheck=False)),
        found=(found("CTR03", State.OK, ill=0, containers=1, unchecked=("wbsaleshub-staging",)),),
    ),
    "CTR03_unhealthy": Case(
        rule="CTR03",
        facts=containers(replace(HUB, health="unhealthy")),
        found=(found("CTR03", State.FAIL, "wbsaleshub-staging", name="wbsaleshub-staging", hub="wbsaleshub", ill=1),),
    ),
    "CTR03_unread": Case(
        rule="CTR03", facts=facts(containers=NO_ENGINE), found=skipped("CTR03", Why.NO_ENGINE, "containers", detail=NO_ENGINE.detail)
    ),
}
