"""What any shell keeps to."""

import time

import pytest

from hubyard.diagnosis.heard import PRELUDE, parts_in
from hubyard.diagnosis.port import Shell

ENDED = {
    "well": ("echo well", "well\n", 0),
    "its_status": ("echo ill; exit 3", "ill\n", 3),
    "nothing": ("", "", 0),
    "binary_junk": (r"printf '\377\033[1m\n'", "\ufffd\x1b[1m\n", 0),
    "killed": ("kill -9 $$", "", 137),
    "cannot_eat_the_script": ("cat; echo after", "after\n", 0),
}


@pytest.mark.parametrize(("script", "text", "status"), ENDED.values(), ids=ENDED)
def test_script_that_ends(shell: Shell, script: str, text: str, status: int) -> None:
    heard = shell.hear({"one": script}, limit_s=5)["one"]
    assert (heard.text, heard.status) == (text, status)
    assert heard.asked is not None


def test_script_past_its_limit_is_ended_and_what_it_said_is_kept(shell: Shell) -> None:
    heard = shell.hear({"one": "echo before; sleep 30; echo behind"}, limit_s=1)["one"]
    assert (heard.text, heard.status) == ("before\n", None)


def test_one_that_hangs_keeps_no_other(shell: Shell) -> None:
    scripts = {"hangs": "echo before; sleep 30", "well": "echo well", "slow": "echo slow; sleep 0.7"}
    heard = shell.hear(scripts, limit_s=2)
    assert list(heard) == list(scripts)
    assert [(one.text, one.status) for one in heard.values()] == [("before\n", None), ("well\n", 0), ("slow\n", 0)]


def test_too_much_is_cut_and_ended(shell: Shell) -> None:
    heard = shell.hear({"one": "yes"}, limit_s=10)["one"]
    assert heard.status is None
    assert 1024**2 <= len(heard.text) <= 4 * 1024**2


def test_script_that_is_none_is_not_raised(shell: Shell) -> None:
    heard = shell.hear({"bad": "(", "well": "echo well"}, limit_s=5)
    assert heard["bad"].status == 2
    assert heard["well"].text == "well\n"


def test_twenty_at_once_are_all_heard(shell: Shell) -> None:
    heard = shell.hear({f"{number}": "echo slow; sleep 0.7" for number in range(20)}, limit_s=10)
    assert {(one.text, one.status) for one in heard.values()} == {("slow\n", 0)}


def test_limit_is_of_all_together(shell: Shell) -> None:
    began_s = time.monotonic()
    heard = shell.hear({f"{number}": "echo before; sleep 30" for number in range(20)}, limit_s=1)
    assert {one.status for one in heard.values()} == {None}
    assert time.monotonic() - began_s < 20  # one after the other would be 20, or 600


def test_prelude_s_parts_come_whole(real_shell: Shell) -> None:
    script = PRELUDE + "part good echo well\npart bad sh -c 'echo ill >&2; exit 3'\npart gone no-such-program\n"
    heard = real_shell.hear({"one": script}, limit_s=5)["one"]
    parts = parts_in(heard)
    assert [(part.text, part.status) for part in (parts["good"], parts["bad"])] == [("well", 0), ("ill", 3)]
    assert parts["gone"].status == 127
