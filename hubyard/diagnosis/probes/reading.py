"""Out of what a probe's commands printed: its parts, or why there is none. For the parsers of all probes."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any, Final, TypeVar

from hubyard.diagnosis.heard import Heard, Part, Unread, Why

Facts = TypeVar("Facts")
LONGEST: Final = 200
NOT_FOUND: Final = 127
"""Exit status of a shell for a program that it does not find (POSIX, 2.8.2)."""
MOST_LETTERS: Final = 4096
SAID: Final = (
    (Why.NO_RIGHTS, r"permission denied|operation not permitted|insufficient permissions|not seeing messages|password is required"),
    (
        Why.NO_ENGINE,
        r"cannot connect to the docker daemon|is the docker daemon running|error during connect|failed to connect to the docker",
    ),
    (Why.ABSENT, r"not found$|no such file|no journal files|booted with systemd"),
)
"""How programs say it, in the C locale. Rights first: of a socket that is not ours "permission denied while trying to connect" is said."""


def never_raising(parse: Callable[[Heard], Facts]) -> Callable[[Heard], Facts | Unread]:
    """A recording may hold anything, numbers of a thousand digits as well: what a parser stumbles over was not understood."""

    @wraps(parse)
    def parse_any(heard: Heard) -> Facts | Unread:
        try:
            return parse(heard)
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, ArithmeticError) as stumbled:
            return Unread(why=Why.NOT_UNDERSTOOD, detail=f"{type(stumbled).__name__}: {stumbled}"[:LONGEST])

    return parse_any


def text_of(parts: Mapping[str, Part], name: str) -> str:
    """What the command printed, where it was well; "" where it was not, or is missing."""
    part = parts.get(name)
    return part.text if part is not None and part.good else ""


def why_missing(heard: Heard, part: Part | None) -> Unread:
    """Of a part that is not there or did not end well."""
    if part is None:
        why = Why.TIMED_OUT if heard.status is None else Why.NOT_UNDERSTOOD
        return Unread(why=why, detail="" if heard.status is None else heard.text.strip()[:LONGEST])
    return Unread(why=why_of(part), detail=_last_line(part.text))


def why_of(part: Part) -> Why:
    """What it said last counts before the rest, which may be warnings about something else."""
    if part.status == NOT_FOUND:
        return Why.ABSENT
    for text in (_last_line(part.text), part.text[-MOST_LETTERS:]):
        for why, words in SAID:
            if re.search(words, text, re.IGNORECASE | re.MULTILINE):
                return why
    return Why.NOT_UNDERSTOOD


def json_lines(text: str) -> Iterator[Mapping[str, Any]]:
    """The objects among the lines; whatever else stands between them (warnings, a line that was cut) is left out."""
    for line in text.splitlines():
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            yield found


def number(found: object) -> int | None:
    """A whole number of 64 bits, of text or of JSON; None for another."""
    if isinstance(found, int) and not isinstance(found, bool):
        return found if abs(found) < 1 << 63 else None
    text = found.strip() if isinstance(found, str) else ""
    return number(int(text)) if re.fullmatch(r"-?[0-9]{1,19}", text) else None


def real(found: str) -> float | None:
    return float(found) if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", found.strip()) else None


def words(found: object) -> str:
    """Text of JSON, "" for anything else."""
    return found if isinstance(found, str) else ""


def files_of(text: str) -> Mapping[str, str]:
    """What `grep '' /dev/null FILE ...` printed: the content by file. Neither a name nor a line may hold a line's end."""
    lines: dict[str, list[str]] = {}
    for line in text.splitlines():
        if found := FILE.fullmatch(line):
            lines.setdefault(found["name"], []).append(found["rest"])
    return {name: "\n".join(some) + "\n" for name, some in lines.items()}


FILE: Final = re.compile(r"(?P<name>/.*?/(?:(?:memory|cgroup)\.[\w.]+|stat)):(?P<rest>.*)", re.DOTALL)
"""The names of cgroups may hold colons ("system.slice:docker:<id>"), those of the kernel's files in them do not."""


def _last_line(text: str) -> str:
    """Of what a program says; half an answer in JSON is no reason."""
    lines = [line for line in text.strip().splitlines() if line.strip() and not line.startswith("{")]
    return lines[-1][:LONGEST] if lines else ""
