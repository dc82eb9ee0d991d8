"""What is read of a host. Add here: a file with SCRIPT and `parse`, its row below, and its field in `facts/`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from hubyard.diagnosis.heard import Heard
from hubyard.diagnosis.probes import (
    builds,
    containers,
    cpu,
    disk,
    engine,
    events,
    gate,
    journal,
    kernel,
    memory,
    network,
    system,
    usage,
    yard,
)


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


PROBES: Final = tuple(
    Probe(name=module.__name__.rpartition(".")[2], script=module.SCRIPT, parse=module.parse)
    for module in (system, memory, cpu, disk, network, engine, containers, usage, events, kernel, journal, builds, gate, yard)
)
