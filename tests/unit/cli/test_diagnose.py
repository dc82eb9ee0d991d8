"""The options of `invoke diagnose`, with hosts that are made up."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from hubyard.cli import diagnose as family
from hubyard.config.yard import Yard
from hubyard.drivers.diagnosis.papers import HostPapers
from hubyard.errors import AlreadyThere, HostUnreachable, RecordingInvalid, RecordingUnreadable, Status, UnknownOption, YardMissing
from tests.fakes.clock import FakeClock
from tests.fakes.shells import FakeShell, FakeShells, shells_of

if TYPE_CHECKING:
    from hubyard.show.tables.diagnosis import DiagnosisAnswer
    from hubyard.tools import Tools

A, B = "ubuntu@a", "ubuntu@b"


@dataclass(kw_only=True)
class NoYard:
    """A host without a yard."""

    shells: FakeShells
    clock: FakeClock = field(default_factory=FakeClock)
    papers: HostPapers = field(default_factory=HostPapers)

    @property
    def yard(self) -> Yard:
        raise YardMissing(folder=Path("/none"))


def ask(*shells: FakeShell, **options: Any) -> "DiagnosisAnswer":  # noqa: ANN401  whatever the body takes
    tools = cast("Tools", NoYard(shells=shells_of(list(shells))))
    return family.diagnose_hosts(tools, **options)


def test_this_host_without_a_yard_is_diagnosed() -> None:
    assert [(one.host, one.problem) for one in ask(FakeShell()).hosts] == [("", None)]


def test_host_named_twice_is_asked_once() -> None:
    first = FakeShell(host=A)
    assert [one.host for one in ask(first, FakeShell(host=B), on=f"{A}, {B},{A}").hosts] == [A, B]
    assert len(first.asked) == 1


def test_host_that_cannot_be_asked_is_a_problem_and_its_status() -> None:
    answer = ask(FakeShell(host=A), FakeShell(host=B, refuses=HostUnreachable(host=B, detail="x")), on=f"{A},{B}")
    assert answer.status == Status.REFUSED
    assert [problem.code() for problem in answer.problems] == ["host_unreachable"]


def test_save_and_from_come_to_the_same(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    there = ask(FakeShell(host=A), on=A, save=str(file))
    nobody = FakeShell()
    judged = ask(nobody, from_=str(file))
    assert judged.as_json() == there.as_json()
    assert nobody.asked == []


def test_save_of_several_hosts_is_a_file_each(tmp_path: Path) -> None:
    ask(FakeShell(host=A), FakeShell(host=B), on=f"{A},{B}", save=str(tmp_path / "facts.json"))
    assert sorted(file.name for file in tmp_path.iterdir()) == [f"facts-{A}.json", f"facts-{B}.json"]


def test_save_over_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(AlreadyThere):
        ask(FakeShell(), save=str(tmp_path / "mine"))
    assert (tmp_path / "mine").read_text() == "mine"


def test_from_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("{}")
    with pytest.raises(RecordingInvalid):
        ask(FakeShell(), from_=str(tmp_path / "mine"))
    with pytest.raises(RecordingUnreadable):
        ask(FakeShell(), from_=str(tmp_path / "none"))


@pytest.mark.parametrize("option", ["on", "identity"])
def test_host_beside_a_recording_is_refused(option: str) -> None:
    with pytest.raises(UnknownOption) as refused:
        ask(FakeShell(), from_="facts.json", **{option: "a"})
    assert (refused.value.option, refused.value.expected) == (f"--{option}", "not_with_from")


def test_html_is_written_and_may_be_written_again(tmp_path: Path) -> None:
    for _ in range(2):
        ask(FakeShell(), html=str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_document_can_be_written() -> None:
    assert json.dumps(ask(FakeShell(host=A), on=A).as_json())
