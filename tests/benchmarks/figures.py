"""A figure: our time beside the other way's, measured in one run on one machine. Nothing is ever failed by it."""

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`ours_s` and `theirs_s` are medians of what was measured side by side; `wanted` is what we set out to reach."""

    name: str
    ours_s: float
    theirs_s: float
    wanted: str
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours_s / self.theirs_s

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": round(self.ratio, 3), "difference_s": round(self.ours_s - self.theirs_s, 3)}


def side_by_side(ours: Callable[[], float], theirs: Callable[[], float], *, rounds: int) -> tuple[float, float]:
    """Medians of seconds, each way once a round, so that a slow minute of the machine meets both."""
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def table(figures: Sequence[Figure]) -> str:
    head = f"{'figure':44} {'ours':>9} {'theirs':>9} {'ratio':>7} {'more':>9}  wanted"
    return "\n".join([head, *(_row(figure) for figure in figures)])


def _row(figure: Figure) -> str:
    measured = f"{figure.ours_s:8.3f}s {figure.theirs_s:8.3f}s {figure.ratio:7.2f} {figure.ours_s - figure.theirs_s:+8.3f}s"
    return f"{figure.name:44} {measured}  {figure.wanted}" + (f"  ({figure.note})" if figure.note else "")


def write(figures: Sequence[Figure], more: dict[str, Any], file: Path) -> None:
    document = {"schema": "hubyard.benchmark/1", "figures": [figure.as_json() for figure in figures], **more}
    file.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
