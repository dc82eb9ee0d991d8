"""An error's three lines."""

from pathlib import Path

import pytest

from hubyard.errors import BuildFailed, BuildKilled, GateBusy, HubUnhealthy, HubyardError, Interrupted, UnknownHub, UnknownOption
from hubyard.gate.events import ForeignBuildAhead, WaitFor
from hubyard.show.errors import error_as_json, error_as_lines
from hubyard.show.output import Page
from hubyard.show.speech import Speech, load_sentences

PAPER = Page(width=80)
SAID: dict[str, tuple[HubyardError, list[str]]] = {
    "nearest_known": (
        UnknownHub(name="WBFinHb", nearest="WBFinHub", known="WBFinHub, WBSalesHub"),
        [
            '✗ There is no hub "WBFinHb" in this yard.',
            "  It has: WBFinHub, WBSalesHub.",
            "  → Did you mean --hub=WBFinHub? Give one name, several with commas, or all.",
        ],
    ),
    "nothing_near": (
        UnknownHub(name="x", nearest="", known="WBFinHub"),
        ['✗ There is no hub "x" in this yard.', "  It has: WBFinHub.", "  → Give one name, several with commas, or all."],
    ),
    "signal_by_name": (
        Interrupted(signal_number=2),
        ["✗ Interrupted (Ctrl-C).", "  What was begun was put back; the lock is free.", "  → invoke status shows what runs now."],
    ),
    "last_lines_without_their_colours": (
        BuildFailed(hub="A", step="RUN x", tail="\x1b[31mno\x1b[0m\nnever", log=Path("/l")),
        [
            "✗ A: the build failed at RUN x.",
            "  Its last lines:\n    no\n    never",
            "  → The whole log: /l (invoke builds.log --hub=A). What runs was left as it is.",
        ],
    ),
    "killed_and_nobody_may_read_the_kernels_log": (
        BuildKilled(
            hub="A",
            step="RUN x",
            process="",
            held_bytes=45_000_000,
            cap_bytes=165_000_000,
            usual_bytes=0,
            next_bytes=330_000_000,
            workers=0,
            survived=False,
            log=Path("/l"),
        ),
        [
            "✗ A: the kernel killed a process of the build for lack of memory, at RUN x.",
            "  It had 45 MB at least, the build's limit was 165 MB.",
            "  → Deploy again: the next build may take 330 MB. The log: /l",
        ],
    ),
    "busy_for_lack_of_memory": (
        GateBusy(
            hub="A",
            waited_s=0,
            holders="",
            wait_for=WaitFor.MEMORY,
            ahead=(ForeignBuildAhead(name="docker build", memory_bytes=1_000_000_000, pid=7),),
            missing_bytes=1_100_000_000,
        ),
        [
            "✗ A did not get the build lock.",
            "  Waited for 1.1 GB: docker build, not through Hubyard (1 GB, pid 7).",
            "  → invoke queue shows who is in and who waits; --wait-timeout=SECONDS waits longer.",
        ],
    ),
    "part_without_anything_to_say_is_left_out": (
        HubUnhealthy(hub="A", why="no", limit_s=2, tail=""),
        [
            "✗ A did not become healthy within 2 s: no.",
            "  → Does the app answer `health_path` on `port` of hub.toml? `health_timeout` there gives it longer.",
        ],
    ),
}


@pytest.mark.parametrize(("error", "lines"), SAID.values(), ids=SAID)
def test_error_as_lines(error: HubyardError, lines: list[str]) -> None:
    assert list(error_as_lines(error, Speech("en"), PAPER)) == lines


def test_error_as_lines_on_a_terminal_has_colours() -> None:
    first, *_ = error_as_lines(Interrupted(signal_number=2), Speech("ko"), Page(width=80, coloured=True))
    assert first == "\x1b[1;31m✗ 중단했습니다 (Ctrl-C).\x1b[0m"


WANTED = {
    "word_alone": (
        UnknownOption(option="--tail", value="-1", expected="lines"),
        ['✗ --tail 에 "-1" 값은 쓸 수 없습니다.', "  쓸 수 있는 값: 0 이상의 줄 수."],
    ),
    "word_with_bounds": (
        UnknownOption(option="--lang", value="xx", expected="one_of", bounds="en, ko"),
        ['✗ --lang 에 "xx" 값은 쓸 수 없습니다.', "  쓸 수 있는 값: 다음 중 하나: en, ko."],
    ),
}


@pytest.mark.parametrize(("error", "lines"), WANTED.values(), ids=WANTED)
def test_error_as_lines_says_what_an_option_takes_in_the_reader_s_language(error: HubyardError, lines: list[str]) -> None:
    assert list(error_as_lines(error, Speech("ko"), PAPER))[:2] == lines


def test_every_word_for_what_an_option_takes_is_there() -> None:
    wanted = {"seconds", "lines", "one_hub", "one_of", "new_name", "new_route"}
    assert wanted <= set(load_sentences("words")["expected"])


def test_error_as_json_has_code_and_status() -> None:
    assert error_as_json(Interrupted(signal_number=15), Speech("en")) == {
        "code": "interrupted",
        "status": 143,
        "happened": "Ended on request (SIGTERM).",
        "why": "What was begun was put back; the lock is free.",
        "help": "invoke status shows what runs now.",
    }
