"""What a host answered when it was asked: texts, kept as they came, so that they can be judged elsewhere and later."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

MARK: Final = "\x1e"
"""Record separator: begins the line in front of a part, and the one behind it. In a part's own text the shell takes it out (`PRELUDE`)."""
_PART: Final = re.compile(rf"{MARK}(?P<name>[\w.-]+)\n(?P<text>.*?)\n?{MARK}=(?P<status>\d+)\n", re.DOTALL)

PRELUDE: Final = r"""
LC_ALL=C; export LC_ALL
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; export PATH
part() {
  part_name=$1; shift
  part_text=$("$@" </dev/null 2>&1); part_status=$?
  printf '\036%s\n' "$part_name"
  printf '%s' "$part_text" | tr -d '\036'
  printf '\n\036=%s\n' "$part_status"
}
"""
"""In front of each probe's script, for a POSIX shell: `part NAME COMMAND ...` prints what the command printed, and its exit status."""

PROBE_LIMIT_S: Final = 4.5
"""With our own start and the judging the answer is there within six seconds, whatever hangs."""


class Why(StrEnum):
    """Why something could not be read. Never "all good"."""

    NO_RIGHTS = "no_rights"
    ABSENT = "absent"
    """no such program, file or device on that host"""
    TIMED_OUT = "timed_out"
    NOT_UNDERSTOOD = "not_understood"
    """an answer of a form that we do not know"""
    NO_ENGINE = "no_engine"
    """it hangs on an engine that does not answer"""
    NOT_ASKED = "not_asked"
    """it needs what is only known where Hubyard itself runs: the yard's settings, its history"""


@dataclass(frozen=True, kw_only=True)
class Unread:
    """What could not be read, and why. `detail` in the system's own words."""

    why: Why
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one command of a probe printed, both streams, and its exit status."""

    text: str
    status: int

    @property
    def good(self) -> bool:
        return self.status == 0


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a probe's script printed. `status` None: it was ended by its time limit; what came until then counts.

    asked: when, by the clock of who asked
    """

    text: str
    status: int | None
    elapsed_s: float = 0.0
    asked: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Recording:
    """All of one host at one time.

    host: as it was named: "" for this one, else `user@host`
    taken: by the clock of who asked
    heard: by the name of the probe
    """

    host: str
    taken: datetime
    heard: Mapping[str, Heard]


def parts_in(heard: Heard) -> Mapping[str, Part]:
    """The whole parts of a probe's output, by name; one that was cut off by a limit is left out."""
    return {one["name"]: Part(text=one["text"], status=int(one["status"])) for one in _PART.finditer(heard.text)}
