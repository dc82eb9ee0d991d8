"""Room for one more build or start: whether there is, and the wait for it. For the holder of `turn` alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hubyard.drivers.gate.build_cgroups import StepsGone
from hubyard.drivers.gate.builds_end import BuildsEnd
from hubyard.drivers.gate.inside import Inside, Sight
from hubyard.drivers.gate.neighbours import Neighbours
from hubyard.drivers.gate.old_lock import OldLock
from hubyard.drivers.gate.wait import Ready, Situation, Wait
from hubyard.gate.admission import Decision, Head, Limits, decide, reserve_bytes
from hubyard.gate.estimate import GUESSED_SHARE, Estimate
from hubyard.gate.events import WaitFor
from hubyard.gate.in_the_way import WAITS_FOR, holders_of, in_the_way, waits_for_steps_alone
from hubyard.gate.port import Want
from hubyard.gate.presence import Holders, name_holders
from hubyard.gate.processes import in_sight

if TYPE_CHECKING:
    from hubyard.config.yard import GateSettings


@dataclass(frozen=True, kw_only=True)
class Judged:
    inside: Inside
    decision: Decision


class Room:
    """`steps_limit_s`: how long steps that were left over may take to end."""

    def __init__(self, settings: "GateSettings", *, sight: Sight, neighbours: Neighbours, old_lock: OldLock, steps_limit_s: float) -> None:
        self._settings = settings
        self._sight = sight
        self._neighbours = neighbours
        self._old_lock = old_lock
        self._steps_limit_s = steps_limit_s

    def judge(self, want: Want) -> Judged:
        inside = self._sight.look()
        total_bytes = inside.readings.total_bytes
        estimate = want.estimate or Estimate(build_bytes=int(total_bytes * GUESSED_SHARE), known=False)
        head = Head(hub=want.hub, estimate=estimate, starts=want.starts)
        limits = Limits(
            reserve_bytes=reserve_bytes(total_bytes=total_bytes, chosen=self._settings.reserve_bytes), jobs=self._settings.jobs or None
        )
        decision = decide(head=head, running=inside.running, readings=inside.readings, limits=limits)
        return Judged(inside=inside, decision=decision)

    def wait(self, wait: Wait, found: Judged, *, ends: BuildsEnd) -> None:
        """Until it is worth judging anew. Raises GateBusy, and StepsLeftOver where nothing but such steps is in the way."""
        change = self._steps_change(found) if waits_for_steps_alone(found.decision) else ends
        again = RoomAgain(found, change=change, judge=lambda: self.judge(wait.want))
        wait.begin(lambda: self._situation(again.found))
        ends.watch(file.id for file in found.inside.live)
        wait.until(again, lambda: self._situation(again.found))

    def wait_for_steps(self, wait: Wait, hub: str) -> None:
        """Until none of the hub are left over: they hold memory that its next build is promised. Raises GateBusy, StepsLeftOver."""

        def left_over() -> Mapping[str, Sequence[int]]:
            return {name: pids for name, pids in self._sight.left_over().items() if name == hub}

        if not left_over():
            return
        wait.begin(lambda: _steps_situation(left_over()))
        wait.until(StepsGone(left_over, limit_s=self._steps_limit_s), lambda: _steps_situation(left_over()))

    def _steps_change(self, found: Judged) -> StepsGone:
        """Ready when steps of one of the hubs have gone: until then they are the same steps, however their pids change."""

        def left_over() -> Mapping[str, Sequence[int]]:
            now = self._sight.left_over()
            return now if now.keys() == found.inside.left_over.keys() else {}

        return StepsGone(left_over, limit_s=self._steps_limit_s)

    def _situation(self, found: Judged) -> Situation:
        decision = found.decision
        if waits_for_steps_alone(decision):
            return _steps_situation(found.inside.left_over)
        present, scripts = self._neighbours.running(), self._old_lock.waiting_scripts()
        return Situation(
            wait_for=WAITS_FOR.get(decision.why, WaitFor.BUILD),
            holders=name_holders([*holders_of(decision, present), *scripts]),
            position=1,
            ahead=in_the_way(decision, present),
            missing_bytes=decision.missing_bytes,
            likely_s=decision.wait_s,
        )


class RoomAgain:
    """Ready at once when a `change` comes, which wakes us; and when there is room though none came, for which one has to look."""

    def __init__(self, found: Judged, *, change: Ready, judge: Callable[[], Judged]) -> None:
        self.found = found
        self._change = change
        self._judge = judge

    def wait(self, limit_s: float) -> bool:
        if self._change.wait(limit_s):
            return True
        self.found = self._judge()
        return self.found.decision.admitted


def _steps_situation(left_over: Mapping[str, Sequence[int]]) -> Situation:
    words = tuple(" · pid ".join(part for part in (hub, " ".join(map(str, in_sight(pids)))) if part) for hub, pids in left_over.items())
    return Situation(wait_for=WaitFor.LEFT_OVER_STEPS, holders=Holders(words=words, since=None), position=1)
