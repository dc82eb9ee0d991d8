"""Hosts that answer what a test sets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from hubyard.diagnosis.heard import Heard
from hubyard.diagnosis.ssh_words import parse_address
from hubyard.errors import HubyardError

T = TypeVar("T")
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
MOST_BYTES = 4 * 1024**2


@dataclass(frozen=True, kw_only=True)
class FakeAnswer:
    """What a script prints before `takes_s`, and how it ends then."""

    text: bytes = b""
    status: int = 0
    takes_s: float = 0.01


@dataclass(kw_only=True)
class FakeShell:
    """`answers` by the script's text, of several the first that is a part of it; any other script prints nothing. `asked`: by name."""

    host: str = ""
    answers: Mapping[str, FakeAnswer] = field(default_factory=dict)
    refuses: HubyardError | None = None
    asked: list[Mapping[str, str]] = field(default_factory=list)

    def hear(self, scripts: Mapping[str, str], *, limit_s: float) -> Mapping[str, Heard]:
        self.asked.append(dict(scripts))
        if self.refuses is not None:
            raise self.refuses
        return {name: self._heard(script, limit_s) for name, script in scripts.items()}

    def _heard(self, script: str, limit_s: float) -> Heard:
        answer = next((answer for part, answer in self.answers.items() if part in script), FakeAnswer())
        cut = answer.takes_s >= limit_s or len(answer.text) > MOST_BYTES
        text = answer.text[:MOST_BYTES].decode(errors="replace")
        return Heard(text=text, status=None if cut else answer.status, elapsed_s=min(answer.takes_s, limit_s), asked=NOON)


@dataclass(kw_only=True)
class FakeShells:
    """`hosts` by name as it is typed, "" for this one; `asked_by`: the identities that were given, in order."""

    hosts: Mapping[str, FakeShell] = field(default_factory=dict)
    asked_by: list[Path | None] = field(default_factory=list)

    def here(self) -> FakeShell:
        return self.hosts.get("", FakeShell())

    def on(self, host: str, *, identity: Path | None) -> FakeShell:
        parse_address(host)
        self.asked_by.append(identity)
        return self.hosts.get(host, FakeShell(host=host))

    def at_once(self, calls: Sequence[Callable[[], T]]) -> list[T]:
        return [call() for call in calls]


def shells_of(shells: Sequence[FakeShell]) -> FakeShells:
    return FakeShells(hosts={shell.host: shell for shell in shells})
