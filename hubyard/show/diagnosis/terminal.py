"""One host's report as lines: the verdict, then the findings, worst first, then the readings."""

from collections.abc import Iterator, Sequence
from typing import Final

from hubyard.diagnosis.report import Report
from hubyard.diagnosis.sizing import oracle_prices, sizing_of
from hubyard.diagnosis.values import State
from hubyard.show.diagnosis.lines import Ink, inked, wrapped
from hubyard.show.diagnosis.readings import reading_rows
from hubyard.show.diagnosis.said import SaidFinding, SaidIncident, said_finding, said_host, said_incidents, said_of_the_rest
from hubyard.show.output import Page
from hubyard.show.speech import Speech, showable
from hubyard.show.tables.size import size_lines

MOST_INCIDENTS: Final = 3
"""Told at length; the latest come first."""
LABEL: Final = 14
INDENT: Final = " " * 7
"""Beside the shorter tags, in both languages."""
INKS: Final = {State.OK: Ink.GOOD, State.WARN: Ink.WARN, State.FAIL: Ink.BAD, State.SKIP: Ink.QUIET}


def report_lines(report: Report, speech: Speech, page: Page) -> Sequence[str]:
    head = [inked(line, Ink.BOLD, page) for line in wrapped(said_host(report.facts, speech), page=page)]
    parts = (_verdict, _findings, _readings, _sizing)
    return [*head, *(line for part in parts for line in ("", *part(report, speech, page)))]


def _verdict(report: Report, speech: Speech, page: Page) -> Iterator[str]:
    incidents = said_incidents(report, speech)
    for incident in incidents[:MOST_INCIDENTS]:
        yield from _incident(incident, speech, page)
    if len(incidents) > MOST_INCIDENTS:
        yield from wrapped(speech.say("diagnosis", "more_incidents", count=len(incidents) - MOST_INCIDENTS), page=page, first="  ")
    first, *others = said_of_the_rest(report, speech) or ("",)
    if first:
        sign, ink = ("?", Ink.WARN) if report.verdict.blind or report.verdict.since is None else ("✓", Ink.GOOD)
        yield from _inked(wrapped(first, page=page, first=f"{sign} ", rest="  "), ink, page)
    for other in others:
        yield from wrapped(other, page=page, first="  ", rest="    ")


def _incident(said: SaidIncident, speech: Speech, page: Page) -> Iterator[str]:
    yield from _inked(wrapped(said.headline, page=page, first="✗ ", rest="  "), Ink.BAD, page)
    yield from wrapped(said.when, page=page, first="  ", rest="  ")
    for label, text in said.rows:
        yield from _row(speech.say("diagnosis", f"label.{label}"), text, page, margin="  ")
    if said.evidence:
        yield from _row(speech.say("diagnosis", "label.evidence"), said.evidence, page, margin="  ")


def _findings(report: Report, speech: Speech, page: Page) -> Iterator[str]:
    """What is well in one line; what could not be judged by its reasons, each said once."""
    said = [said_finding(finding, speech) for finding in report.findings]
    for one in said:
        if one.finding.state in {State.FAIL, State.WARN}:
            yield from _finding(one, speech, page)
    yield from _skipped([one for one in said if one.finding.state is State.SKIP], page)
    well = [one for one in said if one.finding.state is State.OK]
    if well:
        yield from _tagged(well[0], " ".join(dict.fromkeys(one.finding.rule for one in well)), page)


def _skipped(said: Sequence[SaidFinding], page: Page) -> Iterator[str]:
    reasons = dict.fromkeys((one.reason, one.remedy) for one in said)
    remedies: set[str] = set()
    for reason, remedy in reasons:
        together = [one for one in said if one.reason == reason]
        yield from _tagged(together[0], ", ".join(f"{one.finding.rule} {one.title}" for one in together), page)
        yield from wrapped(reason, page=page, first=INDENT, rest=INDENT)
        if remedy and remedy not in remedies:
            yield from wrapped(remedy, page=page, first="     → ", rest=INDENT)
        remedies.add(remedy)


def _finding(one: SaidFinding, speech: Speech, page: Page) -> Iterator[str]:
    subject = f" {one.finding.subject}" if one.finding.subject else ""
    yield from _tagged(one, f"{one.finding.rule}{subject}: {one.title}", page)
    yield from wrapped(one.seen, page=page, first=INDENT, rest=INDENT)
    threshold = speech.say("diagnosis", "threshold", threshold=one.threshold)
    yield from _inked(wrapped(threshold, page=page, first=INDENT, rest=INDENT), Ink.QUIET, page)
    if one.remedy:
        yield from wrapped(one.remedy, page=page, first="     → ", rest=INDENT)


def _tagged(one: SaidFinding, text: str, page: Page) -> Iterator[str]:
    lines = wrapped(showable(" ".join(text.split())), page=page, first=f"{one.tag} ", rest=INDENT)
    yield inked(one.tag, INKS[one.finding.state], page) + lines[0].removeprefix(one.tag)
    yield from lines[1:]


def _readings(report: Report, speech: Speech, page: Page) -> Iterator[str]:
    for label, text in reading_rows(report.facts, speech):
        yield from _row(speech.say("diagnosis", f"label.{label}") if label else "", text, page)


def _sizing(report: Report, speech: Speech, page: Page) -> Iterator[str]:
    yield inked(speech.say("diagnosis", "sizing"), Ink.BOLD, page)
    yield from size_lines(sizing_of(report.facts, prices=oracle_prices()), speech, page)


def _row(label: str, text: str, page: Page, margin: str = "") -> Iterator[str]:
    from rich.cells import cell_len  # noqa: PLC0415  rich is 26 ms and more

    column = margin + label + " " * max(1, LABEL - cell_len(label))
    lines = wrapped(" ".join(text.split()), page=page, first=column, rest=" " * (len(margin) + LABEL))
    yield inked(lines[0][: len(column)], Ink.QUIET, page) + lines[0][len(column) :]
    yield from lines[1:]


def _inked(lines: Sequence[str], ink: Ink, page: Page) -> Iterator[str]:
    return (inked(line, ink, page) for line in lines)
