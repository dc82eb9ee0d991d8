"""The moving view, on a terminal that only writes down what it is sent."""

from io import StringIO
from threading import active_count

import pytest
from rich.cells import cell_len
from rich.console import Console

from hubyard.deploy.events import BuildGranted, DeployBegun, HubBegun, HubEnded, StageEnded, StageStarted
from hubyard.engine.events import BuildMemoryRead, BuildStep
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


@pytest.mark.parametrize("language", ["en", "ko"])
def test_live_view_of_several_hubs_is_a_line_for_each_and_the_queue(language: str) -> None:
    view = LiveView(Speech(language), {"TERM": "xterm"}, stream=Terminal())
    hubs = ("WBHubManager", "WBSalesHub", "WBOnboardingHub", "WBFinHub")
    with view:
        view.tell(DeployBegun(hubs=hubs, overlaps=True, jobs=3))
        for hub in hubs[:3]:
            view.tell(HubBegun(hub=hub))
            view.tell(StageStarted(hub=hub, stage="build"))
        view.tell(BuildGranted(hub=hubs[0], granted_bytes=2_300_000_000))
        view.tell(BuildMemoryRead(hub=hubs[0], used_bytes=1_100_000_000, cap_bytes=2_530_000_000))
        view.tell(BuildStep(hub=hubs[0], name="[build 4/7] RUN npm run build -- --no-lint", cached=False))
        lines = drawn(view, width=80)
    assert len(lines) == 4
    assert "1.1 GB / 2.3 GB [build 4/7] RUN npm run build" in lines[0]
    assert [hub in line for hub, line in zip(hubs, lines, strict=True)] == [True] * 4
    assert all(cell_len(line) <= 80 for line in lines)
    assert len({cell_len(line.partition("0:00")[0]) for line in lines[:3]}) == 1


def test_live_view_leaves_no_word_of_hubs_that_wait_for_one_another() -> None:
    terminal = Terminal()
    with LiveView(Speech("en"), {"TERM": "xterm", "NO_COLOR": "1"}, stream=terminal) as view:
        view.tell(HubBegun(hub="A"))
        view.tell(HubBegun(hub="B"))
        for holder in ("A", "C"):
            holders = (f"{holder} · mina · pid 7",)
            view.tell(TurnAwaited(hub="B", wait_for=WaitFor.TURN, holders=holders, since=None, position=2, waited_s=0, limit_s=9))
    assert terminal.getvalue().count("Another build is in progress") == 1


def test_live_view_has_no_thread_before_the_first_hub() -> None:
    """Workers are forked after DeployBegun: what another thread has locked would stay locked in them."""
    before = active_count()
    with LiveView(Speech("en"), {"TERM": "xterm"}, stream=Terminal()) as view:
        view.tell(DeployBegun(hubs=("A", "B"), overlaps=True, jobs=0))
        assert active_count() == before
