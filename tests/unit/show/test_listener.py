"""Plain lines where nobody looks at a terminal."""

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest

from hubyard.deploy.events import HubEnded, LogLine, SettleBegun, StageEnded, StageStarted
from hubyard.engine.events import BuildStep
from hubyard.errors import Status
from hubyard.events import Event
from hubyard.gate.events import BuildAhead, ForeignBuildAhead, StartAhead, StepsAhead, TurnAwaited, TurnTaken, WaitFor, WaitTimedOut
from hubyard.show.filters import clock
from hubyard.show.listener import listening
from hubyard.show.output import print_lines
from hubyard.show.speech import Speech

WAITING = TurnAwaited(
    hub="wbfinhub", wait_for=WaitFor.BUILD, holders=("WBSalesHub (ubuntu, 4711)",), since=None, position=2, waited_s=0.0, limit_s=3600.0
)
AT_TWO = datetime(2026, 3, 1, 14, 2, 11, tzinfo=UTC)
FIN = BuildAhead(hub="WBFinHub", memory_bytes=2_300_000_000, since=AT_TWO, usual_s=50)
FOREIGN = ForeignBuildAhead(name="docker build", memory_bytes=1_000_000_000, pid=4711)
FOR_MEMORY = replace(
    WAITING,
    wait_for=WaitFor.MEMORY,
    holders=("WBFinHub · mina · pid 4711",),
    ahead=(FIN, FOREIGN),
    missing_bytes=1_100_000_000,
    likely_s=40.0,
    position=1,
)
SAID: dict[str, tuple[Event, str]] = {
    "waiting": (
        WAITING,
        (
            "❌ 다른 빌드가 진행 중입니다. 대기 중...\n"
            "   wbfinhub 이(가) 기다리는 것: 진행 중인 빌드 — WBSalesHub (ubuntu, 4711)\n"
            "   최대 1시간, 대기열 2번째\n"
        ),
    ),
    "waiting_for_memory": (
        FOR_MEMORY,
        (
            "❌ 다른 빌드가 진행 중입니다. 대기 중...\n"
            f"   wbfinhub 이(가) 기다리는 것: 메모리 1.1 GB — WBFinHub 빌드 중(2.3 GB, {clock(AT_TWO)}부터, 보통 50초), "
            "Hubyard 를 거치지 않은 docker build(1 GB, pid 4711)\n"
            "   실행한 사람: WBFinHub · mina · pid 4711\n"
            "   최대 1시간, 앞으로 약 40초, 대기열 1번째\n"
        ),
    ),
    "waiting_for_an_unmeasured_build": (
        replace(FOR_MEMORY, wait_for=WaitFor.UNMEASURED, ahead=(replace(FIN, memory_bytes=0, usual_s=0.0),), likely_s=0.0),
        (
            "❌ 다른 빌드가 진행 중입니다. 대기 중...\n"
            f"   wbfinhub 대기 중: WBFinHub 빌드 중({clock(AT_TWO)}부터) — "
            "메모리를 재 본 적 없는 빌드는 하나씩 합니다\n"
            "   실행한 사람: WBFinHub · mina · pid 4711\n"
            "   최대 1시간, 대기열 1번째\n"
        ),
    ),
    "waiting_for_the_host": (
        replace(FOR_MEMORY, wait_for=WaitFor.PRESSURE, ahead=(StepsAhead(hub="sales", memory_bytes=300_000_000),), holders=()),
        (
            "❌ 다른 빌드가 진행 중입니다. 대기 중...\n"
            "   wbfinhub 이(가) 기다리는 것: 호스트의 회복 — 프로세스들이 메모리를 기다리고 있습니다. 현재 sales 의 남은 단계(300 MB)\n"
            "   최대 1시간, 대기열 1번째\n"
        ),
    ),
    "waiting_for_its_turn_to_start": (
        replace(WAITING, wait_for=WaitFor.TURN, starts=True),
        "⏳ wbfinhub 시작 대기 중...\n   기다리는 것: 차례 — WBSalesHub (ubuntu, 4711)\n   최대 1시간, 대기열 2번째\n",
    ),
    "waiting_for_memory_to_start": (
        replace(FOR_MEMORY, ahead=(StartAhead(hub="WBFinHub", memory_bytes=256_000_000, since=AT_TWO),), starts=True),
        (
            "⏳ wbfinhub 시작 대기 중...\n"
            f"   기다리는 것: 메모리 1.1 GB — WBFinHub 시작 중(256 MB, {clock(AT_TWO)}부터)\n"
            "   실행한 사람: WBFinHub · mina · pid 4711\n"
            "   최대 1시간, 앞으로 약 40초, 대기열 1번째\n"
        ),
    ),
    "taken_to_start": (TurnTaken(hub="wbfinhub", waited_s=21.0, starts=True), "✓ 시작할 메모리 확보 — wbfinhub, 21초 대기\n"),
    "too_late_to_start": (
        WaitTimedOut(hub="wbfinhub", waited_s=21.0, starts=True),
        "❌ 타임아웃: 시작할 메모리를 얻지 못함 — wbfinhub, 21초 대기\n",
    ),
    "taken": (TurnTaken(hub="wbfinhub", waited_s=21.0), "✓ 빌드 락 획득 — wbfinhub, 21초 대기\n"),
    "taken_at_once": (TurnTaken(hub="wbfinhub", waited_s=0.0), "✓ 빌드 락 획득 — wbfinhub\n"),
    "build_begins": (StageStarted(hub="WBFinHub", stage="build"), "📦 WBFinHub 빌드 중...\n"),
    "build_ends": (StageEnded(hub="WBFinHub", stage="build", failed=False, elapsed_s=21.0), "✅ WBFinHub 빌드 완료 (21초)\n"),
    "build_fails": (StageEnded(hub="WBFinHub", stage="build", failed=True, elapsed_s=21.0), "❌ WBFinHub: 빌드 실패 (21초)\n"),
    "build_is_stopped": (StageEnded(hub="A", stage="build", failed=True, elapsed_s=3.0, stopped=True), "❌ A: 빌드 중단 (3초)\n"),
    "another_stage_ends": (StageEnded(hub="A", stage="tag", failed=False, elapsed_s=0.2), "✓ A: 태그, 0.2초\n"),
    "quiet": (HubEnded(hub="WBFinHub", status=Status.DONE), ""),
    "settle": (SettleBegun(limit_s=5), "⏳ 5초 대기 (메모리 정리)...\n"),
    "step_cannot_colour": (BuildStep(hub="A", name="\x1b[31mRUN x", cached=True), "   A │ RUN x (캐시)\n"),
}


