"""A clock whose hands are turned by who sleeps."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(kw_only=True)
class FakeClock:
    """`slept` are all the sleeps that were asked for; each turns the hands at once."""

    start: datetime = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    passed_s: float = 0.0
    slept: list[float] = field(default_factory=list)

    def monotonic_s(self) -> float:
        return self.passed_s

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.passed_s)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.pass_s(max(0.0, seconds))

    def pass_s(self, seconds: float) -> None:
        self.passed_s += seconds
