"""A fault of ours, told like any other error."""

import sys
import traceback
from pathlib import Path
from typing import Final, TextIO

from hubyard.errors import UnexpectedFault

_PACKAGE: Final = Path(__file__).parents[1]
_LONGEST: Final = 200


def fault_of(unexpected: Exception) -> UnexpectedFault:
    """`place` is the innermost line of Hubyard's. Messages of libraries are left out: some carry whole command lines with secrets."""
    frames = traceback.extract_tb(unexpected.__traceback__)
    ours = [frame for frame in frames if _PACKAGE in Path(frame.filename).parents] or list(frames)
    place = f"{ours[-1].filename.removeprefix(f'{_PACKAGE.parent}/')}:{ours[-1].lineno}" if ours else "?"
    told = type(unexpected).__module__ == "builtins"
    first_line = (str(unexpected).splitlines() or [""])[0][:_LONGEST]
    return UnexpectedFault(kind=type(unexpected).__name__, place=place, detail=first_line if told else "")


def print_traceback(*, stream: TextIO) -> None:
    traceback.print_exception(*sys.exc_info(), file=stream)
