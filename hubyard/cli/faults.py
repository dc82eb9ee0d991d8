"""The traceback of a fault of ours, for those who look for it."""

import sys
import traceback
from typing import TextIO


def print_traceback(*, stream: TextIO) -> None:
    traceback.print_exception(*sys.exc_info(), file=stream)
