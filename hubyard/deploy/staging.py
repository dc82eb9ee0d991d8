"""One hub on its way through the stages: times each, keeps its problem as a value, and puts back what a failed stage began to replace."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hubyard.config.hub import Hub
from hubyard.deploy.events import StageEnded, StageStarted
from hubyard.deploy.put_back import Standing, put_back, remember
from hubyard.deploy.stages.stage import Stage
from hubyard.deploy.values import DeployRequest, DeployTools, HubOutcome, HubPlan, StageResult
from hubyard.errors import HubyardError


class Staging:
    """`plan` is the newest: a stage may make it anew after a wait. `held_after_s`: the wait for the hub's lock."""

    def __init__(self, hub: Hub, tools: DeployTools) -> None:
        self.hub = hub
        self.tools = tools
        self.plan: HubPlan | None = None
        self.held_after_s = 0.0
        self.results: list[StageResult] = []
        self._standing: Standing | None = None

    def run(self, name: str, work: Callable[[], None]) -> bool:
        """Whether it went well. Anything that is not a HubyardError is a fault of ours and passes through."""
        tell, clock = self.tools.tell, self.tools.clock
        tell(StageStarted(hub=self.hub.name, stage=name))
        began_s, problem = clock.monotonic_s(), None
        try:
            work()
        except HubyardError as error:
            problem = error
        elapsed_s = clock.monotonic_s() - began_s
        self.results.append(StageResult(stage=name, elapsed_s=elapsed_s, problem=problem))
        tell(StageEnded(hub=self.hub.name, stage=name, failed=problem is not None, elapsed_s=elapsed_s))
        return problem is None

    def run_stage(self, stage: Stage, request: DeployRequest) -> bool:
        """Run a stage of the table. False: the stages after it must not run."""
        if stage.replaces and self._standing is None:
            self._standing = remember(self._must_plan(), self.tools)
        well = self.run(stage.name, lambda: self._advance(stage, request))
        if well and stage.completes:
            self._standing = None
        return well

    @contextmanager
    def put_back_unless_complete(self) -> Iterator[None]:
        """Whatever ends the stages early, a signal between two of them and a fault of ours included: a site must not stay down for it."""
        try:
            yield
        finally:
            if self._standing is not None:
                put_back(self._standing, self.tools)

    def note(self, problem: HubyardError) -> None:
        """A problem outside any stage: a busy lock, a refusal while planning."""
        self.results.append(StageResult(stage="plan", elapsed_s=0.0, problem=problem))

    def outcome(self) -> HubOutcome:
        plan = self.plan
        image = self.tools.engine.image(plan.release_tag) if plan and not any(result.failed for result in self.results) else None
        return HubOutcome(
            hub=self.hub.name,
            action=plan.action if plan else None,
            revision=plan.revision if plan else "",
            stages=tuple(self.results),
            waited_s=self.held_after_s + (plan.waited_s if plan else 0.0),
            image_bytes=image.size_bytes if image else 0,
        )

    def _advance(self, stage: Stage, request: DeployRequest) -> None:
        self.plan = stage.run(self._must_plan(), request, self.tools)

    def _must_plan(self) -> HubPlan:
        assert self.plan is not None, "stages run after planning"  # noqa: S101  an invariant of ours, for the type checker too
        return self.plan
