"""In MB: a host of 8000, of which 2600 are in use; three builds of each hub, of 1000, 2000, 1500 and 1200 at most."""

from dataclasses import replace
from functools import partial

import pytest

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.facts.engine import ContainersFacts
from hubyard.diagnosis.facts.host import MemoryFacts, SystemFacts
from hubyard.diagnosis.facts.work import BuildsFacts, BuildStep, YardFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.sizing import oracle_prices
from hubyard.diagnosis.sizing.need import sizing_of as sizing_with
from hubyard.diagnosis.sizing.values import Fits, Need, Sizing
from hubyard.gate.admission import Head, Limits, decide, left_over
from hubyard.gate.admission import reserve_bytes as kept_by_gate
from hubyard.gate.estimate import Estimate
from hubyard.history.values import BuildOutcome
from hubyard.host.memory import Memory
from hubyard.host.readings import Readings
from tests.unit.diagnosis.sizing.made import CONTAINERS, HISTORY, HUBS, MB, WHOLE, build, replace_history

PRICES = oracle_prices()
sizing_of = partial(sizing_with, prices=PRICES)


def need(  # noqa: PLR0913  a column each
    at_once: int, builds: int, fits: Fits, *, at_least: bool = False, resident: int = 2600, copy: int = 300, reserve: int = 800
) -> Need:
    return Need(
        at_once=at_once,
        resident_bytes=resident * MB,
        builds_bytes=builds * MB,
        copy_bytes=copy * MB,
        reserve_bytes=reserve * MB,
        at_least=at_least,
        fits=fits,
    )


def needs_of(sizing: Sizing) -> list[Need]:
    """Without offers, which have a table of their own."""
    return [replace(one, offers=()) for one in sizing.needs]


YES, UNKNOWN, NO = Fits.YES, Fits.UNKNOWN, Fits.NO
WELL = [need(1, 2100, YES), need(2, 3675, YES), need(4, 5985, NO)]
KILLED = (build("wbfinhub", 480, BuildOutcome.KILLED, cap=1800), *HISTORY)
CHOSEN_RESERVE = replace(WHOLE, yard=YardFacts(hubs=HUBS, history=HISTORY, reserve_bytes=0))
IN_A_CONTAINER = replace(
    WHOLE,
    memory=MemoryFacts(total_bytes=24000 * MB, available_bytes=20000 * MB, limit_bytes=8000 * MB, limit_held_bytes=2600 * MB),
)

CASES = {  # facts, needs, known to fit, not known not to
    "all_known": (WHOLE, WELL, 2, 2),
    "three_hubs_are_asked_for_at_once_too": (
        replace(WHOLE, yard=YardFacts(hubs=HUBS[:3], history=HISTORY)),
        [need(1, 2100, YES), need(2, 3675, YES), need(3, 4725, NO)],
        *(2, 2),
    ),
    "one_hub": (replace(WHOLE, yard=YardFacts(hubs=HUBS[:1], history=HISTORY)), [need(1, 1050, YES)], 1, 1),
    "chosen_reserve": (
        CHOSEN_RESERVE,
        [need(1, 2100, YES, reserve=0), need(2, 3675, YES, reserve=0), need(4, 5985, NO, reserve=0)],
        *(3, 3),
    ),
    "running_build_counts_once": (
        replace(WHOLE, builds=BuildsFacts(steps=(BuildStep(cgroup="/hubyard.slice/wbfinhub/x", pids=(1,), held_bytes=900 * MB),))),
        [need(1, 2100, YES, resident=1700), need(2, 3675, YES, resident=1700), need(4, 5985, NO, resident=1700)],
        *(3, 3),
    ),
    "limit_of_the_container_that_we_are_in": (IN_A_CONTAINER, WELL, 2, 2),
    "killed_build_makes_lower_bounds": (
        replace_history(WHOLE, KILLED),
        [need(1, 2100, UNKNOWN, at_least=True), need(2, 3900, UNKNOWN, at_least=True), need(4, 6210, NO, at_least=True)],
        *(0, 2),
    ),
    "hub_without_history_makes_lower_bounds": (
        replace_history(WHOLE, HISTORY[:9]),
        [need(1, 2100, UNKNOWN, at_least=True), need(2, 3675, UNKNOWN, at_least=True), need(4, 4725, NO, at_least=True)],
        *(0, 2),
    ),
    "no_history_at_all": (
        replace_history(WHOLE, ()),
        [need(at_once, 0, UNKNOWN, at_least=True) for at_once in (1, 2, 4)],
        *(0, 4),
    ),
    "hub_that_does_not_run_makes_lower_bounds": (
        replace(WHOLE, containers=ContainersFacts(containers=CONTAINERS[1:])),
        [need(1, 2100, UNKNOWN, at_least=True), need(2, 3675, UNKNOWN, at_least=True), need(4, 5985, NO, at_least=True)],
        *(0, 2),
    ),
    "no_engine_has_all_but_the_copy": (
        replace(WHOLE, containers=Unread(why=Why.NO_ENGINE)),
        [
            need(1, 2100, UNKNOWN, at_least=True, copy=0),
            need(2, 3675, UNKNOWN, at_least=True, copy=0),
            need(4, 5985, NO, at_least=True, copy=0),
        ],
        *(0, 2),
    ),
    "no_yard_knows_hubs_by_their_labels": (
        replace(WHOLE, yard=Unread(why=Why.NOT_ASKED)),
        [need(at_once, 0, UNKNOWN, at_least=True) for at_once in (1, 2, 4)],
        *(0, 4),
    ),
    "neither_yard_nor_engine_has_nothing_to_build": (
        replace(WHOLE, yard=Unread(why=Why.NOT_ASKED), containers=Unread(why=Why.NO_ENGINE)),
        *([], 0, 0),
    ),
    "no_memory": (replace(WHOLE, memory=Unread(why=Why.NO_RIGHTS)), [], 0, 0),
    "memory_of_nothing": (replace(WHOLE, memory=MemoryFacts(total_bytes=0, available_bytes=0)), [], 0, 0),
}


