"""What one hub's deploy has of the gate: leave to build, and the memory of its start, which it keeps until Start has ended."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Final, Self

from hubyard.deploy.facts import read_facts
from hubyard.deploy.measuring import want_to_build, want_to_start
from hubyard.deploy.plan import plan_hub, runs
from hubyard.deploy.values import DeployRequest, DeployTools, HubPlan
from hubyard.deploy.waits import Waits
from hubyard.gate.port import Grant, Want
from hubyard.history.values import BuildMeasured

NO_WAIT_S: Final = 1.0
"""A shorter wait leaves the plan as it is: what it was made from has just been read."""


class Leave:
    """Nothing is waited for while any of it is held. When it ends, all is given back."""

    def __init__(self, request: DeployRequest, tools: DeployTools, waits: Waits) -> None:
        self._request = request
        self._tools = tools
        self._waits = waits
        self._start = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.give_back()

    def to_build(self, plan: HubPlan, past: Sequence[BuildMeasured]) -> AbstractContextManager[Grant]:
        """Raises GateBusy and StepsLeftOver."""
        return self._granted(want_to_build(plan, past, self._request, self._tools))

    def carry_over(self, plan: HubPlan, grant: Grant) -> None:
        """Keep memory for the start beyond the end of its build's grant: else a build of unknown need is granted all, and it would wait."""
        if want := want_to_start(plan, self._request, self._tools):
            self._start.enter_context(self._tools.gate.carry_over(grant, to=want))

    def to_start(self, plan: HubPlan) -> HubPlan:
        """Wait for memory where a container is to start that takes nobody's place and comes out of no build.

        To be called before anything is touched. Returns the plan, made anew after a wait. Raises GateBusy and StepsLeftOver.
        """
        if "build" in plan.stages or "start" not in plan.stages or runs(plan.facts.container):
            return plan
        if (want := want_to_start(plan, self._request, self._tools)) is None:
            return plan
        grant = self._start.enter_context(self._granted(want))
        if grant.waited_s >= NO_WAIT_S:
            plan = plan_hub(read_facts(plan.hub, tools=self._tools))
            if "build" in plan.stages:  # which asks for itself
                self.give_back()
        return plan

    def _granted(self, want: Want) -> AbstractContextManager[Grant]:
        return self._waits.counted(self._tools.gate.grant(want, patience=self._request.patience))

    def give_back(self) -> None:
        self._start.close()
