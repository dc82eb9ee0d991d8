"""From the moment in which a build ends until the next waiter is in: our gate against flock(1), by turns in one run.

By hand: `python tests/benchmarks/handoff.py`.
"""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from hubyard.config.yard import GateSettings
from hubyard.drivers.gate import KernelGate
from hubyard.drivers.gate.build_cgroups import BuildCgroups
from hubyard.drivers.gate.proc import file_id, locks_on
from hubyard.drivers.host.linux_host import LinuxHost
from hubyard.events import tell_nobody
from hubyard.gate.estimate import Estimate
from hubyard.gate.kernel_locks import blocked
from hubyard.gate.port import Patience, Want
from hubyard.host.readings import Readings

ROUNDS = 50
PATIENCE = Patience(limit_s=60)
TARGET = 1.5
ASKED = Estimate(build_bytes=100 * 1000**2, known=True)


class QuietHost(LinuxHost):
    """Ours, with all that it costs to read it, and with what others build on it left out."""

    def readings(self) -> Readings:
        return replace(super().readings(), foreign=(), hubs={}, pressure_share=0.0)


def measure() -> dict[str, float | int]:
    """Medians in milliseconds, and ours as a multiple of flock(1)'s. What flock(1) starts is the cheapest program there is."""
    with tempfile.TemporaryDirectory() as folder:
        pairs = [(ours_s(Path(folder)), flocks_s(Path(folder))) for _ in range(ROUNDS)]
        ours_ms, flocks_ms = (round(median(found) * 1000, 2) for found in zip(*pairs, strict=True))
    return {"rounds": ROUNDS, "ours_ms": ours_ms, "flock_ms": flocks_ms, "ratio": round(ours_ms / flocks_ms, 2), "target": TARGET}


def ours_s(folder: Path) -> float:
    with gate(folder).grant(want("holder"), patience=PATIENCE) as grant:
        waiter = subprocess.Popen([sys.executable, __file__, str(folder)], stdout=subprocess.PIPE)
        until_blocked(Path(f"/proc/self/fd/{grant.ticket_fd}"))
        began_s = time.monotonic()
    return heard_at(waiter) - began_s


def heard_at(waiter: subprocess.Popen[bytes]) -> float:
    assert waiter.stdout is not None
    waiter.stdout.read(1)
    moment_s = time.monotonic()
    waiter.communicate()
    return moment_s


def flocks_s(folder: Path) -> float:
    path = folder / "plain.lock"
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC)
    fcntl.flock(fd, fcntl.LOCK_EX)
    waiter = subprocess.Popen(["flock", "--exclusive", path, "echo", "in"], stdout=subprocess.PIPE)
    until_blocked(path)
    began_s = time.monotonic()
    os.close(fd)
    return heard_at(waiter) - began_s


def until_blocked(path: Path) -> None:
    file = file_id(path)
    assert file is not None
    while not blocked(locks_on(file)):
        time.sleep(0.001)


def gate(folder: Path) -> KernelGate:
    settings = GateSettings(directory=str(folder / "gate/v1"), old_lock=str(folder / "old.lock"), jobs=1)
    return KernelGate(settings, socket_group=None, tell=tell_nobody, host=QuietHost(), cgroups=BuildCgroups(folder / "cgroup"))


def want(hub: str) -> Want:
    return Want(hub=hub, title=hub, command="benchmark", estimate=ASKED)


def wait_our_turn(folder: Path) -> None:
    with gate(folder).grant(want("waiter"), patience=PATIENCE):
        os.write(1, b"in\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        wait_our_turn(Path(sys.argv[1]))
    else:
        json.dump(measure(), sys.stdout)
        sys.stdout.write("\n")
