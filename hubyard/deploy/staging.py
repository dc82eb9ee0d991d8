"""One hub on its way through the stages: times each, keeps its problem as a value, and puts back what a failed stage began to replace."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from hubyard.config.hub import Hub
from hubyard.deploy.events import StageEnded, StageStarted
from hubyard.deploy.leave import Leave
from hubyard.deploy.planning import planned
from hubyard.deploy.put_back import Standing, put_back, remember
from hubyard.deploy.stages.stage import Stage
from hubyard.deploy.values import DeployTools, HubOutcome, HubPlan, StageResult
from hubyard.deploy.waits import Waits
from hubyard.errors import GateBusy, HubyardError, Interrupted, PutBackFailed, RefusedError, UnexpectedFault, WorkError


class Staging:
    """`plan` is the newest: a stage may make it anew after a wait."""

    def __init__(self, hub: Hub, tools: DeployTools) -> None:
        self.hub = hub
        self.tools = tools
        self.plan: HubPlan | None = None
        self.waits = Waits(tools.clock)
        self._image_bytes = 0
        self.results: list[StageResult] = []
        self._standing: Standing | None = None

    @property
    def failed(self) -> bool:
        return any(result.failed for result in self.results)

    def run(self, name: str, work: Callable[[], None]) -> bool:
        """Whether it went well. What went wrong, a fault of ours included, is its result."""
        self.tools.tell(StageStarted(hub=self.hub.name, stage=name))
        well = self.time(name, work)
        ended = self.results[-1]
        stopped = isinstance(ended.problem, GateBusy | Interrupted)
        self.tools.tell(StageEnded(hub=self.hub.name, stage=name, failed=ended.failed, elapsed_s=ended.elapsed_s, stopped=stopped))
        return well

    def time(self, name: str, work: Callable[[], None]) -> bool:
        """Like `run`, without telling: for planning, which is no stage to people but takes its time."""
        began_s, problem = self.tools.clock.monotonic_s(), None
        try:
            work()
        except Exception as error:  # noqa: BLE001  a fault of ours in one hub is not the end of the others
            problem = self._problem_of(error)
        self.results.append(StageResult(stage=name, elapsed_s=self.tools.clock.monotonic_s() - began_s, problem=problem))
        return problem is None

    def make_plan(self) -> None:
        """From what there is now; base images that are missing are got first."""
        self.plan = planned(self.hub, self.tools)

    def await_start(self, leave: Leave) -> bool:
        """Wait for memory where a start is all there is to do, before anything is touched. False: it was in vain."""
        began_s = self.tools.clock.monotonic_s()
        try:
            self.plan = leave.to_start(self.must_plan())
        except HubyardError as problem:
            self.results.append(StageResult(stage="start", elapsed_s=self.tools.clock.monotonic_s() - began_s, problem=problem))
            return False
        return True

    def run_stage(self, stage: Stage, leave: Leave) -> bool:
        """Run a stage of the table. False: the stages after it must not run."""
        if stage.replaces and self._standing is None:
            self._standing = remember(self.must_plan(), self.tools)
        well = self.run(stage.name, lambda: self._advance(stage, leave))
        if well and stage.completes:
            self._standing = None
            leave.give_back()
        return well

    @contextmanager
    def put_back_unless_complete(self) -> Iterator[None]:
        """Whatever ends the stages early, a signal between two of them and a fault of ours included: a site must not stay down for it.

        An error among them is noted and goes no further.
        """
        try:
            yield
        except Exception as error:  # noqa: BLE001  it came first, whatever goes wrong in putting back
            self.note(error)
        finally:
            self._put_back()

    def _put_back(self) -> None:
        if self._standing is None:
            return
        with self.tools.undisturbed():  # a signal meanwhile is raised when what went wrong has been noted
            try:
                put_back(self._standing, self.tools)
            except Exception as error:  # noqa: BLE001  the site may be down, which is what is to be said
                first = tuple(result.problem for result in self.results if result.problem)[:1]
                self.note(PutBackFailed(hub=self.hub.name, first=first, then=(self._problem_of(error),)))

    def note(self, error: Exception) -> None:
        """A problem outside any stage: a busy lock, a signal between two stages, a fault of ours."""
        self.results.append(StageResult(stage="plan", elapsed_s=0.0, problem=self._problem_of(error)))

    def measure_image(self) -> None:
        """Not worth failing for: what was to be done is done."""
        if self.plan is None or self.failed:
            return
        with suppress(WorkError, RefusedError):
            image = self.tools.engine.image(self.plan.release_tag)
            self._image_bytes = image.size_bytes if image else 0

    def outcome(self) -> HubOutcome:
        plan = self.plan
        return HubOutcome(
            hub=self.hub.name,
            action=plan.action if plan else None,
            revision=plan.revision if plan else "",
            stages=tuple(self.results),
            waited_s=self.waits.total_s,
            image_bytes=self._image_bytes,
        )

    def _problem_of(self, error: Exception) -> HubyardError:
        if isinstance(error, HubyardError):
            return error
        self.tools.trace_fault()
        return UnexpectedFault.of(error)

    def _advance(self, stage: Stage, leave: Leave) -> None:
        self.plan = stage.run(self.must_plan(), leave, self.tools)

    def must_plan(self) -> HubPlan:
        assert self.plan is not None, "stages run after planning"  # noqa: S101  an invariant of ours, for the type checker too
        return self.plan
