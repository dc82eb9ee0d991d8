"""The page: nothing from a host gets into it unescaped, and it needs nothing from elsewhere."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubyard.diagnosis.report import Report
from hubyard.diagnosis.several import HostDiagnosis
from hubyard.diagnosis.values import Process, Verdict
from hubyard.errors import HostUnreachable
from hubyard.show.diagnosis.page import is_page, page_of
from hubyard.show.speech import Speech
from tests.unit.show.diagnosis.made_up import EVIL, KILLED, blind, calm, evil, killed, nothing_read

REPORTS = {"killed": killed(), "calm": calm(), "blind": blind(), "nothing_read": nothing_read(), "evil": evil()}
ALLOWED = {
    *("html", "head", "meta", "title", "style", "body", "main", "section", "div", "h1", "h2", "h3", "p", "span", "dl", "dt", "dd"),
    *("code", "pre", "svg", "line", "circle", "rect"),
}


class Tags(HTMLParser):
    """Which tags and attributes there are, and that each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(report: Report, language: str = "en") -> str:
    return page_of([HostDiagnosis(host="ubuntu@10.0.0.5", report=report)], Speech(language))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_page_is_made_of_our_tags_alone(report: Report, language: str) -> None:
    tags = Tags()
    tags.feed(page(report, language))
    assert tags.tags <= ALLOWED
    assert not [name for name in tags.attributes if name.startswith("on") or name in {"src", "href", "style", "srcset"}]
    assert tags.open == []


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_page_needs_nothing_from_elsewhere(report: Report) -> None:
    assert not re.search(r"(?:src|href|action|data)=|url\(|@import|<script|<link|<img", page(report))


def test_what_a_host_says_is_escaped_and_shown() -> None:
    made = page(evil())
    assert "<script>alert" not in made
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&#34; onload=&#34;x" in made
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", made)


def test_problem_of_a_host_is_escaped() -> None:
    problem = HostUnreachable(host=EVIL, detail=EVIL)
    made = page_of([HostDiagnosis(host=EVIL, problem=problem)], Speech("en"))
    assert "<script>" not in made


@given(text=st.text(max_size=60))
def test_any_name_is_text_in_the_page(text: str) -> None:
    process = Process(name=text, container=text, hub=text, stage=text)
    report = replace(killed(), verdict=Verdict(incidents=(replace(KILLED, victims=(process,), evidence=text, limited=text),)))
    tags = Tags()
    tags.feed(page(report))
    assert tags.tags <= ALLOWED
    assert tags.open == []


def test_page_of_ours_is_known_again() -> None:
    assert is_page(page(calm()))
    assert not is_page("<html><body>somebody's</body></html>")


def test_page_is_in_the_reader_s_language() -> None:
    assert '<html lang="ko">' in page(calm(), "ko")
    assert "강제 종료된 것이 없습니다" in page(calm(), "ko")
