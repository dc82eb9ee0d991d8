"""What people see first."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hubyard.diagnosis.facts.engine import UsageFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.report import Report
from hubyard.diagnosis.values import Finding, Incident, Process, State, Sureness, Verdict, What
from hubyard.show.diagnosis.lines import wrapped
from hubyard.show.diagnosis.said import said_finding
from hubyard.show.diagnosis.terminal import report_lines
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from tests.unit.show.diagnosis.made_up import KILLED, NOON, blind, calm, evil, killed, nothing_read

PAGE = Page(width=80)
REPORTS = {"killed": killed(), "calm": calm(), "blind": blind(), "nothing_read": nothing_read(), "evil": evil()}
PASTED = " " * 9
"""The margin of what is to be pasted: such lines stay whole."""


def lines(report: Report, language: str = "en", page: Page = PAGE) -> list[str]:
    return list(report_lines(report, Speech(language), page))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_lines_fit_eighty_columns(report: Report, language: str) -> None:
    assert not [line for line in lines(report, language) if cell_len(line) > 80 and not line.startswith(PASTED)]


def test_verdict_comes_first_and_tells_killer_from_victim() -> None:
    said = lines(killed())
    told = "\n".join(said[: next(place for place, line in enumerate(said) if line.startswith("["))])
    assert next(line for line in said if line.startswith(("✗", "[", "Memory"))).startswith("✗ Build of wbfinhub, stage build")
    assert re.search(r"killed +node \(pid 4711\), 1\.95 GB, hub wbfinhub, stage build", told)
    assert re.search(r"asked +next-server \(pid 4700\), container wbsaleshub-staging", told)
    assert re.search(r"ran then +wbsaleshub", told)
    assert re.search(r"evidence +Memory cgroup out of memory", told)
    assert "certain" in told


def test_blind_is_never_told_as_nothing_killed() -> None:
    told = "\n".join(lines(blind()))
    assert "not known whether anything was killed" in told
    assert "no rights (dmesg: read kernel buffer failed" in told
    assert "Nothing was killed" not in told


def test_kills_with_a_blind_spot_say_that_more_is_not_known() -> None:
    assert any(line.startswith("? Whether more was killed is not known") for line in lines(killed()))


TOLD = {  # of an incident, what is said first
    "counted_before_the_log_begins": (
        Incident(what=What.KILL_COUNTED, sureness=Sureness.CERTAIN, at=NOON - timedelta(hours=1), count=3),
        r"  before [\d-]+ [\d:]+, 1 h ago · certain",
    ),
    "named_at_its_moment": (
        Incident(what=What.KILL_COUNTED, sureness=Sureness.CERTAIN, at=NOON - timedelta(hours=1), victims=(Process(name="x", pid=7),)),
        r"  [\d-]+ [\d:]+, 1 h ago · certain",
    ),
    "node_by_the_name_of_its_thread": (
        Incident(what=What.HOST_OUT_OF_MEMORY, sureness=Sureness.CERTAIN, at=NOON, victims=(Process(name="MainThread", pid=7),)),
        r"  killed +node \(pid 7\)",
    ),
}


@pytest.mark.parametrize(("incident", "told"), TOLD.values(), ids=TOLD)
def test_incident_says(incident: Incident, told: str) -> None:
    assert any(re.fullmatch(told, line) for line in lines(replace(calm(), verdict=Verdict(incidents=(incident,)))))


def test_calm_says_since_when() -> None:
    assert [line for line in lines(calm()) if line.startswith("✓ Nothing was killed for memory since 20")]


def test_host_that_said_nothing_is_not_called_well() -> None:
    told = "\n".join(lines(nothing_read()))
    assert "Nothing was killed" not in told
    assert "[ok]" not in told


def test_size_of_the_cache_is_told_without_the_rest_and_why_that_is_missing() -> None:
    report = calm()
    alone = UsageFacts(cache_bytes=2_000_000_000, cache_free_bytes=1_000_000_000, rest=Unread(why=Why.TIMED_OUT))
    told = " ".join(line.strip() for line in lines(replace(report, facts=replace(report.facts, usage=alone))))
    assert "build cache 2 GB (1 GB can be freed); of images, containers and volumes: not read: no answer in time" in told


TAGS = {"en": ("[fail]", "[warn]", "[skip]", "[ok]"), "ko": ("[실패]", "[경고]", "[건너뜀]", "[정상]")}


@pytest.mark.parametrize("language", TAGS)
def test_tags_are_there_without_colour_worst_first(language: str) -> None:
    closed = killed()
    tags = [line.split()[0] for line in lines(closed, language) if line.startswith("[")]
    assert set(tags) == set(TAGS[language])
    assert [*dict.fromkeys(tags)] == list(TAGS[language])


def test_ok_ones_are_folded() -> None:
    assert len([line for line in lines(calm()) if line.startswith("[ok]")]) == 1


def test_colour_is_the_same_text() -> None:
    coloured = lines(killed(), page=Page(width=80, coloured=True))
    assert [re.sub(r"\x1b\[[\d;]*m", "", line) for line in coloured] == lines(killed())


def test_nothing_of_a_host_moves_the_cursor() -> None:
    told = "\n".join(lines(evil()))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", told)
    assert "alert('x')" in told


@pytest.mark.parametrize("name", ["x;reboot", "$(reboot)", "`reboot`", "x\nreboot", "x' | reboot '"])
def test_name_from_a_host_is_no_command_when_a_remedy_is_pasted(name: str) -> None:
    finding = Finding(rule="CTR03", state=State.WARN, subject=name, seen={"name": name, "hub": "", "container": name})
    remedy = said_finding(finding, Speech("en")).remedy
    assert "reboot" in remedy
    assert not re.search(r"[;$`|']\s*\(?reboot|^\s*reboot", remedy, re.MULTILINE)


@given(text=st.text(max_size=60))
def test_any_name_stays_on_its_line(text: str) -> None:
    report = replace(killed(), verdict=Verdict(incidents=(replace(KILLED, victims=(Process(name=text, container=text),), evidence=text),)))
    for line in lines(report):
        assert not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]", line)
        assert line.isspace() is False
        assert cell_len(line) <= 80 or line.startswith(PASTED)


WRAPPED = {
    "words": ("one two three", 8, ["one two", "three"]),
    "korean_by_cells": ("한국어 문장", 8, ["한국어", "문장"]),
    "longer_than_the_page": ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    "commands_stay_whole": ("see:\n  docker logs --tail 50 web", 10, ["see:", "  docker logs --tail 50 web"]),
    "nothing": ("", 8, [""]),
}


@pytest.mark.parametrize(("text", "width", "expected"), WRAPPED.values(), ids=WRAPPED)
def test_wrapped(text: str, width: int, expected: list[str]) -> None:
    assert wrapped(text, page=Page(width=width)) == expected
