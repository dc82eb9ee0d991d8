"""Which hubs had build steps at the same time, and who was let in when, as seen on the machine (`step_watch.py`)."""

import json
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from tests.integration.machine.machine import PROJECT, Machine, Running


@dataclass(frozen=True, kw_only=True)
class Look:
    """`at_s` by the machine's monotonic clock; `building` are hubs with build steps, `granted` the names of grants."""

    at_s: float
    building: frozenset[str]
    granted: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Watch:
    running: Running

    def looks(self) -> list[Look]:
        """Those at which something had changed, and the first of all."""
        told = [json.loads(line) for line in self.running.text.split("\n")[:-1]]
        return [Look(at_s=one["at_s"], building=frozenset(one["building"]), granted=frozenset(one["granted"])) for one in told]

    def seen(self) -> AbstractSet[frozenset[str]]:
        """Every set of hubs that built at once."""
        return set(self.in_order())

    def in_order(self) -> list[frozenset[str]]:
        """The same, each when it was first seen."""
        return list(dict.fromkeys(look.building for look in self.looks() if look.building))

    def handed_over_s(self, hub: str) -> float:
        """From the end of the steps that the hub had at the first look until the next grant; below 0 where a step was seen beside it."""
        looks = self.looks()
        gone = next(look for look in looks if hub not in look.building)
        let_in = next(look for look in looks if look.granted - looks[0].granted)
        return let_in.at_s - gone.at_s


def watch_steps(machine: Machine) -> Watch:
    """Until the test ends; the machine ends it."""
    running = machine.start("python3", f"{PROJECT}/tests/integration/machine/step_watch.py")
    running.wait_for("\n")
    return Watch(running=running)