@pytest.mark.parametrize(("facts", "needs", "at_once", "at_most"), CASES.values(), ids=CASES)
def test_sizing_of(facts: Facts, needs: list[Need], at_once: int, at_most: int) -> None:
    sizing = sizing_of(facts)
    assert (needs_of(sizing), sizing.at_once, sizing.at_most) == (needs, at_once, at_most)


def test_sizing_of_chosen_hubs_adds_their_builds_to_all_that_runs() -> None:
    assert needs_of(sizing_of(WHOLE, hub="WBFinHub")) == [need(1, 1575, YES)]


UNREAD = {
    "nothing": (WHOLE, {}),
    "network_is_not_asked_for": (replace(WHOLE, network=Unread(why=Why.TIMED_OUT)), {}),
    "each": (replace(WHOLE, cpu=Unread(why=Why.ABSENT), yard=Unread(why=Why.NOT_ASKED)), {"cpu": Why.ABSENT, "yard": Why.NOT_ASKED}),
}


@pytest.mark.parametrize(("facts", "unread"), UNREAD.values(), ids=UNREAD)
def test_what_could_not_be_read_is_told(facts: Facts, unread: dict[str, Why]) -> None:
    assert {name: one.why for name, one in sizing_of(facts).unread.items()} == unread


OFFERS = {  # facts, of each shape in its order: OCPUs, GiB and the price a month, for all four at once
    "own_processor_first": (
        WHOLE,
        [("E5", 2, 10, "59.52"), ("E4", 2, 10, "48.36"), ("A2", 2, 10, "35.71"), ("A1", 4, 10, "40.92")],
    ),
    "arm_first_on_arm": (
        replace(WHOLE, system=SystemFacts(name="s", kernel="6", architecture="aarch64")),
        [("A2", 2, 10, "35.71"), ("A1", 4, 10, "40.92"), ("E5", 2, 10, "59.52"), ("E4", 2, 10, "48.36")],
    ),
    "unknown_processor_and_one_ocpu": (
        replace(WHOLE, system=Unread(why=Why.ABSENT), cpu=Unread(why=Why.ABSENT)),
        [("E5", 1, 10, "37.20"), ("E4", 1, 10, "29.76"), ("A2", 1, 10, "25.30"), ("A1", 1, 10, "18.60")],
    ),
}


@pytest.mark.parametrize(("facts", "offers"), OFFERS.values(), ids=OFFERS)
def test_offers(facts: Facts, offers: list[tuple[str, int, int, str]]) -> None:
    found = [(one.shape.name.split(".")[2], one.ocpus, one.gib, str(one.month_price)) for one in sizing_of(facts).needs[-1].offers]
    assert found == offers


NEXT = {"first_that_does_not_fit": (WHOLE, 4), "none_where_all_may_fit": (replace_history(WHOLE, ()), None)}


@pytest.mark.parametrize(("facts", "at_once"), NEXT.values(), ids=NEXT)
def test_next_need(facts: Facts, at_once: int | None) -> None:
    found = sizing_of(facts).next_need
    assert (found and found.at_once) == at_once


@pytest.mark.parametrize("missing_bytes", [0, 1])
def test_what_fits_is_what_the_gate_lets_in(missing_bytes: int) -> None:
    """Two hubs of 1000 each, one of which builds already, on a host with just enough, or a byte less. No copy is switched meanwhile."""
    total = 8000 * MB
    granted = Estimate(build_bytes=1050 * MB, known=True)
    kept_bytes = kept_by_gate(total_bytes=total, chosen=None)
    available_bytes = kept_bytes + 2 * granted.build_bytes - missing_bytes
    history = [build(hub.slug, 1000) for hub in HUBS[:2] for _ in range(3)]
    facts = replace(
        WHOLE,
        memory=MemoryFacts(total_bytes=total, available_bytes=available_bytes),
        containers=ContainersFacts(containers=tuple(replace(one, held_bytes=0) for one in CONTAINERS)),
        yard=YardFacts(hubs=HUBS[:2], history=tuple(history)),
    )
    readings = Readings(memory=Memory(total_bytes=total, available_bytes=available_bytes - granted.build_bytes))
    running = [left_over(hub="wbsaleshub", used_bytes=granted.build_bytes)]
    decision = decide(
        head=Head(hub="wbfinhub", estimate=granted), running=running, readings=readings, limits=Limits(reserve_bytes=kept_bytes)
    )
    assert (sizing_of(facts).needs[-1].fits is Fits.YES) == decision.admitted == (missing_bytes == 0)
