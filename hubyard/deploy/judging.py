"""What a build's end means: its exit status alone does not say, since a step can survive the child that the kernel killed."""

from collections.abc import Sequence

from hubyard.deploy.values import HubPlan
from hubyard.engine.port import BuildExit
from hubyard.errors import BuildFailed, BuildKilled, BuildThrashed, BuildTooLate, HubyardError
from hubyard.gate.advice import Advice
from hubyard.history.values import BuildMeasured, BuildOutcome


def problem_of(plan: HubPlan, ended: BuildExit, *, advice: Advice, past: Sequence[BuildMeasured]) -> HubyardError | None:
    """None for a build that is a release. `past` are the earlier ones."""
    hub, seen = plan.hub, ended.memory
    cap_bytes, usual_bytes = seen.cap_bytes or 0, usual_peak_bytes(past)
    if seen.thrashed:
        return BuildThrashed(
            hub=hub.name,
            needs_more_than_bytes=cap_bytes or seen.peak_bytes,
            usual_bytes=usual_bytes,
            next_bytes=advice.again_bytes,
            workers=advice.workers,
            log=ended.log,
            elapsed_s=ended.elapsed_s,
        )
    if seen.kills:
        kill = seen.kills[0]
        return BuildKilled(
            hub=hub.name,
            cap_bytes=cap_bytes,
            usual_bytes=usual_bytes,
            next_bytes=advice.again_bytes,
            workers=advice.workers,
            log=ended.log,
            step=kill.step,
            process=kill.process,
            held_bytes=kill.held_bytes or seen.peak_bytes,
            survived=ended.status == 0,
        )
    if ended.status is None:
        return BuildTooLate(hub=hub.name, limit_s=hub.settings.build_timeout_s, log=ended.log)
    if ended.status != 0:
        return BuildFailed(hub=hub.name, step=ended.failed_step, tail="\n".join(ended.tail), log=ended.log, network=ended.network_trouble)
    return None


def usual_peak_bytes(past: Sequence[BuildMeasured]) -> int:
    """The greatest peak of builds that went well; 0 where none did."""
    return max((build.peak_bytes for build in past if build.outcome is BuildOutcome.WELL), default=0)
