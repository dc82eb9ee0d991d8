"""Whatever a task does ends in lines for people or one document, and in a status."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar

import pytest

from hubyard.cli.frame import BROKEN_PIPE, Frame
from hubyard.deploy.events import SettleBegun
from hubyard.errors import HubyardError, Interrupted, Status, UnknownHub, YardMissing
from hubyard.events import Tell
from hubyard.show.answer import Answer
from hubyard.show.output import Page
from hubyard.show.speech import Speech

UNKNOWN = UnknownHub(name="x", nearest="", known="A")


class Toolbox:
    """As much of the tools as bodies of these tests want."""

    def __init__(self, yard: str | None, tell: Tell) -> None:
        self.yard, self.tell = yard, tell

    @contextmanager
    def signals(self) -> Iterator[None]:
        yield


class Said(Answer):
    schema: ClassVar[str] = "hubyard.said/1"
    problems_: Sequence[HubyardError] = ()

    @property
    def status(self) -> Status:
        return Status.FAILED

    @property
    def problems(self) -> Sequence[HubyardError]:
        return [UNKNOWN]

    def as_json(self) -> Mapping[str, Any]:
        return {"a": "한"}

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:
        return [speech.language, str(page.width >= 80)]


def run(body: Callable[..., Any], **how: Any) -> tuple[int, str, str]:  # noqa: ANN401
    out, err = StringIO(), StringIO()
    frame = Frame(**{"environment": {}, "make_tools": Toolbox, "out": out, "err": err, **how})
    return frame.run(body, {}), out.getvalue(), err.getvalue()


def fail(error: BaseException) -> Callable[[Toolbox], None]:
    def body(_tools: Toolbox) -> None:
        raise error

    return body


STATUSES = {
    "nothing": (lambda _tools: None, 0),
    "status": (lambda _tools: Status.REFUSED, 5),
    "answer": (lambda _tools: Said(), 2),
    "usage": (fail(UNKNOWN), 1),
    "ctrl_c": (fail(Interrupted(signal_number=2)), 130),
    "sigterm": (fail(Interrupted(signal_number=15)), 143),
    "sighup": (fail(Interrupted(signal_number=1)), 129),
    "ctrl_c_before_signals_are_ours": (fail(KeyboardInterrupt()), 130),
    "fault": (fail(ZeroDivisionError("x")), 1),
    "reader_gone": (fail(BrokenPipeError()), BROKEN_PIPE),
}


@pytest.mark.parametrize(("body", "status"), STATUSES.values(), ids=STATUSES)
@pytest.mark.parametrize("as_json", [False, True])
def test_status(body: Callable[..., Any], status: int, as_json: bool) -> None:  # noqa: FBT001  a parameter of the table
    assert run(body, as_json=as_json)[0] == status


class Full(StringIO):
    def write(self, text: str, /) -> int:
        raise OSError(28, "No space left on device", text)


def test_answer_that_cannot_be_written_is_told_and_fails() -> None:
    status, _, err = run(lambda _tools: Said(), out=Full())
    assert status == 1
    assert "No space left on device" in err


def test_error_that_cannot_be_written_keeps_its_status() -> None:
    assert run(fail(Interrupted(signal_number=1)), err=Full())[0] == 129


def test_error_is_three_lines_on_standard_error() -> None:
    assert run(fail(UNKNOWN))[1:] == (
        "",
        '✗ There is no hub "x" in this yard.\n  It has: A.\n  → Give one name, several with commas, or all.\n',
    )


def test_error_with_json_is_a_document_on_standard_output() -> None:
    _, out, err = run(fail(UNKNOWN), as_json=True)
    assert err == ""
    assert json.loads(out) == {
        "schema": "hubyard.error/1",
        "code": "unknown_hub",
        "status": 1,
        "happened": 'There is no hub "x" in this yard.',
        "why": "It has: A.",
        "help": "Give one name, several with commas, or all.",
    }


def test_error_of_making_the_tools_is_told_too() -> None:
    def no_yard(_yard: str | None, _tell: Tell) -> Toolbox:
        raise YardMissing(folder=Path("/nowhere"))

    status, _, err = run(lambda _tools: None, make_tools=no_yard)
    assert status == 1
    assert err.startswith("✗ /nowhere is no yard.\n")


def test_answer_in_the_language_asked_for_and_then_its_problems() -> None:
    _, out, err = run(lambda _tools: Said(), lang="ko")
    assert out == "ko\nTrue\n"
    assert err.startswith('✗ 이 야드에는 "x"')


def test_answer_with_json_is_one_document_and_progress_goes_elsewhere() -> None:
    def body(tools: Toolbox) -> Said:
        tools.tell(SettleBegun(limit_s=5))
        return Said()

    _, out, err = run(body, as_json=True)
    assert json.loads(out) == {"schema": "hubyard.said/1", "a": "한"}
    assert err == "⏳ Waiting up to 5 s (memory settles)...\n"


def test_language_that_is_none_of_ours_is_refused() -> None:
    status, _, err = run(lambda _tools: None, lang="xx")
    assert status == 1
    assert err.startswith('✗ --lang does not take "xx".')


def test_fault_says_where_and_shows_no_traceback() -> None:
    _, _, err = run(fail(ZeroDivisionError("x")))
    assert err.startswith("✗ Hubyard itself failed: ZeroDivisionError at ")
    assert "x — this is a fault of the tool" in err
    assert "Traceback" not in err


def test_fault_of_a_library_keeps_its_message_to_itself() -> None:
    class LibraryError(Exception):
        """Some carry whole command lines."""

    assert "secret" not in run(fail(LibraryError("secret")))[2]


def test_fault_with_debug_shows_the_traceback() -> None:
    _, _, err = run(fail(ZeroDivisionError("x")), environment={"HUBYARD_DEBUG": "1"})
    assert err.startswith("Traceback (most recent call last):")
    assert "✗ Hubyard itself failed" in err


def test_yard_reaches_the_tools() -> None:
    seen: list[str | None] = []
    run(lambda tools: seen.append(tools.yard), yard="/srv/yard")
    assert seen == ["/srv/yard"]
