"""Rows and columns as lines of text that fit the page, Korean included. Rich measures, wraps and colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from typing import Final

from hubyard.show.output import Page
from hubyard.show.speech import Speech, showable


class Tone(StrEnum):
    """Rich's style of a cell on a terminal in colour."""

    PLAIN = ""
    GOOD = "green"
    BAD = "bold red"
    WAITING = "yellow"
    QUIET = "dim"


@dataclass(frozen=True)
class Cell:
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Column:
    """`title` is a key of `[column]` in words.toml. `wraps`: takes the room that is left, on several lines if need be."""

    title: str
    right: bool = False
    wraps: bool = False


NOTHING: Final = Cell("–", Tone.QUIET)


def grid_lines(columns: Sequence[Column], rows: Sequence[Sequence[Cell | str]], *, speech: Speech, page: Page) -> Sequence[str]:
    """A head, a rule and the rows; no line has spaces at its end."""
    from rich import box  # noqa: PLC0415  rich is 26 ms and more
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", show_edge=False)
    for column in columns:
        table.add_column(
            Text(speech.word("column", column.title)),
            justify="right" if column.right else "left",
            no_wrap=not column.wraps,
            overflow="fold" if column.wraps else "ellipsis",
        )
    for row in rows:
        cells = [cell if isinstance(cell, Cell) else Cell(cell) for cell in row]
        table.add_row(*(Text(showable(cell.text), style=cell.tone) for cell in cells))
    paper = StringIO()
    Console(
        file=paper, width=page.width, force_terminal=page.coloured, color_system="standard" if page.coloured else None, legacy_windows=False
    ).print(table)
    return [line.rstrip() for line in paper.getvalue().splitlines()]
