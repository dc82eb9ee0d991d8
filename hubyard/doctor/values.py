"""What the doctor says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from hubyard.errors import HubyardError, Status


class State(StrEnum):
    """Of a finding."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"
    """could not be judged; never "all good\""""


WORST_FIRST: Final = (State.FAIL, State.WARN, State.SKIP, State.OK)


class Put(StrEnum):
    """Where a remedy's lines go, seen from its place."""

    REPLACE = "replace"
    """in the place of that line"""
    BEFORE = "before"
    AFTER = "after"
    REMOVE = "remove"
    """that line goes; there are no lines to put"""
    NEW_FILE = "new_file"
    RUN = "run"
    """lines for a shell, in the folder of that file"""


@dataclass(frozen=True, kw_only=True)
class Place:
    """`line` counts from 1; 0 is the file as a whole."""

    file: Path
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """`lines` as they are to be pasted. `last` is the last line that is replaced or removed, where that is not the place's own."""

    place: Place
    put: Put
    lines: tuple[str, ...] = ()
    last: int = 0


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule found.

    rule: its stable id, "HUB01"
    kind: which of its faults, or why it could not be judged: with `rule` the table in `show/sentences/doctor.toml`
    place: where it stands; None where it is about what is nowhere
    seen: the fields of that sentence; values of secrets never
    problem: what refused the hub's files, which says so itself; `kind` is "refused" then
    """

    rule: str
    state: State
    kind: str
    place: Place | None = None
    seen: Mapping[str, object] = field(default_factory=dict)
    remedies: tuple[Remedy, ...] = ()
    problem: HubyardError | None = None


@dataclass(frozen=True, kw_only=True)
class HubReport:
    """`findings` worst first; `well` are the rules that had nothing to say and nothing to skip."""

    hub: str
    checkout: Path
    findings: tuple[Finding, ...]
    well: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class YardReport:
    """`strict`: warnings decide the exit status too."""

    hubs: tuple[HubReport, ...]
    strict: bool = False

    def count(self, state: State) -> int:
        return sum(finding.state is state for hub in self.hubs for finding in hub.findings)

    @property
    def status(self) -> Status:
        """What was skipped is neither well nor a fault, and does not decide it."""
        if self.count(State.FAIL):
            return Status.FAILED
        return Status.WARNED if self.strict and self.count(State.WARN) else Status.DONE
