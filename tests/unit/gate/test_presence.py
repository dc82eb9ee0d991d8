from datetime import UTC, datetime

import pytest

from hubyard.gate.port import OldLockHolder, Presence, Want
from hubyard.gate.presence import COMMAND_LIMIT, Holders, Note, continue_command, name_holders, parse_note, write_note

NINE = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TEN = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


def presence(*, pid: int = 7, since: datetime = NINE, stopped: bool = False) -> Presence:
    return Presence(id="x", hub="fin", title="WBFinHub", user="mina", pid=pid, command="invoke deploy", since=since, stopped=stopped)


def written(command: str = "invoke deploy --hub=허브") -> bytes:
    return write_note(Want(hub="fin", title="WBFinHub", command=command), pid=7, pid_namespace="pid:[1]", since=NINE)


def test_note_comes_back_as_it_was_written() -> None:
    note = Note(hub="fin", title="WBFinHub", command="invoke deploy --hub=허브", pid=7, pid_namespace="pid:[1]", since=NINE)
    assert parse_note(written()) == note


def test_write_note_cuts_a_long_command() -> None:
    note = parse_note(written("x" * 10_000))
    assert note is not None
    assert len(note.command) == COMMAND_LIMIT


BROKEN = {
    "empty": b"",
    "torn": written()[:40],
    "not_utf8": b"\xff\xfe",
    "another_version": b'{"hub": "fin"}',
    "no_object": b"[1, 2]",
    "number": b"7",
    "bad_date": written().replace(b"2026-03", b"yesterday"),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_parse_note_broken_is_none(content: bytes) -> None:
    assert parse_note(content) is None


HELD: dict[str, tuple[list[Presence | OldLockHolder], Holders]] = {
    "nobody": ([], Holders(words=(), since=None)),
    "a_build": ([presence()], Holders(words=("WBFinHub · mina · pid 7",), since=NINE)),
    "pid_of_another_namespace": ([presence(pid=0)], Holders(words=("WBFinHub · mina",), since=NINE)),
    "since_of_the_longest": ([presence(since=TEN), presence()], Holders(words=("WBFinHub · mina · pid 7",) * 2, since=NINE)),
    "a_script": (
        [OldLockHolder(pid=9, user="root", command="bash deploy.sh", since=None)],
        Holders(words=("bash deploy.sh · root · pid 9",), since=None),
    ),
    "a_script_we_cannot_see_into": ([OldLockHolder(pid=9, user="", command="", since=None)], Holders(words=("pid 9",), since=None)),
    "stopped": (
        [presence(stopped=True)],
        Holders(words=("WBFinHub · mina · pid 7",), since=NINE, remedy="kill -CONT 7   # or: kill -KILL 7"),
    ),
}


@pytest.mark.parametrize(("held", "named"), HELD.values(), ids=HELD)
def test_name_holders(held: list[Presence | OldLockHolder], named: Holders) -> None:
    assert name_holders(held) == named


def test_continue_command_of_nobody_is_empty() -> None:
    assert continue_command([]) == ""
