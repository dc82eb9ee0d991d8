"""What both gates promise: kernel locks, and the fake."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from hubyard.config.yard import GateSettings
from hubyard.drivers.gate import KernelGate
from hubyard.drivers.gate.build_cgroups import BuildCgroups
from hubyard.errors import GateBusy
from hubyard.events import Event, Tell, tell_nobody
from hubyard.gate.estimate import Estimate
from hubyard.gate.events import BuildAhead, ForeignBuildAhead, StartAhead, TurnAwaited, TurnTaken, WaitFor, WaitTimedOut
from hubyard.gate.port import Gate, Patience, Queue, Want
from hubyard.host.memory import Memory
from hubyard.host.readings import ForeignBuild, Readings
from tests.fakes.gate import FakeGate, GateState
from tests.fakes.host import FakeHost

FIN = Want(hub="fin", title="WBFinHub", command="invoke deploy --hub=WBFinHub")
SALES = Want(hub="sales", title="WBSalesHub", command="invoke deploy --hub=WBSalesHub")
MB = 1000**2
FIN_OF_1000 = replace(FIN, estimate=Estimate(build_bytes=1000 * MB, known=True, usual_s=50))
SALES_OF_1000 = replace(SALES, estimate=Estimate(build_bytes=1000 * MB, known=True))
START_OF_300 = replace(FIN, estimate=Estimate(build_bytes=300 * MB, known=True), starts=True)
NO_WAIT, SHORT = Patience(limit_s=0), Patience(limit_s=0.2)

MakeGate = Callable[[Tell], Gate]


@pytest.fixture(params=["fake", "kernel"])
def make_gate(request: pytest.FixtureRequest, tmp_path: Path) -> MakeGate:
    """Each gate that it makes is another process's, as far as the locks are concerned."""
    if request.param == "fake":
        state = GateState()
        return lambda tell: FakeGate(state=state, tell=tell)
    settings = GateSettings(directory=str(tmp_path / "gate/v1"), old_lock=str(tmp_path / "old.lock"), jobs=1)
    cgroups = BuildCgroups(tmp_path / "cgroup")
    return lambda tell: KernelGate(settings, socket_group=None, tell=tell, host=FakeHost(), cgroups=cgroups)


@pytest.fixture(params=["fake", "kernel"])
def by_memory(request: pytest.FixtureRequest, tmp_path: Path) -> MakeGate:
    """2,500 MB are free, 500 of them in reserve, and a foreign build holds 200 more."""
    foreign = ForeignBuild(name="docker build", pids=(12, 11), held_bytes=200 * MB)
    readings = Readings(memory=Memory(total_bytes=8000 * MB, available_bytes=2500 * MB), foreign=(foreign,))
    host = FakeHost(moments=[readings])
    if request.param == "fake":
        state = GateState()
        return lambda tell: FakeGate(state=state, tell=tell, jobs=0, host=host, chosen_reserve_bytes=500 * MB)
    settings = GateSettings(directory=str(tmp_path / "gate/v1"), old_lock=str(tmp_path / "old.lock"), reserve_bytes=500 * MB)
    cgroups = BuildCgroups(tmp_path / "cgroup")
    return lambda tell: KernelGate(settings, socket_group=None, tell=tell, host=host, cgroups=cgroups)


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.fixture
def ours(make_gate: MakeGate, told: list[Event]) -> Gate:
    return make_gate(told.append)


@pytest.fixture
def theirs(make_gate: MakeGate) -> Gate:
    return make_gate(lambda _event: None)


@pytest.fixture
def held() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_grant_free_gate_tells_only_that_the_turn_is_taken(ours: Gate, told: list[Event]) -> None:
    with ours.grant(FIN, patience=SHORT):
        pass
    assert [type(event) for event in told] == [TurnTaken]


def test_grant_ticket_is_open_inside_and_not_inherited(ours: Gate) -> None:
    with ours.grant(FIN, patience=SHORT) as grant:
        assert not os.get_inheritable(grant.ticket_fd)  # pass_fds makes it so, in the build client alone


def test_grant_ticket_is_closed_at_the_end(ours: Gate) -> None:
    with ours.grant(FIN, patience=SHORT) as grant:
        pass
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(grant.ticket_fd)


def test_grant_taken_without_patience_is_busy_at_once(ours: Gate, theirs: Gate, held: ExitStack, told: list[Event]) -> None:
    held.enter_context(theirs.grant(SALES, patience=SHORT))
    with pytest.raises(GateBusy) as busy, ours.grant(FIN, patience=NO_WAIT):
        pass
    assert (busy.value.hub, busy.value.wait_for, "WBSalesHub" in busy.value.holders, told) == ("WBFinHub", "build", True, [])


