"""What a collector may do to a text must not make a right verdict wrong: only poorer."""

import json
from collections.abc import Callable

import pytest

from hubyard.host.oom import OomVerdict, Victim, judge_lines
from hubyard.host.oom.lines import read_kernel_line
from hubyard.host.oom.records import Record, split_records
from tests.unit.host.oom.cases import Case, folders, read_cases

CASES = [case for folder in folders() for case in read_cases(folder)]
DOCUMENTS = ("own125",)
"""Of several lines: with each of them twice they are none."""
BY_ONE_LINE = ("own120", "own121")
"""That two numbers or two names are one process stands in one line; without it nobody could tell."""


def all_but(left_out: tuple[str, ...]) -> pytest.MarkDecorator:
    cases = [case for case in CASES if not case.id.startswith(left_out)]
    return pytest.mark.parametrize("case", cases, ids=[case.id for case in cases])


EVERY = all_but(())
ORDERED = [case for case in CASES if "backwards" not in case.id]
OF_KERNEL = [case for case in ORDERED if all(record.may_be_kernel for record in split_records(case.text, wanted=bool))]
OF_KERNEL = [case for case in OF_KERNEL if len({record.host for record in split_records(case.text, wanted=bool)} - {None}) <= 1]
OF_KERNEL = [case for case in OF_KERNEL if any(read_kernel_line(record) for record in split_records(case.text, wanted=bool))]


@all_but(DOCUMENTS)
def test_lines_written_twice_change_nothing(case: Case) -> None:
    told, said = case.compare(judge_lines("\n".join(line for line in case.text.split("\n") for _ in range(2))))
    assert said == told


@EVERY
def test_text_gathered_twice_changes_nothing(case: Case) -> None:
    told, said = case.compare(judge_lines(case.text + case.text))
    assert said == told


@EVERY
def test_noise_around_changes_nothing(case: Case) -> None:
    noise = "Mar  1 00:00:00 host sshd[7]: Accepted publickey for root\n안녕하세요, 배포를 시작합니다\n[    0.000000] Linux version 6.1\n"
    told, said = case.compare(judge_lines(noise + case.text + noise))
    assert said == told


FORMS: dict[str, Callable[[int, str], str]] = {
    "dmesg": lambda at, message: f"[{at / 1000 + 100:12.6f}] {message}",
    "kmsg": lambda at, message: f"6,{at},{at * 1000},-;{message}",
    "journal": lambda at, message: f"May  8 14:05:{at // 30:02} host kernel: {message}",
    "rsyslog": lambda at, message: f"2026-05-08T14:05:00.{at:06}+09:00 host kernel: [{at / 1000 + 100:.6f}] {message}",
    "json": lambda at, message: json.dumps({"MESSAGE": message, "_TRANSPORT": "kernel", "__REALTIME_TIMESTAMP": str(10**15 + at)}),
    "bare": lambda at, message: message,  # noqa: ARG005
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", OF_KERNEL, ids=[case.id for case in OF_KERNEL])
def test_other_forms_of_the_same_lines_change_nothing(case: Case, form: str) -> None:
    records: list[Record] = list(split_records(case.text, wanted=bool))
    told, said = case.compare(judge_lines("\n".join(FORMS[form](at, record.message) for at, record in enumerate(records))))
    assert said == told


@all_but(BY_ONE_LINE)
def test_a_text_that_ends_or_begins_anywhere_tells_nothing_false(case: Case) -> None:
    whole = judge_lines(case.text)
    for at in range(0, len(case.text), 1 + len(case.text) // 200):
        assert_not_false(judge_lines(case.text[:at]), whole, case)
        assert_not_false(judge_lines(case.text[at:]), whole, case)


@all_but(BY_ONE_LINE)
def test_a_line_that_is_cut_or_missing_tells_nothing_false(case: Case) -> None:
    whole, lines = judge_lines(case.text), case.text.rstrip("\n").split("\n")
    for at, line in enumerate(lines):
        for column in range(0, len(line), 1 + len(line) * len(lines) // 200):
            assert_not_false(judge_lines("\n".join([*lines[:at], line[:column], *lines[at + 1 :]])), whole, case)


def assert_not_false(verdict: OomVerdict, whole: OomVerdict, case: Case) -> None:
    """Every value is one of those that the whole text gives, or is not told."""
    for victim in verdict.victims:
        same = [known for known in whole.victims if known.pid == victim.pid and victim.comm in {known.comm, None}]
        poorer = any(is_poorer(victim, known, whole) for known in same)
        assert victim.pid is None or poorer or (not same and is_only_announced(victim, case))
    assert verdict.limit_bytes in {None, whole.limit_bytes, *(event.limit_bytes for event in whole.events)}
    assert verdict.kills is None or whole.kills is None or verdict.kills <= max(whole.kills, len(whole.victims), 1)


def is_only_announced(victim: Victim, case: Case) -> bool:
    """Where the line behind it is cut, who was announced is all there is: maybe a thread of who died, or one who went by himself."""
    return any(form in case.text for form in (f"Kill process {victim.pid} ", f"OOM victim {victim.pid} ", f",pid={victim.pid},uid="))


def is_poorer(victim: Victim, known: Victim, whole: OomVerdict) -> bool:
    values = all(getattr(victim, key) in {None, getattr(known, key)} for key in ("cgroup", "container_id", "anon_rss_bytes", "asker_comm"))
    return values and (victim.scope in {None, known.scope} or whole.kind == "global_oom")  # earlyoom asked, before the kernel killed
