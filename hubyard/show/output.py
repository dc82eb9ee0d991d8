"""Where text goes: how wide it may be, whether in colour, and lines that never break a terminal or a pipe's encoding."""

import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TextIO

_WIDTH_ELSEWHERE: Final = 100
"""Of a pipe or a file: tables are made for reading there too."""
_LEAST_WIDTH: Final = 40


def coloured(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """On a terminal only, and not where NO_COLOR (no-color.org) or a terminal that knows no colours says otherwise."""
    return stream.isatty() and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def width_of(stream: TextIO, environment: Mapping[str, str]) -> int:
    """Cells in a line; COLUMNS counts before what the terminal says, as in a shell, and of a pipe or a file, too."""
    asked = environment.get("COLUMNS", "")
    if asked.isdecimal() and int(asked) > 0:
        return max(_LEAST_WIDTH, int(asked))
    return max(_LEAST_WIDTH, shutil.get_terminal_size().columns) if stream.isatty() else _WIDTH_ELSEWHERE


@dataclass(frozen=True, kw_only=True)
class Page:
    """What an answer is written on."""

    width: int
    coloured: bool = False


def page_of(stream: TextIO, environment: Mapping[str, str]) -> Page:
    return Page(width=width_of(stream, environment), coloured=coloured(stream, environment))


def forget(stream: TextIO) -> None:
    """Nobody reads it any more: what is still in its buffer goes nowhere, else Python would complain at its end."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def print_lines(lines: Iterable[str], *, stream: TextIO) -> None:
    """Write each line whole; a locale without Korean or arrows gets escapes instead of an error."""
    text = "".join(f"{line}\n" for line in lines)
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()
