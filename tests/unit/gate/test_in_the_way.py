"""What a waiter is told of a decision."""

from dataclasses import replace
from datetime import UTC, datetime

from hubyard.gate.admission import Decision, Running, Why, left_over
from hubyard.gate.events import BuildAhead, ForeignBuildAhead, StartAhead, StepsAhead
from hubyard.gate.in_the_way import WAITS_FOR, holders_of, in_the_way, waits_for_steps_alone
from hubyard.gate.port import Presence
from hubyard.host.readings import ForeignBuild

NINE = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
FIN = Presence(id="fin-1", hub="fin", title="WBFinHub", user="mina", pid=7, command="invoke deploy", since=NINE)
SALES = replace(FIN, id="sales-1", hub="sales", title="WBSalesHub")
FIN_BUILD = Running(id="fin-1", hub="fin", granted_bytes=2300, used_bytes=700, known=True, usual_s=50)
ODD_BUILD = Running(id="sales-1", hub="sales", granted_bytes=0, used_bytes=1000, known=False)
FIN_STARTS = replace(FIN, id="fin-2", starts=True)
FIN_START = Running(id="fin-2", hub="fin", granted_bytes=256, used_bytes=0, known=True, starts=True)
STEPS = left_over(hub="work", used_bytes=300)
FOREIGN = ForeignBuild(name="docker build", pids=(12, 11), held_bytes=1000)


def test_in_the_way_names_all_in_the_decision_s_order() -> None:
    decision = Decision(why=Why.MEMORY, missing_bytes=1, waits_for=(FIN_BUILD, STEPS, ODD_BUILD), waits_for_foreign=(FOREIGN,))
    assert in_the_way(decision, [SALES, FIN]) == (
        BuildAhead(hub="WBFinHub", memory_bytes=2300, since=NINE, usual_s=50),
        StepsAhead(hub="work", memory_bytes=300),
        BuildAhead(hub="WBSalesHub", memory_bytes=1500, since=NINE),
        ForeignBuildAhead(name="docker build", memory_bytes=1000, pid=11),
    )


def test_in_the_way_leaves_out_who_has_just_ended() -> None:
    assert in_the_way(Decision(why=Why.MEMORY, waits_for=(FIN_BUILD,)), [SALES]) == ()


def test_in_the_way_of_a_foreign_build_without_pids() -> None:
    decision = Decision(why=Why.UNKNOWN, waits_for_foreign=(replace(FOREIGN, pids=()),))
    assert in_the_way(decision, []) == (ForeignBuildAhead(name="docker build", memory_bytes=1000, pid=0),)


def test_in_the_way_names_a_start_as_one() -> None:
    decision = Decision(why=Why.MEMORY, waits_for=(FIN_START, FIN_BUILD))
    assert in_the_way(decision, [FIN, FIN_STARTS]) == (
        StartAhead(hub="WBFinHub", memory_bytes=256, since=NINE),
        BuildAhead(hub="WBFinHub", memory_bytes=2300, since=NINE, usual_s=50),
    )


def test_holders_of_memory_are_those_waited_for() -> None:
    assert holders_of(Decision(why=Why.MEMORY, waits_for=(FIN_BUILD,)), [FIN, SALES]) == [FIN]


def test_holders_of_a_number_of_jobs_are_all() -> None:
    assert holders_of(Decision(why=Why.COUNT, waits_for=(FIN_BUILD,)), [FIN, SALES]) == [FIN, SALES]


def test_holders_of_a_number_of_jobs_are_no_starts() -> None:
    assert holders_of(Decision(why=Why.COUNT, waits_for=(FIN_BUILD,)), [FIN, FIN_STARTS]) == [FIN]


def test_holders_has_whoever_is_stopped() -> None:
    stopped = replace(SALES, stopped=True)
    assert holders_of(Decision(why=Why.MEMORY, waits_for=(FIN_BUILD,)), [FIN, stopped]) == [FIN, stopped]


def test_waits_for_steps_alone() -> None:
    steps = Decision(why=Why.MEMORY, waits_for=(STEPS,))
    assert waits_for_steps_alone(steps)
    assert not waits_for_steps_alone(replace(steps, waits_for=(STEPS, FIN_BUILD)))
    assert not waits_for_steps_alone(replace(steps, waits_for_foreign=(FOREIGN,)))
    assert not waits_for_steps_alone(Decision(why=Why.PRESSURE))


def test_every_reason_to_wait_has_its_word() -> None:
    assert set(WAITS_FOR) == set(Why) - {Why.FITS, Why.NOTHING_RUNS}
