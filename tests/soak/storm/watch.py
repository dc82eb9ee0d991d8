"""What is seen of a storm from outside: the parent's part, which also sprays signals and stops one of them now and then."""

import os
import random
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from hubyard.drivers.gate import KernelGate
from hubyard.drivers.gate.proc import file_id, locks_on, stopped, wait_a_moment
from hubyard.gate.kernel_locks import blocked
from hubyard.gate.presence import name_holders
from tests.soak.storm.gate import gate
from tests.soak.storm.visits import Sample
from tests.soak.storm.weather import Weather


@dataclass(kw_only=True)
class Seen:
    """What was seen from outside: who was blocked on `turn` at which moment, as the kernel tells it; and who was stopped.

    stopped: those that were in the gate when they were stopped
    unnamed: those of them for whom `invoke queue` had no command that helps
    """

    samples: list[Sample] = field(default_factory=list)
    stopped: int = 0
    unnamed: int = 0


def watch(folder: Path, children: Sequence[BaseProcess], weather: Weather) -> Seen:
    """Until all have ended."""
    turn = file_id(folder / "gate/v1/turn")
    assert turn is not None
    seen, stops = Seen(), weather.stops
    own = gate(folder, weather.capacity)
    while alive := [child for child in children if child.is_alive()]:
        before_ns, waiters = time.monotonic_ns(), blocked(locks_on(turn))
        seen.samples.append((before_ns, time.monotonic_ns(), waiters))
        for child in random.sample(alive, min(2, len(alive))):
            send(child, signal.SIGWINCH)
        if stops > 0 and len(seen.samples) % 20 == 0:
            stops -= 1
            stop_a_moment(random.choice(alive), own, seen)
        time.sleep(0.0005)  # or the look itself would take a processor from the storm
    return seen


def stop_a_moment(child: BaseProcess, own: KernelGate, seen: Seen) -> None:
    send(child, signal.SIGSTOP)
    try:
        wait_a_moment(lambda: stopped(child.pid or 0) or not child.is_alive())
        queue = own.queue()
        found = [one for one in (*queue.running, *queue.waiting) if one.pid == child.pid]
        seen.stopped += bool(found)
        seen.unnamed += any(f"kill -CONT {child.pid}" not in name_holders([one]).remedy for one in found) and child.is_alive()
    finally:
        send(child, signal.SIGCONT)


def send(child: BaseProcess, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(child.pid or 0, number)
