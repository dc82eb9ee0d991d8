"""Which hubs had build steps at the same time, as the kernel saw it (`step_watch.py`)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from tests.integration.machine.machine import PROJECT, Machine, Running


@dataclass(frozen=True, kw_only=True)
class Watch:
    running: Running

    def seen(self) -> AbstractSet[frozenset[str]]:
        """Every set of hubs that built at once."""
        return set(self.in_order())

    def in_order(self) -> list[frozenset[str]]:
        """The same, each when it was first seen."""
        sets = [line.split(" ", 1)[1] for line in self.running.text.splitlines()]
        return [frozenset(hubs.split(",")) for hubs in dict.fromkeys(sets) if hubs]


def watch_steps(machine: Machine) -> Watch:
    """Until the test ends; the machine ends it."""
    running = machine.start("python3", f"{PROJECT}/tests/integration/machine/step_watch.py")
    running.wait_for("\n")
    return Watch(running=running)