def test_grant_taken_tells_the_wait_and_that_it_was_in_vain(ours: Gate, theirs: Gate, held: ExitStack, told: list[Event]) -> None:
    held.enter_context(theirs.grant(SALES, patience=SHORT))
    with pytest.raises(GateBusy), ours.grant(FIN, patience=SHORT):
        pass
    awaited, timed_out = told
    assert isinstance(awaited, TurnAwaited)
    assert isinstance(timed_out, WaitTimedOut)
    assert (awaited.hub, awaited.wait_for, awaited.position, awaited.limit_s) == ("WBFinHub", WaitFor.BUILD, 1, 0.2)
    assert "WBSalesHub" in awaited.holders[0]


def test_grant_given_back_is_free(ours: Gate, theirs: Gate) -> None:
    with theirs.grant(SALES, patience=SHORT):
        pass
    with ours.grant(FIN, patience=NO_WAIT):
        pass


def test_grant_failing_inside_is_free(ours: Gate, theirs: Gate) -> None:
    with pytest.raises(RuntimeError), theirs.grant(SALES, patience=SHORT):
        raise RuntimeError
    with ours.grant(FIN, patience=NO_WAIT):
        pass


def test_grant_wait_in_vain_leaves_the_gate_as_it_was(ours: Gate, theirs: Gate) -> None:
    with theirs.grant(SALES, patience=SHORT), pytest.raises(GateBusy), ours.grant(FIN, patience=SHORT):
        pass
    with theirs.grant(SALES, patience=NO_WAIT):
        pass


def test_hub_held_by_another_deploy_is_busy(ours: Gate, theirs: Gate, held: ExitStack) -> None:
    held.enter_context(theirs.hub(FIN, patience=SHORT))
    with pytest.raises(GateBusy) as busy, ours.hub(FIN, patience=NO_WAIT):
        pass
    assert busy.value.wait_for == "hub"


def test_hub_held_by_another_deploy_tells_the_wait(ours: Gate, theirs: Gate, held: ExitStack, told: list[Event]) -> None:
    held.enter_context(theirs.hub(FIN, patience=SHORT))
    with pytest.raises(GateBusy), ours.hub(FIN, patience=SHORT):
        pass
    assert [type(event) for event in told] == [TurnAwaited, WaitTimedOut]


def test_hub_of_another_name_is_free(ours: Gate, theirs: Gate, held: ExitStack, told: list[Event]) -> None:
    held.enter_context(theirs.hub(FIN, patience=SHORT))
    with ours.hub(SALES, patience=NO_WAIT):
        pass
    assert told == []


def test_hub_held_keeps_nobody_from_building(ours: Gate, theirs: Gate, held: ExitStack) -> None:
    held.enter_context(theirs.hub(FIN, patience=SHORT))
    with ours.grant(SALES, patience=NO_WAIT):
        pass


def test_queue_of_a_gate_that_nobody_used_is_empty(ours: Gate) -> None:
    assert ours.queue() == Queue()


def test_queue_shows_who_builds_and_which_hubs_are_held(ours: Gate, theirs: Gate) -> None:
    with theirs.hub(FIN, patience=SHORT), theirs.grant(FIN, patience=SHORT):
        queue = ours.queue()
    assert [(one.hub, one.title, one.pid, one.command) for one in queue.running] == [("fin", "WBFinHub", os.getpid(), FIN.command)]
    assert [one.hub for one in queue.hubs_held] == ["fin"]


def test_queue_after_all_have_gone_is_empty(ours: Gate, theirs: Gate) -> None:
    with theirs.hub(FIN, patience=SHORT), theirs.grant(FIN, patience=SHORT):
        pass
    assert ours.queue() == Queue()


def test_by_memory_grant_says_how_much_and_the_cap_is_a_tenth_more(by_memory: MakeGate) -> None:
    with by_memory(tell_nobody).grant(FIN_OF_1000, patience=NO_WAIT) as grant:
        assert (grant.granted_bytes, grant.cap_bytes) == (1000 * MB, 1100 * MB)


def test_by_memory_what_is_not_promised_yet_is_granted_to_the_next_one(by_memory: MakeGate, held: ExitStack) -> None:
    small = Estimate(build_bytes=900 * MB, known=True)
    held.enter_context(by_memory(tell_nobody).grant(FIN_OF_1000, patience=NO_WAIT))
    with by_memory(tell_nobody).grant(replace(SALES, estimate=small), patience=NO_WAIT) as grant:
        assert (grant.granted_bytes, grant.cap_bytes) == (900 * MB, 990 * MB)


def test_by_memory_one_too_many_is_told_what_is_missing_and_who_has_it(by_memory: MakeGate, held: ExitStack, told: list[Event]) -> None:
    held.enter_context(by_memory(tell_nobody).grant(FIN_OF_1000, patience=NO_WAIT))
    with pytest.raises(GateBusy) as busy, by_memory(told.append).grant(SALES_OF_1000, patience=SHORT):
        pass
    awaited = told[0]
    assert isinstance(awaited, TurnAwaited)
    assert (awaited.wait_for, awaited.missing_bytes) == (WaitFor.MEMORY, 100 * MB)
    assert [type(one) for one in awaited.ahead] == [BuildAhead]
    assert (busy.value.wait_for, busy.value.missing_bytes, "WBFinHub" in busy.value.holders) == ("memory", 100 * MB, True)


