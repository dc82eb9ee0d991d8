"""Which hubs had build steps at the same time, as the kernel saw it (`step_watch.py`)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from tests.integration.machine.machine import PROJECT, Machine, Running


@dataclass(frozen=True, kw_only=True)
class Watch:
    running: Running

    def seen(self) -> AbstractSet[frozenset[str]]:
        """Every set of hubs that built at once."""
        sets = [line.split(" ", 1)[1] for line in self.running.text.splitlines()]
        return {frozenset(hubs.split(",")) for hubs in sets if hubs}

    def now(self) -> frozenset[str]:
        last = self.running.text.splitlines()[-1].split(" ", 1)[1]
        return frozenset(last.split(",")) if last else frozenset()


def watch_steps(machine: Machine) -> Watch:
    """Until the test ends; the machine ends it."""
    running = machine.start("python3", f"{PROJECT}/tests/integration/machine/step_watch.py")
    running.wait_for("\n")
    return Watch(running=running)
