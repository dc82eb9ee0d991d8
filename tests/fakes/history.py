"""A history in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hubyard.history.rows import KEPT
from hubyard.history.values import BuildMeasured


@dataclass(kw_only=True)
class FakeHistory:
    """`recorded` in the order in which they were; `doubts` by hub."""

    recorded: list[BuildMeasured] = field(default_factory=list)
    doubts: dict[str, set[str]] = field(default_factory=dict)

    def record(self, build: BuildMeasured) -> None:
        self.doubts.pop(build.hub, None)
        self.recorded.append(build)
        of_hub = [one for one in self.recorded if one.hub == build.hub]
        if len(of_hub) > KEPT:
            self.recorded.remove(of_hub[0])

    def builds(self, *, hub: str | None = None, limit: int | None = 100) -> Sequence[BuildMeasured]:
        fitting = [build for build in reversed(self.recorded) if hub in {None, build.hub}]
        return fitting if limit is None else fitting[: max(0, limit)]

    def doubt(self, *, hub: str, stages: Sequence[str]) -> None:
        self.doubts.setdefault(hub, set()).update(stages)

    def doubted(self, *, hub: str) -> Sequence[str]:
        return sorted(self.doubts.get(hub, ()))
