"""Logs of builds: however a build is left, its log ends once, and what went wrong is told as it is."""

import signal
from pathlib import Path

import pytest

from hubyard.drivers.engine.build_logs import BuildLogs
from hubyard.drivers.files import StateFiles
from hubyard.engine.port import BuildOrder, BuildSection
from hubyard.errors import FolderForbidden, Interrupted
from tests.fakes.clock import FakeClock

ORDER = BuildOrder(
    hub="Toy",
    section=BuildSection(context=Path("/yard"), dockerfile=Path("/yard/Dockerfile")),
    tags=("toy:1",),
    labels={},
    cgroup_parent="/hubyard.slice/toy",
)


@pytest.fixture
def logs(tmp_path: Path) -> BuildLogs:
    return BuildLogs(tmp_path / "builds", files=StateFiles(tmp_path, group=None), clock=FakeClock())


def statuses(logs: BuildLogs) -> list[int | None]:
    return [record.status for record in logs.records("toy")]


def interrupted_after_the_end(logs: BuildLogs) -> None:
    with logs.begin(ORDER) as log:
        log.end(0)
        raise Interrupted(signal_number=signal.SIGTERM)


def test_interruption_after_the_end_of_the_log_is_told_as_such(logs: BuildLogs) -> None:
    with pytest.raises(Interrupted):
        interrupted_after_the_end(logs)
    assert statuses(logs) == [0]


def test_interruption_before_the_end_is_recorded(logs: BuildLogs) -> None:
    with pytest.raises(Interrupted), logs.begin(ORDER):
        raise Interrupted(signal_number=signal.SIGTERM)
    assert statuses(logs) == [-1]


def test_log_that_cannot_be_opened_is_refused(logs: BuildLogs, tmp_path: Path) -> None:
    with logs.begin(ORDER) as log:
        log.end(0)
    log.path.unlink()
    log.path.mkdir()
    with pytest.raises(FolderForbidden) as refused, logs.begin(ORDER):
        pass
    assert (refused.value.folder, refused.value.detail) == (tmp_path / "builds" / "toy", "Is a directory")
