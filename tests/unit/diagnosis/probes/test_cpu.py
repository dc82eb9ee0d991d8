import pytest

from hubyard.diagnosis.facts.host import CpuFacts
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.probes.cpu import parse
from tests.unit.diagnosis.probes.answers import answer

LOAD = ("load", "1.50 0.70 0.30 2/300 4711")
BEFORE = ("stat_1", "cpu  100 0 50 800 10 0 0 40 0 0\ncpu0 50 0 25 400 5 0 0 20 0 0\ncpu1 50 0 25 400 5 0 0 20 0 0")

CASES = {
    "half_busy": ("cpu  130 0 70 840 15 0 0 45 0 0", (0.5, 0.05, 0.05)),
    "iowait_that_goes_back": ("cpu  150 0 50 850 5 0 0 40 0 0", (0.5, 0.0, 0.0)),
    "no_tick_between": ("cpu  100 0 50 800 10 0 0 40 0 0", (None, None, None)),
    "kernel_without_steal": ("cpu  150 0 50 850 10 0 0", (0.5, 0.0, 0.0)),
    "not_understood": ("cpu  many", (None, None, None)),
}


@pytest.mark.parametrize(("after", "shares"), CASES.values(), ids=CASES)
def test_parse(after: str, shares: tuple[float | None, ...]) -> None:
    busy, iowait, steal = shares
    expected = CpuFacts(cpus=2, load_1=1.5, load_5=0.7, load_15=0.3, busy_share=busy, iowait_share=iowait, steal_share=steal)
    assert parse(answer(LOAD, BEFORE, ("stat_2", after))) == expected


def test_ended_before_the_second_look_still_gives_load() -> None:
    assert parse(answer(LOAD, BEFORE, status=None)) == CpuFacts(cpus=2, load_1=1.5, load_5=0.7, load_15=0.3)


def test_forbidden_is_no_rights() -> None:
    detail = "cat: /proc/loadavg: Permission denied"
    assert parse(answer(("load", detail, 1))) == Unread(why=Why.NO_RIGHTS, detail=detail)
