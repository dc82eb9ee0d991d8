"""A probe that knows beforehand what will be answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hubyard.gateway.port import Answer


@dataclass(kw_only=True)
class FakeProbe:
    """`answers` by URL; of several the last one stays. Where nothing is set, `otherwise`. `asked` are the URLs in order."""

    answers: dict[str, Answer | Sequence[Answer]] = field(default_factory=dict)
    otherwise: Answer = field(default_factory=lambda: Answer(status=None, why="nothing listens there"))
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, *, limit_s: float) -> Answer:  # noqa: ARG002  it answers at once
        times = self.asked.count(url)
        self.asked.append(url)
        found = self.answers.get(url)
        if found is None:
            return self.otherwise
        return found if isinstance(found, Answer) else found[min(times, len(found) - 1)]
