from datetime import UTC, datetime

import pytest

from hubyard.diagnosis.facts.work import KernelFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.probes.kernel import parse
from tests.unit.diagnosis.probes.answers import answer

NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
KILL = "[  100.000001] Out of memory: Killed process 1 (node)"
FORBIDDEN = "dmesg: read kernel buffer failed: Operation not permitted"
BOOT = ("boot", "1795953600")

CASES = {
    "iso": ([BOOT, ("iso", "2026-11-29T13:00:00,000000+00:00 Killed\n=first=2026-11-29T12:00:00,000000+00:00 Linux version")], NOON),
    "iso_of_another_zone": ([BOOT, ("iso", "=first=2026-11-29T21:00:00,000000+09:00 Linux version")], NOON),
    "seconds_after_boot": ([BOOT, ("iso", "dmesg: unrecognized option", 1), ("plain", f"{KILL}\n=first=[    0.000000] Linux")], NOON),
    "seconds_with_the_level_before": ([BOOT, ("iso", "", 1), ("plain", "=first=<6>[    0.000000] Linux")], NOON),
    "boot_unknown": ([("iso", "", 1), ("plain", "=first=[    0.000000] Linux")], None),
    "first_without_a_time": ([BOOT, ("iso", "=first=")], None),
    "by_sudo": ([("iso", FORBIDDEN), ("plain", FORBIDDEN), ("sudo", "=first=2026-11-29T12:00:00,000000+00:00 Linux")], NOON),
}


@pytest.mark.parametrize(("parts", "since"), CASES.values(), ids=CASES)
def test_parse(parts: list[tuple[str, str]], since: datetime | None) -> None:
    found = parse(answer(*parts))
    assert isinstance(found, KernelFacts)
    assert found.since == since


def test_parse_keeps_the_lines_as_they_were_printed() -> None:
    assert parse(answer(("iso", f"{KILL}\nmore\n=first=x"))) == KernelFacts(text=f"{KILL}\nmore")


UNREAD = {
    "forbidden": ([("iso", FORBIDDEN), ("plain", FORBIDDEN), ("sudo", "sudo: a password is required")], 0, Why.NO_RIGHTS, FORBIDDEN),
    "no_program": ([("iso", "sh: 3: dmesg: not found"), ("plain", "sh: 3: dmesg: not found")], 0, Why.ABSENT, "sh: 3: dmesg: not found"),
    "no_awk": ([("iso", "sh: awk: not found", 127), ("plain", "sh: awk: not found", 127)], 0, Why.ABSENT, "sh: awk: not found"),
    "not_in_time": ([], None, Why.TIMED_OUT, ""),
}


@pytest.mark.parametrize(("parts", "status", "why", "detail"), UNREAD.values(), ids=UNREAD)
def test_what_cannot_be_read_is_never_an_empty_log(parts: list[tuple[str, str]], status: int | None, why: Why, detail: str) -> None:
    assert parse(answer(*parts, status=status)) == Unread(why=why, detail=detail)
