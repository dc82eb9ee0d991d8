"""What is to be built and when: drawn from a seed, the same for every way of letting builds in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from hubyard.gate.admission import reserve_bytes

MB: Final = 1000**2
GIB: Final = 1024**3
COLD_FACTOR: Final = 1.15
DEPLOYS: Final = 24


@dataclass(frozen=True, kw_only=True)
class Phase:
    """`work_s` on a machine of its own, with `cores` busy, while it holds `used_bytes`."""

    work_s: float
    cores: float
    used_bytes: int


@dataclass(frozen=True, kw_only=True)
class Job:
    """A deploy with a build. `hint_bytes` is what its hub.toml says, right or wrong."""

    hub: str
    arrives_s: float
    peak_bytes: int
    work_s: float
    cores: float
    hint_bytes: int | None = None
    cold_inputs: str = "a"
    tries: int = 0

    def phases(self, *, cold: bool) -> tuple[Phase, ...]:
        """As `next build`: packages if cold, then compiling, the peak for a fifth of the time, and pages."""
        peak_bytes = int(self.peak_bytes * COLD_FACTOR) if cold else self.peak_bytes
        packages = (Phase(work_s=self.work_s / 2, cores=0.8, used_bytes=int(peak_bytes * 0.35)),) if cold else ()
        return (
            *packages,
            Phase(work_s=self.work_s * 0.5, cores=self.cores, used_bytes=int(peak_bytes * 0.7)),
            Phase(work_s=self.work_s * 0.2, cores=self.cores, used_bytes=peak_bytes),
            Phase(work_s=self.work_s * 0.3, cores=self.cores, used_bytes=int(peak_bytes * 0.6)),
        )


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """A host and its jobs in the order in which they come.

    others_bytes: what the running hubs hold, and all else
    warm: each hub was built before
    """

    total_bytes: int
    others_bytes: int
    cores: float
    jobs: tuple[Job, ...]
    warm: bool = False


def bursts(seed: int) -> Schedule:
    """Half an hour of a small host: 4 to 9 hubs that nobody has built before, 24 deploys in bursts.

    Hints are from a fifth to four times the truth, one in three hubs has none. Peaks vary by 7 %, one deploy in 25 makes the app a tenth to
    four fifths larger, one in ten is cold. Every build would end well alone, above the reserve.
    """
    draw = Random(seed)
    total_bytes = draw.choice([4, 8]) * GIB
    others_bytes = int(total_bytes * draw.uniform(0.1, 0.25))
    most_bytes = int((total_bytes - others_bytes - reserve_bytes(total_bytes=total_bytes, chosen=None)) / COLD_FACTOR)
    apps = [_app(draw, number) for number in range(draw.randint(4, 9))]
    jobs: list[Job] = []
    now_s = 0.0
    while len(jobs) < DEPLOYS:
        for place in draw.sample(range(len(apps)), k=min(len(apps), draw.choice([1, 2, 3, 6]))):
            app = apps[place] = _changed(draw, apps[place], most_bytes=most_bytes)
            jobs.append(replace(app, arrives_s=now_s, peak_bytes=int(app.peak_bytes * draw.uniform(0.93, 1.0))))
        now_s += draw.uniform(0, 90)
    return Schedule(total_bytes=total_bytes, others_bytes=others_bytes, cores=4, jobs=tuple(jobs[:DEPLOYS]))


def warm_builds(seed: int, *, count: int = 20, cores: float = 4) -> Schedule:
    """So many hubs at once on 8 GB."""
    draw = Random(seed)
    jobs = tuple(replace(_app(draw, number), arrives_s=0.0) for number in range(count))
    return Schedule(total_bytes=8000 * MB, others_bytes=1000 * MB, cores=cores, jobs=jobs, warm=True)


def lower_bound_s(jobs: Sequence[Job], *, schedule: Schedule) -> float:
    """No order of warm builds is faster: each byte second and core second must be had from the host, and the longest job takes its time.

    Bytes are those in use at each moment and all the host has: nobody who must not run out of them comes near.
    """
    phases = [phase for job in jobs for phase in job.phases(cold=False)]
    memory_s = sum(phase.work_s * phase.used_bytes for phase in phases) / (schedule.total_bytes - schedule.others_bytes)
    cores_s = sum(phase.work_s * phase.cores for phase in phases) / schedule.cores
    return max(memory_s, cores_s, *(job.work_s for job in jobs))


def _app(draw: Random, number: int) -> Job:
    peak_bytes = draw.randint(400, 1800) * MB
    hint_bytes = None if draw.random() < 1 / 3 else int(peak_bytes * draw.choice([0.2, 0.5, 0.8, 1.0, 1.5, 4.0]))
    return Job(
        hub=f"hub{number}",
        arrives_s=0.0,
        peak_bytes=peak_bytes,
        work_s=draw.uniform(20, 70),
        cores=draw.uniform(1.0, 1.6),
        hint_bytes=hint_bytes,
    )


def _changed(draw: Random, app: Job, *, most_bytes: int) -> Job:
    grown = draw.uniform(1.1, 1.8) if draw.random() < 1 / 25 else 1.0
    app = replace(app, peak_bytes=min(int(app.peak_bytes * grown), most_bytes))
    if draw.random() < 1 / 10:
        app = replace(app, cold_inputs=f"{app.cold_inputs}+")
    return app
