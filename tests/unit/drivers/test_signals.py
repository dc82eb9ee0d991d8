"""One exception for the three ending signals."""

import os
import signal
import subprocess
import sys

import pytest

from hubyard.drivers.signals import handed_on, held, signals_raise
from hubyard.errors import Interrupted, Status


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, Status.INTERRUPTED), (signal.SIGTERM, Status.TERMINATED), (signal.SIGHUP, Status.HANGUP)],
)
def test_signal_raises_with_its_status(number: signal.Signals, status: Status) -> None:
    with pytest.raises(Interrupted) as caught, signals_raise():
        os.kill(os.getpid(), number)
    assert caught.value.exit_status == status


def test_handlers_are_as_before_afterwards() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with signals_raise(), signals_raise():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before


def test_second_signal_while_cleaning_up_is_only_noted() -> None:
    done = []

    def work() -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            done.append("cleaned up")

    with pytest.raises(Interrupted), signals_raise():
        work()
    assert done == ["cleaned up"]


def test_held_signal_comes_after_the_critical_section() -> None:
    done = []

    def work() -> None:
        with held():
            with held():
                os.kill(os.getpid(), signal.SIGHUP)
            done.append("critical section")

    with pytest.raises(Interrupted) as caught, signals_raise():
        work()
    assert done == ["critical section"]
    assert caught.value.signal_number == signal.SIGHUP


def test_held_without_signals_raise_changes_nothing() -> None:
    with held():
        pass


THIRD = """
import os, signal
from hubyard.drivers.signals import signals_raise
with signals_raise():
    try:
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
        print("still here", flush=True)
"""
IGNORED = """
import os, signal
from hubyard.drivers.signals import signals_raise
signal.signal(signal.SIGHUP, signal.SIG_IGN)
with signals_raise():
    os.kill(os.getpid(), signal.SIGHUP)
print("still here", flush=True)
"""


@pytest.mark.parametrize(
    ("program", "status", "printed"), [(THIRD, -signal.SIGTERM, ""), (IGNORED, 0, "still here\n")], ids=["third", "nohup"]
)
def test_whole_process(program: str, status: int, printed: str) -> None:
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=30)
    assert (ran.returncode, ran.stdout) == (status, printed)


def test_signal_that_is_handed_on_is_not_raised_and_counts_as_seen() -> None:
    handed: list[int] = []
    with signals_raise():
        with handed_on(handed.append):
            os.kill(os.getpid(), signal.SIGTERM)
            with held():
                os.kill(os.getpid(), signal.SIGINT)
        assert handed == [signal.SIGTERM, signal.SIGINT]


FORKED = """
import os, signal
from hubyard.drivers.signals import begin_anew, handed_on, held, signals_raise
from hubyard.errors import Interrupted
with signals_raise(), handed_on(lambda number: print("handed on", flush=True)), held():
    os.kill(os.getpid(), signal.SIGTERM)
    if os.fork() == 0:
        begin_anew()
        try:
            with signals_raise():
                os.kill(os.getpid(), signal.SIGTERM)
        except Interrupted:
            print("raised", flush=True)
        os._exit(0)
    os.wait()
"""


def test_child_that_was_forked_begins_anew() -> None:
    ran = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, check=False, timeout=30)
    assert (ran.returncode, ran.stdout) == (0, "handed on\nraised\n")
