"""The moving view, on a terminal that only writes down what it is sent."""

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from hubyard.deploy.events import DeployBegun, HubBegun, HubEnded, StageEnded, StageStarted
from hubyard.engine.events import BuildStep
from hubyard.errors import Status
from hubyard.gate.events import TurnAwaited, WaitFor
from hubyard.show.live import LiveView
from hubyard.show.speech import Speech


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def drawn(view: LiveView, *, width: int) -> list[str]:
    paper = StringIO()
    Console(file=paper, width=width, color_system=None).print(view)
    return [line.rstrip() for line in paper.getvalue().splitlines()]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_live_line_fits_whatever_the_step_is_called(language: str) -> None:
    view = LiveView(Speech(language), {"TERM": "xterm"}, stream=Terminal())
    with view:
        view.tell(HubBegun(hub="WBOnboardingHub"))
        view.tell(StageStarted(hub="WBOnboardingHub", stage="build"))
        view.tell(
            BuildStep(hub="wbonboardinghub", name="[build 4/7] RUN 한글로 쓴 아주 긴 단계 이름 " + "npm run build " * 9, cached=False)
        )
        lines = drawn(view, width=60)
    assert len(lines) == 1
    assert "WBOnboardingHub" in lines[0]
    assert lines[0].endswith("…")
    assert cell_len(lines[0]) <= 60


def test_live_view_waiting_says_so() -> None:
    view = LiveView(Speech("en"), {"TERM": "xterm"}, stream=Terminal())
    with view:
        view.tell(HubBegun(hub="A"))
        view.tell(TurnAwaited(hub="a", wait_for=WaitFor.TURN, holders=(), since=None, position=3, waited_s=0, limit_s=9))
        assert "waiting for its turn, position 3" in drawn(view, width=80)[0]


def test_live_view_leaves_what_happened() -> None:
    terminal = Terminal()
    with LiveView(Speech("ko"), {"TERM": "xterm", "NO_COLOR": "1"}, stream=terminal) as view:
        view.tell(DeployBegun(hubs=("A",)))
        view.tell(HubBegun(hub="A"))
        view.tell(StageStarted(hub="A", stage="build"))
        view.tell(StageEnded(hub="A", stage="build", failed=False, elapsed_s=2))
        view.tell(HubEnded(hub="A", status=Status.DONE))
        assert drawn(view, width=80) == []
    assert "🚀 순차 스테이징 배포 시작 — A\n" in terminal.getvalue()
    assert "✅ A 빌드 완료 (2초)\n" in terminal.getvalue()
    assert "\x1b[3" not in terminal.getvalue()
