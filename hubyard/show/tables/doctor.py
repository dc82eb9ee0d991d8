"""What the doctor found in each hub's files: the worst first, each with its line and with what to put there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path
from typing import Any, ClassVar, Final

from hubyard.doctor.rules import RULES
from hubyard.doctor.values import Finding, HubReport, Place, Put, Remedy, State, YardReport
from hubyard.errors import Status
from hubyard.show.answer import Answer
from hubyard.show.output import Page
from hubyard.show.speech import Speech, load_sentences, showable

COLOURS: Final = {State.OK: "\x1b[32m", State.WARN: "\x1b[33m", State.FAIL: "\x1b[1;31m", State.SKIP: "\x1b[2m"}
PLAIN: Final = "\x1b[0m"


@dataclass(frozen=True, kw_only=True)
class DoctorAnswer(Answer):
    report: YardReport
    schema: ClassVar[str] = "hubyard.doctor/1"

    @property
    def status(self) -> Status:
        return self.report.status

    def as_json(self) -> Mapping[str, Any]:
        return {
            "status": int(self.status),
            "counts": {state.value: self.report.count(state) for state in State},
            "hubs": [
                {
                    "hub": hub.hub,
                    "checkout": str(hub.checkout),
                    "findings": [_finding_as_json(one) for one in hub.findings],
                    "well": list(hub.well),
                }
                for hub in self.report.hubs
            ],
        }

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:
        lines: list[str] = []
        for hub in self.report.hubs:
            lines += [*_Sheet(hub=hub, speech=speech, page=page).lines(), ""]
        counts = {state.value: self.report.count(state) for state in State}
        code = "summary" if counts["fail"] or counts["warn"] else "summary_well"
        return [*lines, *_wrapped(speech.say("doctor", code, hubs=len(self.report.hubs), **counts), page=page)]


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    """One hub on a page."""

    hub: HubReport
    speech: Speech
    page: Page

    def lines(self) -> Iterator[str]:
        yield self.speech.say("doctor", "hub", hub=self.hub.hub, checkout=str(self.hub.checkout))
        for finding, rules in _together(self.hub.findings):
            yield from self._finding(finding, rules)
        if self.hub.well:
            titles = ", ".join(self._title(rule) for rule in self.hub.well)
            said = self.speech.say("doctor", "well", count=len(self.hub.well), all=len(RULES), titles=titles)
            yield from self._tagged(State.OK, said)

    def _finding(self, finding: Finding, rules: Sequence[str]) -> Iterator[str]:
        place = f" · {self._place(finding.place)}" if finding.place else ""
        head = ", ".join(f"{rule} {self._title(rule)}" for rule in rules)
        yield from self._tagged(finding.state, f"{head}{place}")
        yield from self._wrapped(sentence_of(finding, self.speech))
        if finding.problem is not None:
            fields = finding.problem.fields()
            for part in ("happened", "why", "help"):
                yield from self._wrapped(self.speech.say("errors", f"{finding.problem.code()}.{part}", **fields))
        for remedy in finding.remedies:
            yield from self._remedy(remedy)

    def _remedy(self, remedy: Remedy) -> Iterator[str]:
        """The lines to paste are as they are, however wide the page."""
        where = Place(file=remedy.place.file) if remedy.put is Put.RUN else remedy.place
        place = self._place(where, last=remedy.last)
        yield from self._wrapped(f"→ {self.speech.say('doctor', f'put.{remedy.put.value}', place=place)}")
        yield from (f"{' ' * (self._indent + 4)}{showable(line)}" for line in remedy.lines)

    def _title(self, rule: str) -> str:
        return self.speech.say("doctor", f"title.{rule}")

    def _place(self, place: Place, *, last: int = 0) -> str:
        until = f"–{last}" if last > place.line else ""
        return f"{_near(place.file, self.hub.checkout)}{f':{place.line}' if place.line else ''}{until}"

    @property
    def _indent(self) -> int:
        """Beside the widest tag."""
        from rich.cells import cell_len  # noqa: PLC0415  rich is 26 ms and more

        return 1 + max(cell_len(self.speech.word("tag", state)) for state in State)

    def _tagged(self, state: State, text: str) -> Iterator[str]:
        from rich.cells import cell_len  # noqa: PLC0415

        tag = self.speech.word("tag", state)
        gap = " " * (self._indent - cell_len(tag))
        first, *rest = self._wrapped(text)
        yield f"{COLOURS[state]}{tag}{PLAIN}{gap}{first.lstrip()}" if self.page.coloured else f"{tag}{gap}{first.lstrip()}"
        yield from rest

    def _wrapped(self, text: str) -> Iterator[str]:
        yield from _wrapped(text, page=self.page, indent=self._indent)


def _wrapped(text: str, *, page: Page, indent: int = 0) -> Iterator[str]:
    from rich.console import Console  # noqa: PLC0415  as above
    from rich.text import Text  # noqa: PLC0415

    width = page.width - indent
    yield from (f"{' ' * indent}{line.plain.rstrip()}" for line in Text(text).wrap(Console(width=width), width))


def _together(findings: Sequence[Finding]) -> list[tuple[Finding, list[str]]]:
    """What several rules could not judge for one reason is said once."""
    found: dict[object, tuple[Finding, list[str]]] = {}
    for number, finding in enumerate(findings):
        common = finding.state is State.SKIP and finding.kind not in load_sentences("doctor").get(finding.rule, {})
        key = (finding.kind, tuple(finding.seen.items())) if common else number
        rules = found.setdefault(key, (finding, []))[1]
        if finding.rule not in rules:
            rules.append(finding.rule)
    return list(found.values())


def sentence_of(finding: Finding, speech: Speech) -> str:
    """Why it matters; for what several rules skip, the sentence that they share."""
    own = finding.kind in load_sentences("doctor").get(finding.rule, {})
    return speech.say("doctor", f"{finding.rule if own else 'skipped'}.{finding.kind}", **finding.seen)


def _near(file: Path, folder: Path) -> str:
    """From the hub's checkout, as people name its files; far away the whole path."""
    near = relpath(file, folder)
    return near if not near.startswith("../../..") else str(file)


def _finding_as_json(finding: Finding) -> Mapping[str, Any]:
    return {
        "rule": finding.rule,
        "state": finding.state.value,
        "kind": finding.kind,
        **_place_as_json(finding.place),
        "seen": dict(finding.seen),
        "problem": finding.problem.code() if finding.problem else None,
        "put": [
            {"where": one.put.value, **_place_as_json(one.place), "last": one.last or one.place.line, "lines": list(one.lines)}
            for one in finding.remedies
        ],
    }


def _place_as_json(place: Place | None) -> Mapping[str, Any]:
    return {"file": str(place.file) if place else None, "line": place.line or None if place else None}
