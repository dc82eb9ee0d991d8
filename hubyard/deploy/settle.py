"""Between two hubs: wait for the memory of the last build to return, at most as long as the yard says, and not at all when it is back."""

from hubyard.deploy.events import SettleBegun, SettleEnded
from hubyard.deploy.values import Action, DeployTools, HubOutcome
from hubyard.host.memory import Memory

LOOK_EVERY_S = 0.25
SLACK_SHARE = 0.05
"""Of all memory: what the container that was just started may keep."""


def memory_is_back(*, before: Memory, now: Memory) -> bool:
    """`before` was read when the last hub began."""
    return now.available_bytes >= before.available_bytes - SLACK_SHARE * before.total_bytes


class Settle:
    """Remembers the memory from before a hub, and whether it built anything."""

    def __init__(self, tools: DeployTools) -> None:
        self._tools = tools
        self._before = tools.host.memory()
        self._due = False

    def before(self, *, hub_is_first: bool) -> None:
        if self._due and not hub_is_first:
            self._wait()
        self._before = self._tools.host.memory()

    def after(self, outcome: HubOutcome) -> None:
        self._due = outcome.action is Action.BUILD and self._tools.yard.settings.settle_s > 0

    def _wait(self) -> None:
        tools, limit_s = self._tools, self._tools.yard.settings.settle_s
        tools.tell(SettleBegun(limit_s=limit_s))
        began_s = tools.clock.monotonic_s()
        while not memory_is_back(before=self._before, now=tools.host.memory()):
            if tools.clock.monotonic_s() - began_s >= limit_s:
                break
            tools.clock.sleep(LOOK_EVERY_S)
        tools.tell(SettleEnded(waited_s=tools.clock.monotonic_s() - began_s))
