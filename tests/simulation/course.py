"""A schedule carried out: builds share the cores, and the kernel kills where memory ends."""

from dataclasses import dataclass, field, replace

from hubyard.gate.admission import Limits, reserve_bytes
from hubyard.history.values import BuildOutcome
from tests.simulation.host import SimulatedBuild, SimulatedHost
from tests.simulation.schedules import Job, Phase, Schedule
from tests.simulation.ways import Way

TRIES = 5
AGAIN_S = 10.0
"""Until somebody deploys again what was killed."""
A_MOMENT_S = 1e-9


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Kills by the kernel because the host, or because the build's own limit, was at its end; jobs that nobody tried a sixth time."""

    makespan_s: float
    host_kills: int
    cap_kills: int
    given_up: int
    most_at_once: int


@dataclass(kw_only=True)
class Active:
    job: Job
    build: SimulatedBuild
    phases: list[Phase]
    left_s: float
    peak_bytes: int = 0


def carry_out(schedule: Schedule, way: Way) -> Outcome:
    course = Course(schedule=schedule, way=way)
    while course.goes_on():
        pass
    return course.outcome()


@dataclass(kw_only=True)
class Course:
    """Each step goes to the next moment in which something changes: a job comes, or a phase ends."""

    schedule: Schedule
    way: Way
    now_s: float = 0.0
    coming: list[Job] = field(default_factory=list)
    queue: list[Job] = field(default_factory=list)
    active: list[Active] = field(default_factory=list)
    warm: set[tuple[str, str]] = field(default_factory=set)
    host_kills: int = 0
    cap_kills: int = 0
    given_up: int = 0
    most_at_once: int = 0

    def __post_init__(self) -> None:
        total_bytes = self.schedule.total_bytes
        limits = Limits(reserve_bytes=reserve_bytes(total_bytes=total_bytes, chosen=None))
        self.host = SimulatedHost(total_bytes=total_bytes, others_bytes=self.schedule.others_bytes, limits=limits)
        self.coming = list(self.schedule.jobs)
        self.warm = {(job.hub, job.cold_inputs) for job in self.coming} if self.schedule.warm else set()

    def outcome(self) -> Outcome:
        return Outcome(
            makespan_s=self.now_s,
            host_kills=self.host_kills,
            cap_kills=self.cap_kills,
            given_up=self.given_up,
            most_at_once=self.most_at_once,
        )

    def goes_on(self) -> bool:
        self._take_in()
        self._admit()
        if not self.active and not self.coming:
            return False
        rate = min(1.0, self.schedule.cores / sum((one.phases[0].cores for one in self.active), start=A_MOMENT_S))
        passes_s = min(
            [one.left_s / rate for one in self.active]
            + [max(0.0, job.arrives_s - self.now_s) for job in self.coming if self._may_come(job)]
        )
        self.now_s += passes_s
        for one in self.active:
            one.left_s -= passes_s * rate
        for one in [one for one in self.active if one.left_s <= A_MOMENT_S]:
            if one in self.active:  # it may have been killed for another's sake
                self._next_phase(one)
        return True

    def _may_come(self, job: Job) -> bool:
        """One deploy of a hub at a time: who comes for the same hub waits outside."""
        return all(job.hub != other.hub for other in (*self.queue, *(one.job for one in self.active)))

    def _take_in(self) -> None:
        for job in sorted(self.coming, key=lambda job: job.arrives_s):
            if job.arrives_s <= self.now_s + A_MOMENT_S and self._may_come(job):
                self.coming.remove(job)
                self.queue.append(job)

    def _admit(self) -> None:
        while self.queue:
            head = self.way.head(self.queue[0], self.host)
            decision = self.way.decide(head, self.host, self.now_s)
            if not decision.admitted:
                return
            job = self.queue.pop(0)
            build = self.host.let_in(head, decision, now_s=self.now_s)
            phases = list(job.phases(cold=(job.hub, job.cold_inputs) not in self.warm))
            self.active.append(Active(job=job, build=build, phases=phases, left_s=phases[0].work_s))
            self.most_at_once = max(self.most_at_once, len(self.active))
            self._take(self.active[-1])

    def _next_phase(self, one: Active) -> None:
        one.phases.pop(0)
        if not one.phases:
            self.warm.add((one.job.hub, one.job.cold_inputs))
            self._leave(one, BuildOutcome.WELL)
            return
        one.left_s = one.phases[0].work_s
        self._take(one)

    def _take(self, one: Active) -> None:
        """The memory of its phase; who goes beyond its limit is killed, and the largest where the host has no more."""
        wanted_bytes = one.phases[0].used_bytes
        if 0 < one.build.cap_bytes < wanted_bytes:
            one.peak_bytes = one.build.cap_bytes
            self.cap_kills += 1
            self._kill(one)
            return
        one.build.used_bytes = wanted_bytes
        one.peak_bytes = max(one.peak_bytes, wanted_bytes)
        while self.host.used_bytes > self.host.total_bytes and self.active:
            self.host_kills += 1
            self._kill(max(self.active, key=lambda other: other.build.used_bytes))

    def _kill(self, one: Active) -> None:
        self._leave(one, BuildOutcome.KILLED)
        if one.job.tries < TRIES:
            self.coming.append(replace(one.job, arrives_s=self.now_s + AGAIN_S, tries=one.job.tries + 1))
        else:
            self.given_up += 1

    def _leave(self, one: Active, outcome: BuildOutcome) -> None:
        self.active.remove(one)
        self.host.inside.remove(one.build)
        self.way.ended(one.job, one.build, outcome=outcome, peak_bytes=one.peak_bytes, now_s=self.now_s)
