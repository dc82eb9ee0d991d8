"""What only processes have: groups, signals, pipes that fill, sudden deaths of one of them."""

import os
import signal
import time
from pathlib import Path

import pytest

from hubyard.deploy.events import LogLine
from hubyard.deploy.values import DeployRequest, DeployTools, HubOutcome
from hubyard.deploy.workers import Crew, Failed, News, Signalled, Work
from hubyard.drivers.signals import signals_raise
from hubyard.drivers.workers import ForkedWorkers
from hubyard.errors import Interrupted, Status, WorkerLost
from tests.contracts.gate.party import until
from tests.contracts.workers.conftest import order_for

WELL = HubOutcome(hub="B", action=None, revision="", stages=())


def says(order: DeployRequest, tools: DeployTools, text: object) -> None:
    tools.tell(LogLine(hub=order.hubs[0].name, text=str(text)))


def sleeper(room: Path) -> Work:
    """Writes its pid and sleeps; when it is ended in order it says so, in a file too."""

    def sleep(order: DeployRequest, tools: DeployTools) -> HubOutcome:
        hub = order.hubs[0].name
        try:
            (room / hub).write_text(str(os.getpid()))
            while not (room / f"{hub} may end").exists():
                time.sleep(0.02)
        except Interrupted:
            (room / f"{hub} put back").touch()
            tools.tell(LogLine(hub=hub, text="put back"))
            raise
        return HubOutcome(hub=hub, action=None, revision="", stages=())

    return sleep


def pid_of(room: Path, hub: str) -> int:
    until(lambda: (room / hub).exists() and bool((room / hub).read_text()))
    return int((room / hub).read_text())


def begin(crew: Crew, room: Path, *hubs: str) -> list[int]:
    for hub in hubs:
        crew.begin(order_for(hub))
    return [pid_of(room, hub) for hub in hubs]


def by_hub(news: list[News]) -> dict[str, type]:
    """How each ended: the kind of its problem, or HubOutcome."""
    return {one.hub: type(one.problem) if isinstance(one, Failed) else HubOutcome for one in news if isinstance(one, HubOutcome | Failed)}


def test_worker_is_a_group_of_its_own_without_a_terminal(forked: ForkedWorkers) -> None:
    def work(order: DeployRequest, tools: DeployTools) -> HubOutcome:
        says(order, tools, (os.getppid(), os.getpgid(0) == os.getpid(), Path("/proc/self/fd/0").readlink()))
        return WELL

    with forked.crew(work, size=1) as crew:
        crew.begin(order_for("B"))
        assert next(crew.news()) == LogLine(hub="B", text=str((os.getpid(), True, Path("/dev/null"))))


def test_worker_that_is_killed_is_named_and_the_other_goes_on(forked: ForkedWorkers, tmp_path: Path) -> None:
    with forked.crew(sleeper(tmp_path), size=2) as crew:
        first, _ = begin(crew, tmp_path, "A", "B")
        os.kill(first, signal.SIGKILL)
        (tmp_path / "B may end").touch()
        news = list(crew.news())
    (lost,) = [one for one in news if isinstance(one, Failed)]
    assert isinstance(lost.problem, WorkerLost)
    assert (lost.problem.fields(), by_hub(news)["B"]) == ({"hub": "A", "ended": "SIGKILL"}, HubOutcome)


def test_worker_that_is_asked_to_end_puts_back_and_is_named(forked: ForkedWorkers, tmp_path: Path) -> None:
    with forked.crew(sleeper(tmp_path), size=2) as crew:
        first, _ = begin(crew, tmp_path, "A", "B")
        os.kill(first, signal.SIGTERM)
        (tmp_path / "B may end").touch()
        news = list(crew.news())
    assert by_hub(news) == {"A": Interrupted, "B": HubOutcome}
    assert (tmp_path / "A put back").exists()


