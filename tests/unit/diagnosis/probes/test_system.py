from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hubyard.diagnosis.facts.host import SystemFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.probes.system import parse
from tests.unit.diagnosis.probes.answers import answer

UNAME = ("uname", "small-host 6.12.117+deb13-cloud-amd64 x86_64")
PLAIN = SystemFacts(name="small-host", kernel="6.12.117+deb13-cloud-amd64", architecture="x86_64")
NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)

CASES = {
    "name_alone": ([], PLAIN),
    "root": ([("user", "root"), ("uid", "0")], replace(PLAIN, user="root", is_root=True)),
    "user": ([("user", "ubuntu"), ("uid", "1000")], replace(PLAIN, user="ubuntu")),
    "quoted_distribution": ([("os", '"Debian GNU/Linux 13 (trixie)"')], replace(PLAIN, distribution="Debian GNU/Linux 13 (trixie)")),
    "clock_ahead_of_the_answer": (
        [("date", "1795953603.500000000")],
        replace(PLAIN, now=NOON.replace(second=3, microsecond=500_000), clock_ahead_s=2.5),
    ),
    "clock_behind_the_question": ([("date", "1795953590.0")], replace(PLAIN, now=NOON - timedelta(seconds=10), clock_ahead_s=-10.0)),
    "clock_between_the_two": ([("date", "1795953600.9")], replace(PLAIN, now=NOON.replace(microsecond=900_000), clock_ahead_s=0.0)),
    "busybox_without_fractions": ([("date", "1795953600.%N")], replace(PLAIN, now=NOON, clock_ahead_s=0.0)),
    "booted": ([("boot", "1795953600")], replace(PLAIN, booted=NOON)),
    "kept_by_timesyncd": ([("timedatectl", "yes")], replace(PLAIN, synchronized=True)),
    "kept_by_nobody": ([("timedatectl", "no")], replace(PLAIN, synchronized=False)),
    "kept_by_chrony": (
        [("timedatectl", "Failed to connect", 1), ("chrony", "Leap status     : Normal")],
        replace(PLAIN, synchronized=True),
    ),
    "chrony_alone_lost": ([("chrony", "Leap status     : Not synchronised")], replace(PLAIN, synchronized=False)),
    "no_virtual_machine_ends_with_1": ([("virt", "none", 1)], replace(PLAIN, virtualization="none")),
    "virtual_machine": ([("virt", "kvm")], replace(PLAIN, virtualization="kvm")),
    "container_without_the_program": (
        [("virt", "sh: systemd-detect-virt: not found", 127), ("dockerenv", "/.dockerenv")],
        replace(PLAIN, virtualization="docker"),
    ),
    "no_container_either": ([("virt", "not found", 127), ("dockerenv", "ls: cannot access '/.dockerenv'", 2)], PLAIN),
}


@pytest.mark.parametrize(("parts", "expected"), CASES.values(), ids=CASES)
def test_parse(parts: list[tuple[str, str]], expected: SystemFacts) -> None:
    assert parse(answer(UNAME, *parts)) == expected


def test_nothing_in_time_is_timed_out() -> None:
    assert parse(answer(status=None)) == Unread(why=Why.TIMED_OUT)