def test_by_memory_unmeasured_one_is_not_let_in_beside_a_foreign_build(by_memory: MakeGate) -> None:
    with pytest.raises(GateBusy) as busy, by_memory(tell_nobody).grant(FIN, patience=NO_WAIT):
        pass
    assert busy.value.wait_for == "unmeasured"
    assert busy.value.ahead == (ForeignBuildAhead(name="docker build", memory_bytes=200 * MB, pid=11),)


def test_by_memory_promise_of_who_failed_is_free(by_memory: MakeGate) -> None:
    with pytest.raises(RuntimeError), by_memory(tell_nobody).grant(FIN_OF_1000, patience=NO_WAIT):
        raise RuntimeError
    with by_memory(tell_nobody).grant(SALES_OF_1000, patience=NO_WAIT):
        pass


def test_by_memory_queue_shows_what_was_granted(by_memory: MakeGate) -> None:
    with by_memory(tell_nobody).grant(FIN_OF_1000, patience=NO_WAIT):
        running = by_memory(tell_nobody).queue().running
    assert [(one.granted_bytes, one.known, one.usual_s) for one in running] == [(1000 * MB, True, 50)]


def test_start_in_a_free_gate_tells_nothing_and_has_no_cap(ours: Gate, told: list[Event]) -> None:
    with ours.grant(START_OF_300, patience=NO_WAIT) as grant:
        assert (grant.granted_bytes, grant.cap_bytes) == (300 * MB, 0)
    assert told == []


def test_start_is_no_job(ours: Gate, theirs: Gate, held: ExitStack) -> None:
    held.enter_context(theirs.grant(START_OF_300, patience=NO_WAIT))
    with ours.grant(SALES, patience=NO_WAIT):
        pass


def test_start_does_not_wait_for_jobs(ours: Gate, theirs: Gate, held: ExitStack) -> None:
    held.enter_context(theirs.grant(SALES, patience=NO_WAIT))
    with ours.grant(START_OF_300, patience=NO_WAIT):
        pass


def test_carry_over_lasts_longer_than_the_build(ours: Gate, theirs: Gate, held: ExitStack) -> None:
    with theirs.grant(FIN_OF_1000, patience=NO_WAIT) as grant:
        held.enter_context(theirs.carry_over(grant, to=START_OF_300))
        assert sorted((one.starts, one.granted_bytes) for one in ours.queue().running) == [(False, 1000 * MB), (True, 300 * MB)]
    assert [(one.hub, one.starts, one.granted_bytes, one.known) for one in ours.queue().running] == [("fin", True, 300 * MB, True)]
    held.close()
    assert ours.queue() == Queue()


def test_carry_over_keeps_no_more_than_the_build_had(ours: Gate, theirs: Gate, held: ExitStack) -> None:
    large = replace(START_OF_300, estimate=Estimate(build_bytes=5000 * MB, known=True))
    with theirs.grant(FIN_OF_1000, patience=NO_WAIT) as grant:
        held.enter_context(theirs.carry_over(grant, to=large))
    assert [one.granted_bytes for one in ours.queue().running] == [1000 * MB]


def test_carry_over_tells_nothing(ours: Gate, told: list[Event]) -> None:
    with ours.grant(FIN_OF_1000, patience=NO_WAIT) as grant, ours.carry_over(grant, to=START_OF_300):
        pass
    assert [type(event) for event in told] == [TurnTaken]


def test_by_memory_start_one_too_many_is_told_that_it_is_one(by_memory: MakeGate, held: ExitStack, told: list[Event]) -> None:
    held.enter_context(by_memory(tell_nobody).grant(replace(SALES, estimate=FIN_OF_1000.estimate), patience=NO_WAIT))
    start = replace(START_OF_300, estimate=Estimate(build_bytes=1000 * MB, known=True))
    with pytest.raises(GateBusy) as busy, by_memory(told.append).grant(start, patience=SHORT):
        pass
    awaited, timed_out = told
    assert isinstance(awaited, TurnAwaited)
    assert (awaited.starts, awaited.wait_for, awaited.missing_bytes) == (True, WaitFor.MEMORY, 100 * MB)
    assert timed_out == WaitTimedOut(hub="WBFinHub", waited_s=getattr(timed_out, "waited_s", 0), starts=True)
    assert busy.value.starts


def test_by_memory_start_that_was_carried_over_is_named_as_one(by_memory: MakeGate, held: ExitStack) -> None:
    with by_memory(tell_nobody).grant(FIN_OF_1000, patience=NO_WAIT) as grant:
        held.enter_context(by_memory(tell_nobody).carry_over(grant, to=START_OF_300))
    large = Estimate(build_bytes=1700 * MB, known=True)
    with pytest.raises(GateBusy) as busy, by_memory(tell_nobody).grant(replace(SALES, estimate=large), patience=NO_WAIT):
        pass
    assert [type(one) for one in busy.value.ahead] == [StartAhead]
    assert (busy.value.missing_bytes, busy.value.starts) == (100 * MB, False)
