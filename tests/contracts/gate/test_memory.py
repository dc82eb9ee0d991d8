"""As many builds as the memory holds. What the host says of its memory is in a file; the processes and their locks are real."""

import signal
from pathlib import Path

from hubyard.drivers.gate import KernelGate
from tests.contracts.gate.conftest import Start
from tests.contracts.gate.told_host import tell_memory


def test_two_that_fit_build_at_once(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2500)
    for hub in "ab":
        party = start(hub=hub, jobs=0, reserve_mb=500, asks_mb=1000)
        party.hear("granted 1000")
        party.hear("at inside")


def test_grant_has_a_tenth_more_as_its_cap_and_never_what_was_promised_to_others(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2550)
    start(hub="a", jobs=0, reserve_mb=500, asks_mb=1000).hear("granted 1000 1100")
    start(hub="b", jobs=0, reserve_mb=500, asks_mb=1000).hear("granted 1000 1050")


def test_third_that_does_not_fit_waits_for_what_is_missing_and_gets_in_when_one_ends(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=3000)
    first = start(hub="a", jobs=0, reserve_mb=500, asks_mb=1000, usual_s=50)
    first.hear("at inside")
    start(hub="b", jobs=0, reserve_mb=500, asks_mb=1000, usual_s=500).hear("at inside")
    third = start(hub="c", jobs=0, reserve_mb=500, asks_mb=1000)
    told = third.hear("told turn_awaited memory 1")
    assert "C waits for 500 MB: A builds (1 GB, since " in told
    assert ", usually 50 s)" in told
    assert "probably " in told
    assert f"pid {first.pid}" in told
    first.say()
    third.hear("at inside")


def test_build_that_is_killed_frees_its_promise(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2000)
    first = start(hub="a", jobs=0, reserve_mb=500, asks_mb=1000)
    first.hear("at inside")
    second = start(hub="b", jobs=0, reserve_mb=500, asks_mb=1000)
    second.hear("told turn_awaited memory")
    first.send(signal.SIGKILL)
    second.hear("at inside")


def test_memory_that_comes_back_without_any_end_is_seen(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2000)
    start(hub="a", jobs=0, reserve_mb=500, asks_mb=1000).hear("at inside")
    second = start(hub="b", jobs=0, reserve_mb=500, asks_mb=1000)
    second.hear("told turn_awaited memory")
    tell_memory(tmp_path, available_mb=2500)
    second.hear("at inside")


def test_what_a_build_holds_is_taken_from_its_promise(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2500)
    start(hub="a", jobs=0, reserve_mb=500, asks_mb=1000).hear("at inside")
    tell_memory(tmp_path, available_mb=1800, hubs_mb={"a": 700})
    start(hub="b", jobs=0, reserve_mb=500, asks_mb=1000).hear("granted 1000 1000")


def test_alone_it_gets_in_though_it_does_not_fit(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=800)
    start(hub="a", jobs=0, reserve_mb=500, asks_mb=9000).hear("granted 300 300")


def test_small_one_does_not_pass_a_large_one_that_waits(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=3000)
    first = start(hub="a", jobs=0, reserve_mb=500, asks_mb=1000)
    first.hear("at inside")
    large = start(hub="large", jobs=0, reserve_mb=500, asks_mb=2000)
    large.hear("told turn_awaited memory 1")
    small = start(hub="small", jobs=0, reserve_mb=500, asks_mb=10)
    small.hear("told turn_awaited turn 2")
    first.say()
    large.hear("at inside")
    small.hear("at inside")


def test_unmeasured_ones_build_one_at_a_time(start: Start) -> None:
    first = start(hub="a", jobs=0, known=False)
    first.hear("at inside")
    second = start(hub="b", jobs=0, asks_mb=0)
    assert "B waits: A builds (100 MB, since " in second.hear("told turn_awaited unmeasured 1")
    first.say()
    second.hear("at inside")


def test_foreign_build_is_named_with_its_memory_and_counts_half_more(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2000, foreign=[("docker build", (4712, 4711), 1000)])
    ours = start(hub="a", jobs=0, reserve_mb=500, asks_mb=1100)
    assert "A waits for 100 MB: docker build, not through Hubyard (1 GB, pid 4711)" in ours.hear("told turn_awaited memory 1")
    tell_memory(tmp_path, available_mb=3000)
    ours.hear("at inside")


def test_unmeasured_one_waits_for_a_foreign_build(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=60_000, foreign=[("docker build", (4711,), 10)])
    ours = start(hub="a", jobs=0, known=False)
    assert "docker build, not through Hubyard (10 MB, pid 4711)" in ours.hear("told turn_awaited unmeasured 1")
    tell_memory(tmp_path, available_mb=60_000)
    ours.hear("at inside")


def test_pressure_closes_the_gate_while_something_builds(start: Start, tmp_path: Path) -> None:
    start(hub="a", jobs=0).hear("at inside")
    tell_memory(tmp_path, available_mb=60_000, pressure_share=0.3)
    second = start(hub="b", jobs=0)
    assert "B waits for the host to recover" in second.hear("told turn_awaited pressure 1")
    tell_memory(tmp_path, available_mb=60_000)
    second.hear("at inside")


def test_without_patience_it_says_the_same(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2000, foreign=[("docker build", (4711,), 1000)])
    line = start(hub="a", jobs=0, reserve_mb=500, asks_mb=1100, limit_s=0).hear("error gate_busy")
    assert "Waited for 100 MB: docker build, not through Hubyard (1 GB, pid 4711)." in line


def test_builder_in_the_way_that_is_stopped_is_named_with_the_command_that_helps(start: Start, tmp_path: Path) -> None:
    tell_memory(tmp_path, available_mb=2000)
    first = start(hub="a", jobs=0, reserve_mb=500, asks_mb=1000)
    first.hear("at inside")
    first.send(signal.SIGSTOP)
    second = start(hub="b", jobs=0, reserve_mb=500, asks_mb=1000)
    assert f"kill -CONT {first.pid}" in second.hear("told turn_awaited")  # for memory; or for the turn, which it may not have handed on
    first.send(signal.SIGCONT)


def test_steps_left_over_count_as_they_stand(start: Start, tmp_path: Path) -> None:
    procs = tmp_path / "cgroup/memory/hubyard.slice/sales/buildkit/x1/cgroup.procs"
    procs.parent.mkdir(parents=True)
    procs.write_text("41\n")
    tell_memory(tmp_path, available_mb=1400, hubs_mb={"sales": 600})
    ours = start(hub="fin", jobs=0, reserve_mb=500, asks_mb=1000)
    assert "sales · pid 41" in ours.hear("told turn_awaited left_over_steps 1")
    procs.write_text("")
    ours.hear("at inside")


def test_queue_shows_what_was_granted_and_what_is_asked_for(start: Start, tmp_path: Path, gate: KernelGate) -> None:
    tell_memory(tmp_path, available_mb=2000)
    start(hub="a", jobs=0, reserve_mb=500, asks_mb=1000, usual_s=50).hear("at inside")
    start(hub="b", jobs=0, reserve_mb=500, asks_mb=1200, known=False).hear("told turn_awaited")
    queue = gate.queue()
    assert [(one.granted_bytes, one.known, one.usual_s) for one in queue.running] == [(1000 * 1000**2, True, 50)]
    assert [(one.granted_bytes, one.known) for one in queue.waiting] == [(1200 * 1000**2, False)]
