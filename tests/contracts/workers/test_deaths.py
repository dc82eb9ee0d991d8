"""Sudden ends: nothing stays locked, no build client goes on, and what can be put back is put back."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.gate.party import until
from tests.contracts.workers.boss import HUBS, Boss, alive, is_locked


@pytest.fixture
def boss(tmp_path: Path) -> Iterator[Boss]:
    """Both workers build."""
    started = Boss(tmp_path)
    try:
        for hub in HUBS:
            started.client(hub)
        yield started
    finally:
        started.close()


def all_gone(boss: Boss, *hubs: str) -> bool:
    pids = [pid for hub in hubs for pid in (boss.worker(hub), boss.client(hub))]
    return not any(map(alive, pids)) and not any(is_locked(boss.room / f"{hub}.lock") for hub in hubs)


def put_back(boss: Boss, hub: str) -> bool:
    return (boss.room / f"{hub}.put_back").exists()


def test_parent_killed_and_its_workers_put_back_and_end(boss: Boss) -> None:
    os.kill(boss.pid, signal.SIGKILL)
    until(lambda: all_gone(boss, *HUBS))
    assert all(put_back(boss, hub) for hub in HUBS)


def test_all_killed_and_nothing_is_left(boss: Boss) -> None:
    for pid in (boss.pid, *map(boss.worker, HUBS)):
        os.kill(pid, signal.SIGKILL)
    until(lambda: all_gone(boss, *HUBS))


def test_one_worker_killed_and_the_other_goes_on_to_its_end(boss: Boss) -> None:
    os.kill(boss.worker("A"), signal.SIGKILL)
    assert boss.wait_for("A.ended") == "worker_lost(hub='A', ended='SIGKILL')"
    until(lambda: all_gone(boss, "A"))
    assert alive(boss.client("B"))
    (boss.room / "B.may_end").touch()
    assert (boss.wait_for("B.ended"), boss.end()) == ("well", 0)
    assert all_gone(boss, *HUBS)


def test_terminal_s_interrupt_counts_once_for_each(boss: Boss) -> None:
    os.killpg(boss.pid, signal.SIGINT)
    assert boss.end() == 0
    assert all(put_back(boss, hub) for hub in HUBS)
    assert {boss.wait_for(f"{hub}.ended") for hub in HUBS} == {"interrupted(signal_number=2)"}
    assert all_gone(boss, *HUBS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_parent_asked_to_end_waits_for_its_workers(boss: Boss, number: signal.Signals) -> None:
    os.kill(boss.pid, number)
    assert boss.end() == 0
    assert all(put_back(boss, hub) for hub in HUBS)
    assert all_gone(boss, *HUBS)


def test_parent_stopped_and_the_workers_end_without_it(boss: Boss) -> None:
    os.kill(boss.pid, signal.SIGSTOP)
    for hub in HUBS:
        (boss.room / f"{hub}.may_end").touch()
    until(lambda: not any(is_locked(boss.room / f"{hub}.lock") for hub in HUBS))
    os.kill(boss.pid, signal.SIGCONT)
    assert {boss.wait_for(f"{hub}.ended") for hub in HUBS} == {"well"}
    assert boss.end() == 0
