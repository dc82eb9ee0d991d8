"""The report as one page that needs nothing else: no script, no font, no picture from anywhere."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from hubyard.diagnosis.facts.host import SystemFacts
from hubyard.diagnosis.report import Report
from hubyard.diagnosis.several import HostDiagnosis
from hubyard.diagnosis.sizing import oracle_prices, sizing_of
from hubyard.diagnosis.values import State
from hubyard.show.diagnosis.drawing import bars_of, pressure_bars_of, timeline_of
from hubyard.show.diagnosis.lines import COMMAND
from hubyard.show.diagnosis.readings import reading_rows
from hubyard.show.diagnosis.said import SaidFinding, said_finding, said_host, said_incidents, said_of_the_rest
from hubyard.show.errors import error_as_json
from hubyard.show.output import Page
from hubyard.show.speech import Speech, showable
from hubyard.show.tables.size import size_lines
from hubyard.templating import render_page

MARK: Final = '<meta name="generator" content="hubyard.diagnose/1">'
"""By it a page of ours is known again, which may be overwritten."""
BEGINNING: Final = 2000
SIZING_WIDTH: Final = 80


def is_page(text: str) -> bool:
    return MARK in text[:BEGINNING]


def page_of(hosts: Sequence[HostDiagnosis], speech: Speech) -> str:
    told = [_host(host, speech) for host in hosts]
    words = {
        code: speech.say("diagnosis", code) for code in ("findings", "readings", "incidents", "timeline", "pressure", "room", "sizing")
    }
    labels = {label: speech.say("diagnosis", f"label.{label}") for label in ("evidence", "killed", "asked", "limit", "beside")}
    values = {"hosts": told, "words": words, "labels": labels, "language": speech.language, "title": _title(hosts, speech)}
    return render_page("report/diagnosis.html.jinja", values, showable=showable)


def _title(hosts: Sequence[HostDiagnosis], speech: Speech) -> str:
    return speech.say("diagnosis", "page_title", name=", ".join(_name(host) for host in hosts))


def _name(host: HostDiagnosis) -> str:
    """As it was asked for; this one by its own name, where that is known."""
    system = host.report.facts.system if host.report is not None else None
    return host.host or (system.name if isinstance(system, SystemFacts) else "?")


def _host(host: HostDiagnosis, speech: Speech) -> Mapping[str, object]:
    if host.report is None:
        said = error_as_json(host.problem, speech) if host.problem is not None else {}
        return {"name": host.host, "problem": said, "report": None}
    return {"name": host.host, "problem": None, "report": _report(host.report, speech)}


def _report(report: Report, speech: Speech) -> Mapping[str, object]:
    incidents = said_incidents(report, speech)
    findings = [said_finding(finding, speech) for finding in report.findings]
    return {
        "head": said_host(report.facts, speech),
        "incidents": incidents,
        "rest": said_of_the_rest(report, speech),
        "known": not report.verdict.blind and report.verdict.since is not None,
        "timeline": timeline_of(report, [one.headline for one in incidents], speech),
        "bars": bars_of(report.facts, speech),
        "pressure": pressure_bars_of(report.facts, speech),
        "findings": [{"said": one, "remedy": _blocks(one)} for one in findings if one.finding.state is not State.OK],
        "well": [one for one in findings if one.finding.state is State.OK],
        "sizing": "\n".join(size_lines(sizing_of(report.facts, prices=oracle_prices()), speech, Page(width=SIZING_WIDTH))),
        "well_tag": speech.word("tag", State.OK),
        "readings": [
            (speech.say("diagnosis", f"label.{label}") if label else "", text) for label, text in reading_rows(report.facts, speech)
        ],
    }


def _blocks(said: SaidFinding) -> Sequence[tuple[bool, str]]:
    """A remedy as blocks: whether it is to be pasted, and its text."""
    blocks = groupby(said.remedy.splitlines(), lambda line: line.startswith(COMMAND))
    return [(pasted, "\n".join(line.removeprefix(COMMAND) for line in block)) for pasted, block in blocks]
