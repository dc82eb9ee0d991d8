"""What is in the gate, and what memory there is beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from hubyard.drivers.gate.build_cgroups import BuildCgroups
from hubyard.drivers.gate.live_files import LiveFile, live_files
from hubyard.drivers.gate.wait import LOOK_S
from hubyard.gate.admission import Running, left_over
from hubyard.host.memory import Memory
from hubyard.host.port import Clock
from hubyard.host.readings import Readings

FRESH_S = LOOK_S * 1.5
"""Who waits reads once a second."""


class HostMemory(Protocol):
    """What the gate asks of the host (`hubyard.host.port.Host`)."""

    def memory(self) -> Memory: ...

    def readings(self) -> Readings: ...


@dataclass(frozen=True, kw_only=True)
class Inside:
    """Live grants and starts, and by hub the pids of steps in the engine that belong to none of them."""

    live: Sequence[LiveFile]
    left_over: Mapping[str, Sequence[int]]
    readings: Readings
    now: datetime

    @property
    def running(self) -> Sequence[Running]:
        """All of it, as admission sees it."""
        steps = [left_over(hub=hub, used_bytes=self.readings.hubs.get(hub, 0)) for hub in self.left_over]
        return [*map(self._running, self.live), *steps]

    def _running(self, file: LiveFile) -> Running:
        """`elapsed_s` is read from the wall clock: after a jump of it the promise still holds, and only the estimate of when is wrong."""
        note, used_bytes = file.note, self.readings.hubs.get(file.hub, 0) if file.builds else 0
        if note is None:
            return Running(id=file.id, hub=file.hub, granted_bytes=0, used_bytes=used_bytes, known=False)
        return Running(
            id=file.id,
            hub=file.hub,
            granted_bytes=note.granted_bytes,
            used_bytes=used_bytes,
            known=note.known and note.granted_bytes > 0,
            elapsed_s=max(0.0, (self.now - note.since).total_seconds()),
            usual_s=note.usual_s,
            starts=note.starts,
        )


class Sight:
    """Looks inside. What the holder of `turn` decides by, and nobody else."""

    def __init__(self, *, running: Path, cgroups: BuildCgroups, host: HostMemory, clock: Clock) -> None:
        self._running = running
        self._cgroups = cgroups
        self._host = host
        self._clock = clock
        self._last: Readings | None = None
        self._fresh_until_s = 0.0

    def look(self) -> Inside:
        live = live_files(self._running)
        steps = self._left_over(live)
        return Inside(live=live, left_over=steps, readings=self._readings(empty=not live and not steps), now=self._clock.now())

    def left_over(self) -> Mapping[str, Sequence[int]]:
        """By hub: pids of steps whose build has gone."""
        return self._left_over(live_files(self._running))

    def _left_over(self, live: Sequence[LiveFile]) -> Mapping[str, Sequence[int]]:
        hubs = {file.hub for file in live if file.builds}
        return {hub: pids for hub, pids in self._cgroups.populated().items() if hub not in hubs}

    def _readings(self, *, empty: bool) -> Readings:
        """Anew, but for one case: to who has waited for the last build to end, all that matters is how much memory came back.

        What builds hold and what is free must be of one moment, or what one of them gave back in between would be given away twice.
        """
        last = self._last
        if empty and last and not last.foreign and last.headroom_bytes is None and self._clock.monotonic_s() < self._fresh_until_s:
            return replace(last, memory=self._host.memory())
        self._last = self._host.readings()
        self._fresh_until_s = self._clock.monotonic_s() + FRESH_S
        return self._last
