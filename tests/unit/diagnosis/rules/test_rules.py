"""Every rule: well, ill, and not to be judged; whole findings, and what people read of them in both languages."""

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from hubyard.diagnosis.rules import RULES
from hubyard.diagnosis.rules.incidents import seen_of
from hubyard.diagnosis.run import judge
from hubyard.diagnosis.values import Finding, Incident, Process, State, Sureness, What
from hubyard.show.speech import FIELD, FOLDER, Speech, load_sentences
from tests.unit.diagnosis.rules.cases import builds, disks, engine, kills, memory
from tests.unit.diagnosis.rules.made import HEALTHY, UNREAD, Case

CASES = {**memory.CASES, **disks.CASES, **engine.CASES, **builds.CASES, **kills.CASES}
SPOKEN = {State.OK: ("title", "seen", "threshold"), State.WARN: ("title", "seen", "threshold", "remedy")}
SPOKEN[State.FAIL] = SPOKEN[State.WARN]
HELP = load_sentences("help")
SPOKEN[State.SKIP] = ("title",)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_rule_finds(case: Case) -> None:
    assert tuple(RULES[case.rule](case.facts, case.verdict)) == case.found


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_finding_is_said_whole(case: Case, language: str) -> None:
    for finding in RULES[case.rule](case.facts, case.verdict):
        for part, text in said(finding, Speech(language)):
            assert text.strip(), part
            assert not FIELD.search(text), text
            assert not re.search(r"\(\)|None|\s[,;]|\( |\.\.$", text), text


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("what", What)
def test_incident_has_a_headline_named_or_nameless(what: What, language: str) -> None:
    known = replace(kills.STEP, what=what, victims=(Process(name="node", pid=7, container="api", hub="wbfinhub", stage="build"),))
    for incident in (known, Incident(what=what, sureness=Sureness.LIKELY, count=2)):
        headline = Speech(language).say("incidents", what, **seen_of(incident))
        assert headline
        assert not FIELD.search(headline)


def said(finding: Finding, speech: Speech) -> Iterable[tuple[str, str]]:
    for part in SPOKEN[finding.state]:
        yield part, speech.say("rules", f"{finding.rule}.{part}", **finding.seen)


def test_each_rule_has_its_sentences_and_no_other() -> None:
    assert set(load_sentences("rules")) == set(RULES)


def test_tasks_that_remedies_name_exist() -> None:
    text = (FOLDER / "rules.toml").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^  |`)invoke ([\w.]+)", text, re.MULTILINE))
    assert named
    tasks = {task if family not in {"builds", "engine"} else f"{family}.{task}" for family, table in HELP.items() for task in table}
    assert named <= tasks


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_shown_well_ill_and_skipped(rule: str) -> None:
    states = {finding.state for case in CASES.values() if case.rule == rule for finding in case.found}
    assert states & {State.WARN, State.FAIL}
    assert states >= {State.OK, State.SKIP}


def test_host_without_any_reading_is_judged_in_nothing() -> None:
    report = judge(UNREAD)
    assert {finding.state for finding in report.findings} == {State.SKIP}
    assert {finding.rule for finding in report.findings} == set(RULES)
    assert report.verdict.incidents == ()
    assert report.verdict.since is None
    assert report.verdict.blind == ("kernel", "journal", "memory", "containers")


def test_healthy_host_is_well_in_everything() -> None:
    report = judge(HEALTHY)
    assert [(finding.rule, finding.state) for finding in report.findings] == [(rule, State.OK) for rule in RULES]
