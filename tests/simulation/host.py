"""A host whose memory is arithmetic: what admission sees of it, and what becomes of those whom it lets in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hubyard.gate.admission import Decision, Head, Limits, Running, decide, left_over
from hubyard.host.memory import Memory
from hubyard.host.readings import ForeignBuild, Readings


@dataclass(kw_only=True)
class SimulatedBuild:
    """A build, or a container that `starts`.

    `orphaned`: its holder died, its steps are in the engine still. `torn`: nobody can read its note.
    """

    number: int
    hub: str
    granted_bytes: int
    cap_bytes: int
    known: bool
    began_s: float = 0.0
    usual_s: float = 0.0
    used_bytes: int = 0
    orphaned: bool = False
    torn: bool = False
    starts: bool = False

    def seen(self, now_s: float) -> Running:
        if self.orphaned:
            return left_over(hub=self.hub, used_bytes=self.used_bytes)
        told_bytes = 0 if self.torn else self.granted_bytes
        known, elapsed_s = self.known and not self.torn, now_s - self.began_s
        return Running(
            id=str(self.number),
            hub=self.hub,
            granted_bytes=told_bytes,
            used_bytes=0 if self.starts else self.used_bytes,
            known=known,
            elapsed_s=elapsed_s,
            usual_s=self.usual_s,
            starts=self.starts,
        )


@dataclass(kw_only=True)
class SimulatedHost:
    """`others_bytes`: what everything that is no build holds. `foreign_bytes`: of each build that is not ours."""

    total_bytes: int
    others_bytes: int
    limits: Limits
    pressure_share: float = 0.0
    inside: list[SimulatedBuild] = field(default_factory=list)
    foreign_bytes: list[int] = field(default_factory=list)
    granted: int = 0

    @property
    def used_bytes(self) -> int:
        return self.others_bytes + sum(build.used_bytes for build in self.inside) + sum(self.foreign_bytes)

    @property
    def foreign(self) -> tuple[ForeignBuild, ...]:
        return tuple(ForeignBuild(name=f"foreign {place}", pids=(place,), held_bytes=held) for place, held in enumerate(self.foreign_bytes))

    def readings(self) -> Readings:
        memory = Memory(total_bytes=self.total_bytes, available_bytes=max(0, self.total_bytes - self.used_bytes))
        return Readings(memory=memory, pressure_share=self.pressure_share, foreign=self.foreign)

    def running(self, now_s: float = 0.0) -> Sequence[Running]:
        return [build.seen(now_s) for build in self.inside]

    def ask(self, head: Head, *, now_s: float = 0.0) -> Decision:
        return decide(head=head, running=self.running(now_s), readings=self.readings(), limits=self.limits)

    def let_in(self, head: Head, decision: Decision, *, now_s: float = 0.0) -> SimulatedBuild:
        self.granted += 1
        build = SimulatedBuild(
            number=self.granted,
            hub=head.hub,
            granted_bytes=decision.granted_bytes,
            cap_bytes=decision.granted_bytes if head.starts else decision.cap_bytes,
            known=head.estimate.known,
            began_s=now_s,
            usual_s=head.estimate.usual_s,
            starts=head.starts,
        )
        self.inside.append(build)
        return build

    def carry_over(self, build: SimulatedBuild, *, start_bytes: int) -> SimulatedBuild:
        """The build has ended, and its container starts in what it had."""
        self.inside.remove(build)
        kept_bytes = min(start_bytes, build.granted_bytes)
        start = SimulatedBuild(number=-build.number, hub=build.hub, granted_bytes=kept_bytes, cap_bytes=kept_bytes, known=True, starts=True)
        self.inside.append(start)
        return start