@pytest.mark.parametrize(("event", "said"), SAID.values(), ids=SAID)
def test_plain_lines(event: Event, said: str) -> None:
    paper = StringIO()
    with listening(Speech("ko"), {"TERM": "xterm"}, stream=paper) as tell:
        tell(event)
    assert paper.getvalue() == said


def test_waiting_for_memory_in_english() -> None:
    assert Speech("en").said_of(FOR_MEMORY) == (
        "❌ Another build is in progress. Waiting...\n"
        f"   wbfinhub waits for 1.1 GB: WBFinHub builds (2.3 GB, since {clock(AT_TWO)}, usually 50 s), "
        "docker build, not through Hubyard (1 GB, pid 4711)\n"
        "   started by: WBFinHub · mina · pid 4711\n"
        "   at most 1 h, probably 40 s more, position 1 in the queue"
    )


class Gone(StringIO):
    """A pipe whose reader has ended."""

    def write(self, text: str, /) -> int:
        raise BrokenPipeError(text)


def test_plain_lines_to_a_reader_that_has_gone_go_on() -> None:
    with listening(Speech("en"), {}, stream=Gone()) as tell:
        tell(SettleBegun(limit_s=5))
        tell(SettleBegun(limit_s=5))


def test_plain_lines_of_a_log_end_with_their_reader() -> None:
    with listening(Speech("en"), {}, stream=Gone()) as tell, pytest.raises(BrokenPipeError):
        tell(LogLine(hub="A", text="x"))


def test_print_lines_in_a_locale_without_korean_does_not_fail() -> None:
    class Ascii(StringIO):
        encoding = "ascii"

    paper = Ascii()
    print_lines(["한"], stream=paper)
    assert paper.getvalue() == "\\ud55c\n"
