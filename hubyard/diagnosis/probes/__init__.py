"""What is read of a host. Add here: a file with SCRIPT and `parse`, its row below, and its field in `facts/`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hubyard.diagnosis.heard import Heard


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One question.

    name: also the field of `Facts` that it fills
    script: for a POSIX shell, behind `heard.PRELUDE`: nothing but `part NAME COMMAND …`; it changes nothing, and takes no lock
    parse: pure, never raises: whatever came back is a value or an Unread
    """

    name: str
    script: str
    parse: Callable[[Heard], Any]
