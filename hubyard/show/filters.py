"""How values are written for people: `{free_bytes:size}` in a sentence, and in tables."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final

_UNITS: Final = {"en": ("d", "h", "min", "s"), "ko": ("일", "시간", "분", "초")}


def size(value: float | None, language: str = "en") -> str:  # noqa: ARG001  sizes are written alike
    """`1.5 GB`: powers of 1000, as settings and `docker images` have them."""
    if value is None:
        return "–"
    amount, units = float(value), iter(("B", "kB", "MB", "GB"))
    unit = next(units)
    while abs(amount) >= 999.5 and (larger := next(units, None)):  # noqa: PLR2004  what rounds to 1000 belongs to the next unit
        amount, unit = amount / 1000, larger
    return f"{amount:.0f} {unit}" if amount >= 100 or unit == "B" else f"{amount:.3g} {unit}"  # noqa: PLR2004  three digits


def duration(value: float | None, language: str = "en") -> str:
    """`1 h 2 min`, `7.3 s`, `12 ms`: the two largest units, tenths below ten seconds."""
    if value is None:
        return "–"
    days, hours, minutes, seconds = _UNITS[language]
    gap = "" if language == "ko" else " "
    if 0 < value < 0.0995:  # noqa: PLR2004  likewise: what rounds to 100 ms is written 0.1 s
        return f"{max(1, round(value * 1000))}{gap}ms"
    if value < 9.95:  # noqa: PLR2004  what rounds to 10.0 is written 10
        return f"{value:.1f}".removesuffix(".0") + gap + seconds
    whole = round(value)
    parts = [(whole // 86400, days), (whole // 3600 % 24, hours), (whole // 60 % 60, minutes), (whole % 60, seconds)]
    first = next(place for place, (amount, _) in enumerate(parts) if amount)
    return " ".join(f"{amount}{gap}{unit}" for amount, unit in parts[first : first + 2] if amount)


def stopwatch(value: float | None) -> str:
    """`0:07`, `1:02:03`: for columns and for what is counted while one looks."""
    if value is None:
        return "–"
    whole = int(value)
    hours, minutes, seconds = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def clock(value: datetime | None, language: str = "en") -> str:  # noqa: ARG001  ISO 8601 is read in both
    """`14:03:22` of the reader's own zone, with the day where it is not in the last 20 hours."""
    if value is None:
        return "–"
    local = value.astimezone()
    today = datetime.now(local.tzinfo)  # noqa: TID251  only to leave out a day that goes without saying
    return local.strftime("%H:%M:%S" if abs(today - local) < timedelta(hours=20) else "%m-%d %H:%M")


def moment(value: datetime | None, language: str = "en") -> str:  # noqa: ARG001  likewise
    """`2026-11-29 14:03:22` of the reader's own zone: what is kept may be read in another year."""
    return "–" if value is None else value.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def number(value: float, language: str = "en") -> str:  # noqa: ARG001  digits alone
    """`5` of 5.0, `2.5` of 2.5."""
    return f"{value:.1f}".removesuffix(".0")


def plain(value: object) -> str:
    """A value without a filter: enums by their value, several with commas."""
    if value is None:
        return "–"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str) or not isinstance(value, tuple | list | frozenset | set):
        return str(value)
    return ", ".join(plain(one) for one in value)


def lines(value: object, language: str = "en") -> str:  # noqa: ARG001  nothing of ours in it
    """Text of several lines, each indented to stand below a sentence."""
    text = value if isinstance(value, str) else "\n".join(str(one) for one in value) if isinstance(value, tuple | list) else str(value)
    return "".join(f"\n    {line}" for line in text.splitlines() if line.strip())


FILTERS: Final[Mapping[str, Callable[[Any, str], str]]] = {
    "size": size,
    "duration": duration,
    "clock": clock,
    "moment": moment,
    "number": number,
    "lines": lines,
}
"""Two more are Speech's own: `{field:word}` looks the value up in words.toml, `{field:said}` says what a tuple of events has to say."""
