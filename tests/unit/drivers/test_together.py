"""Calls at once, outcomes in order."""

import os
import signal
import threading

import pytest

from hubyard.drivers.signals import signals_raise
from hubyard.drivers.together import together
from hubyard.errors import Interrupted


def test_outcomes_come_in_the_order_of_the_calls() -> None:
    meet = threading.Barrier(3)

    def call(number: int) -> int:
        meet.wait(10)  # only passes when all three run at once
        return number

    assert together([lambda: call(1), lambda: call(2), lambda: call(3)]) == [1, 2, 3]


def test_none_and_one_need_no_thread() -> None:
    assert together([]) == []
    assert together([threading.get_ident]) == [threading.get_ident()]


def test_first_error_in_order_is_raised_after_all_have_ended() -> None:
    ended = threading.Event()

    def fail() -> None:
        raise ValueError("first")

    with pytest.raises(ValueError, match="first"):
        together([fail, ended.set])
    assert ended.is_set()


def test_signal_ends_the_wait() -> None:
    for_ever = threading.Event()

    def wait() -> None:
        for_ever.wait()

    with pytest.raises(Interrupted), signals_raise():
        together([wait, lambda: os.kill(os.getpid(), signal.SIGTERM)])
    for_ever.set()
