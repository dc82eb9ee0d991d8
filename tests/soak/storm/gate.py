"""The gate that the storm is about, on a host of its own."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hubyard.config.yard import GateSettings
from hubyard.drivers.gate import KernelGate
from hubyard.drivers.gate.build_cgroups import BuildCgroups
from hubyard.drivers.gate.kernel_gate import nowhere
from hubyard.events import tell_nobody
from hubyard.gate.estimate import Estimate
from hubyard.gate.port import Want
from hubyard.host.memory import Memory
from hubyard.host.readings import Readings
from tests.fakes.host import FakeHost

SHARE: Final = 10**9
RESERVE: Final = SHARE // 2
GROUP: Final = 1 if os.getuid() == 0 else os.getgid()


def gate(folder: Path, capacity: int, at: Callable[[str], None] = nowhere) -> KernelGate:
    """On a host whose memory holds just so many builds, none of which ever takes what it was promised."""
    available_bytes = capacity * SHARE + RESERVE
    readings = Readings(memory=Memory(total_bytes=2 * available_bytes, available_bytes=available_bytes))
    return KernelGate(
        GateSettings(directory=str(folder / "gate/v1"), old_lock=str(folder / "old.lock"), reserve_bytes=RESERVE),
        socket_group=GROUP,
        tell=tell_nobody,
        host=FakeHost(moments=[readings]),
        cgroups=BuildCgroups(folder / "cgroup"),
        at=at,
    )


def want() -> Want:
    return Want(hub=f"hub{os.getpid()}", title="Hub", command="storm", estimate=Estimate(build_bytes=SHARE, known=True))
