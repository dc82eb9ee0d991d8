"""Lines for a terminal: wrapped by cells (a Korean syllable takes two), except what is to be pasted."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from hubyard.show.output import Page

COMMAND: Final = "  "
"""What a line of a remedy begins with that is to be pasted: it stays whole, however long."""


class Ink(StrEnum):
    """Escape sequences, where the page is in colour."""

    BAD = "\x1b[1;31m"
    WARN = "\x1b[33m"
    GOOD = "\x1b[32m"
    BOLD = "\x1b[1m"
    QUIET = "\x1b[2m"


PLAIN: Final = "\x1b[0m"


def inked(text: str, ink: Ink, page: Page) -> str:
    return f"{ink}{text}{PLAIN}" if page.coloured and text else text


def wrapped(text: str, *, page: Page, first: str = "", rest: str = "") -> list[str]:
    """Paragraphs by their line ends, `first` before the first line, `rest` before all others."""
    made: list[str] = []
    for paragraph in text.splitlines() or [""]:
        head = rest if made else first
        if paragraph.startswith(COMMAND):
            made.append((rest if made else first) + paragraph.strip("\n"))
        else:
            made.extend(_broken(paragraph.split(), width=page.width, first=head, rest=rest))
    return made


def _broken(words: Sequence[str], *, width: int, first: str, rest: str) -> Iterator[str]:
    from rich.cells import cell_len  # noqa: PLC0415  rich is 26 ms and more

    line, used = first, 0
    for word in words:
        piece = word
        while cell_len(line) + bool(used) + cell_len(piece) > width:
            if used:
                yield line.rstrip()
                line, used = rest, 0
                continue
            fitting = _fitting(piece, max(1, width - cell_len(line)))
            yield line + piece[:fitting]
            line, piece = rest, piece[fitting:]
        line, used = line + (" " if used else "") + piece, used + 1
    yield line.rstrip()


def _fitting(word: str, cells: int) -> int:
    """How many of its letters fit; one at least."""
    from rich.cells import cell_len  # noqa: PLC0415

    count = 1
    while count < len(word) and cell_len(word[: count + 1]) <= cells:
        count += 1
    return count
