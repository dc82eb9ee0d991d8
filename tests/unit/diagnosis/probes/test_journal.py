from datetime import UTC, datetime

import pytest

from hubyard.diagnosis.facts.work import KernelFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.probes.journal import SYSTEM_JOURNAL, parse
from tests.unit.diagnosis.probes.answers import answer

NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
FIRST = '=first={"__REALTIME_TIMESTAMP":"1795953600000000","MESSAGE":"Linux version"}'
LATER = '=first={"__REALTIME_TIMESTAMP":"1795953660000000","MESSAGE":"Started"}'
KILL = '{"MESSAGE":"Out of memory: Killed process 1 (node)"}'
BYTES = '{"MESSAGE":[79,111,109]}'
READABLE = ("files", "readable")

CASES = {
    "of_the_day": ([READABLE, ("kernel", f"{KILL}\n{FIRST}")], KernelFacts(text=KILL, since=NOON)),
    "bytes_are_kept": ([READABLE, ("kernel", f"{BYTES}\n{FIRST}")], KernelFacts(text=BYTES, since=NOON)),
    "of_programs_too": ([READABLE, ("kernel", FIRST), ("programs", f"{KILL}\n{LATER}")], KernelFacts(text=KILL, since=NOON)),
    "kernel_said_nothing_today": ([READABLE, ("kernel", "=first="), ("programs", FIRST)], KernelFacts(text="", since=NOON)),
    "of_the_boot_before": ([READABLE, ("kernel", FIRST), ("before", f"{KILL}\n=first=x")], KernelFacts(text=KILL, since=NOON)),
    "in_both_answers_once": (
        [READABLE, ("kernel", f"{KILL}\n{FIRST}"), ("before", f"{KILL}\n=first=x")],
        KernelFacts(text=KILL, since=NOON),
    ),
    "in_both_answers_once_whatever_the_order_of_its_fields": (
        [READABLE, ("kernel", f'{{"a":1,"__CURSOR":"s=1;i=2"}}\n{FIRST}'), ("before", '{"__CURSOR":"s=1;i=2","a":1}\n=first=x')],
        KernelFacts(text='{"a":1,"__CURSOR":"s=1;i=2"}', since=NOON),
    ),
    "no_boot_before": ([READABLE, ("kernel", FIRST), ("before", "No such boot ID in journal")], KernelFacts(text="", since=NOON)),
    "closed_and_read_as_root": (
        [("files", "closed"), ("rights", "root"), ("kernel", f"{KILL}\n{FIRST}")],
        KernelFacts(text=KILL, since=NOON),
    ),
    "one_folder_of_two_is_readable": ([("files", "closed\nreadable"), ("kernel", FIRST)], KernelFacts(text="", since=NOON)),
}


@pytest.mark.parametrize(("parts", "expected"), CASES.values(), ids=CASES)
def test_parse(parts: list[tuple[str, str]], expected: KernelFacts) -> None:
    assert parse(answer(*parts)) == expected


UNREAD = {
    "may_see_only_its_own": ([("files", "closed"), ("kernel", "=first=")], 0, Why.NO_RIGHTS, SYSTEM_JOURNAL),
    "no_journal": ([("files", ""), ("kernel", "=first=")], 0, Why.ABSENT, SYSTEM_JOURNAL),
    "no_program": ([("files", ""), ("kernel", "sh: 27: journalctl: not found")], 0, Why.ABSENT, "sh: 27: journalctl: not found"),
    "not_in_time": ([("files", "readable")], None, Why.TIMED_OUT, ""),
}


@pytest.mark.parametrize(("parts", "status", "why", "detail"), UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_never_an_empty_log(parts: list[tuple[str, str]], status: int | None, why: Why, detail: str) -> None:
    """As JSON, journalctl prints nothing and ends well where there is no journal, or only our own."""
    assert parse(answer(*parts, status=status)) == Unread(why=why, detail=detail)
