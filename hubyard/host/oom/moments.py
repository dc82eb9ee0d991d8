"""The time in front of a line, in the ways that loggers write it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from hubyard.host.oom.values import Clock, Moment

CLOCK: Final = r"(?P<clock>\d\d:\d\d:\d\d)(?:[.,](?P<part>\d{1,9}))?"
ISO: Final = re.compile(
    r"(?:[^\W\d]{2,9}\.? )?(?P<year>\d{4})[-/](?P<month>\d\d)[-/](?P<day>\d\d)[T ]" + CLOCK + r"(?: ?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d))?"
)
"""Of rsyslog, journalctl (short-iso, short-full: "Tue 2024-05-07 21:43:54 KST"), dmesg --time-format=iso (a comma), docker logs -t."""
NAMED: Final = re.compile(
    r"(?:[^\W\d]{1,10}\.? {1,2})?(?:(?P<first>\d{4}) )?(?P<month>[^\W\d]{2,10}\.?|\d{1,2}(?:월|月)) {1,2}(?P<day>\d{1,2})일?,? "
    + CLOCK
    + r"(?: (?P<year>\d{4})\b)?"
)
"""Of syslog and journalctl ("May  8 14:05:27"), and of dmesg -T ("Di Aug 12 03:54:03 2025"), in the language of whoever called it."""
DAY_FIRST: Final = re.compile(
    r"(?:[^\W\d]{1,10}\.?,? )?(?P<day>\d{1,2})\.? (?P<month>[^\W\d]{2,10}\.?) (?:(?P<first>\d{4}) )?" + CLOCK + r"(?: (?P<year>\d{4})\b)?"
)
"""Of dmesg -T where the language wants it so ("dim. 19 avril 18:03:32 2026")."""
BOOT: Final = re.compile(r"\s*(?P<seconds>\d{1,10}\.\d{1,9})(?:[,@]\d{1,3})?(?:\s*<[^<>]{0,20}>)?\s*")
"""Of printk, with the CPU where a maker's kernel tells it, with the time since the line before where dmesg was asked for it."""

KMSG: Final = re.compile(r"\d{1,4},\d{1,20},(?P<microseconds>\d{1,18}),[^;]{0,64};")
"""Documentation/ABI/testing/dev-kmsg."""

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("jan",),
            ("feb", "fév", "fev"),
            ("mar", "mär", "mrz"),
            ("apr", "avr", "abr"),
            ("may", "mai", "maj", "mei"),
            ("jun", "juin"),
            ("jul", "juil"),
            ("aug", "aoû", "ago"),
            ("sep", "set"),
            ("oct", "okt", "out", "ott"),
            ("nov",),
            ("dec", "dez", "déc", "dic"),
        ),
        start=1,
    )
    for name in names
}
"""English, and what our neighbours' tools print. "월" and "月" have the number before them."""


def read_boot(match: re.Match[str]) -> Moment:
    return Moment(text=match["seconds"], clock=Clock.BOOT, seconds=float(match["seconds"]))


def read_kmsg(match: re.Match[str]) -> Moment:
    """Of a record of /dev/kmsg: microseconds since boot."""
    seconds = int(match["microseconds"]) / 1e6
    return Moment(text=f"{seconds:.6f}", clock=Clock.BOOT, seconds=seconds)


def read_iso(match: re.Match[str]) -> Moment:
    zone = match["zone"] or ""
    return _dated(match, year=int(match["year"]), month=int(match["month"]), zone="+00:00" if zone in {"Z", "UTC", "GMT"} else zone)


def read_named(match: re.Match[str]) -> Moment:
    month, year = _month(match["month"]), match["first"] or match["year"]
    if month is None:
        return Moment(text=match[0].strip(), clock=Clock.UNREAD)
    if year:
        return _dated(match, year=int(year), month=month, zone="")
    dated = _dated(match, year=2000, month=month, zone="")  # a leap year
    return Moment(text=match[0].strip(), clock=Clock.YEARLY, seconds=dated.seconds - datetime(2000, 1, 1, tzinfo=UTC).timestamp())


READERS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Moment]], ...]] = (
    (ISO, read_iso),
    (NAMED, read_named),
    (DAY_FIRST, read_named),
)
"""Of dates, in brackets or without."""


def read_epoch(microseconds: object) -> Moment | None:
    """Of the journal's JSON: a string of digits."""
    digits = microseconds if isinstance(microseconds, str) else ""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 17):  # noqa: PLR2004  beyond the year 5000
        return None
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(digits))
    return Moment(text=when.isoformat(), clock=Clock.DATED, seconds=when.timestamp())


def _month(name: str) -> int | None:
    if name[0].isdigit():
        return int(name[:-1])
    lower = name.lower()
    return MONTHS.get(lower[:4]) or MONTHS.get(lower[:3])


def _dated(match: re.Match[str], *, year: int, month: int, zone: str) -> Moment:
    part = f".{match['part'][:6]:0<6}" if match["part"] else ""
    text = f"{year:04}-{month:02}-{int(match['day']):02}T{match['clock']}{part}{zone}"
    try:
        when = datetime.fromisoformat(text)
        seconds = (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):  # the thirtieth of February
        return Moment(text=match[0].strip(), clock=Clock.UNREAD)
    return Moment(text=text, clock=Clock.DATED if zone else Clock.LOCAL, seconds=seconds)