def test_worker_that_is_recalled_puts_back_and_the_other_goes_on(forked: ForkedWorkers, tmp_path: Path) -> None:
    with forked.crew(sleeper(tmp_path), size=2) as crew:
        begin(crew, tmp_path, "A", "B")
        crew.recall("A")
        (tmp_path / "B may end").touch()
        assert by_hub(list(crew.news())) == {"A": Interrupted, "B": HubOutcome}
    assert (tmp_path / "A put back").exists()


def test_nobody_listens_and_the_work_goes_on(forked: ForkedWorkers, tmp_path: Path) -> None:
    lines = 20_000

    def work(order: DeployRequest, tools: DeployTools) -> HubOutcome:
        for number in range(lines):
            says(order, tools, number)
        (tmp_path / "done").touch()
        return WELL

    with forked.crew(work, size=1) as crew:
        crew.begin(order_for("B"))
        until((tmp_path / "done").exists)
        *told, outcome = crew.news()
    assert [one.text for one in told if isinstance(one, LogLine)] == [str(number) for number in range(lines)]
    assert outcome == WELL


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_is_handed_on_once_and_told_before_what_follows(forked: ForkedWorkers, tmp_path: Path, number: signal.Signals) -> None:
    with signals_raise(), forked.crew(sleeper(tmp_path), size=3) as crew:
        begin(crew, tmp_path, "A", "B")
        os.kill(os.getpid(), number)
        os.kill(os.getpid(), number)  # a second one is only noted
        news = list(crew.news())
    assert news[0] == Signalled(number=number)
    problems = {one.hub: one.problem.exit_status for one in news if isinstance(one, Failed)}
    assert problems == {"A": Status(128 + number), "B": Status(128 + number)}
    assert [one for one in news if isinstance(one, Signalled)] == [Signalled(number=number)]


def test_signal_with_nobody_at_work_is_news_and_is_not_raised(forked: ForkedWorkers, tmp_path: Path) -> None:
    with signals_raise(), forked.crew(sleeper(tmp_path), size=1) as crew:
        os.kill(os.getpid(), signal.SIGTERM)
        assert list(crew.news()) == [Signalled(number=signal.SIGTERM)]


def test_worker_begun_after_the_signal_is_ended_by_it(forked: ForkedWorkers, tmp_path: Path) -> None:
    with signals_raise(), forked.crew(sleeper(tmp_path), size=1) as crew:
        os.kill(os.getpid(), signal.SIGTERM)
        crew.begin(order_for("A"))
        assert by_hub(list(crew.news())) == {"A": Interrupted}


def test_third_signal_ends_even_a_stopped_worker(forked: ForkedWorkers, tmp_path: Path) -> None:
    with signals_raise(), forked.crew(sleeper(tmp_path), size=1) as crew:
        (pid,) = begin(crew, tmp_path, "A")
        os.kill(pid, signal.SIGSTOP)
        for _ in range(3):
            os.kill(os.getpid(), signal.SIGINT)
        assert by_hub(list(crew.news())) == {"A": WorkerLost}


def test_exception_of_the_listener_ends_those_at_work_in_order(forked: ForkedWorkers, tmp_path: Path) -> None:
    def listen() -> None:
        with forked.crew(sleeper(tmp_path), size=2) as crew:
            begin(crew, tmp_path, "A")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        listen()
    assert (tmp_path / "A put back").exists()


def test_crew_leaves_no_process_and_no_descriptor(forked: ForkedWorkers, tmp_path: Path) -> None:
    def open_files() -> list[str]:
        return sorted(file.name for file in Path("/proc/self/fd").iterdir())

    def one_of_three() -> None:
        with forked.crew(sleeper(tmp_path), size=3) as crew:
            (tmp_path / "A may end").touch()
            begin(crew, tmp_path, "A")
            assert by_hub(list(crew.news())) == {"A": HubOutcome}

    one_of_three()
    before = open_files()
    one_of_three()
    assert open_files() == before
    assert not children_of(os.getpid())


def children_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
