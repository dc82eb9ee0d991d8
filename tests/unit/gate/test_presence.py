import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hubyard.gate.estimate import Estimate
from hubyard.gate.port import OldLockHolder, Presence, Want
from hubyard.gate.presence import COMMAND_LIMIT, Holders, Note, continue_command, name_holders, note_of, parse_note, write_note

NINE = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TEN = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


def presence(*, pid: int = 7, since: datetime = NINE, stopped: bool = False) -> Presence:
    return Presence(id="x", hub="fin", title="WBFinHub", user="mina", pid=pid, command="invoke deploy", since=since, stopped=stopped)


WANT = Want(hub="fin", title="WBFinHub", command="invoke deploy --hub=허브", estimate=Estimate(build_bytes=2300, known=True, usual_s=50.5))
NOTE = Note(
    hub="fin",
    title="WBFinHub",
    command="invoke deploy --hub=허브",
    pid=7,
    pid_namespace="pid:[1]",
    since=NINE,
    granted_bytes=2300,
    known=True,
    usual_s=50.5,
)


def noted(want: Want, *, granted_bytes: int | None = None) -> Note:
    return note_of(want, pid=7, pid_namespace="pid:[1]", since=NINE, granted_bytes=granted_bytes)


def test_note_of_who_waits_says_what_is_asked_for() -> None:
    assert noted(WANT) == NOTE


def test_note_of_a_build_says_what_it_was_granted() -> None:
    assert noted(WANT, granted_bytes=99) == replace(NOTE, granted_bytes=99)


def test_note_of_a_want_without_an_estimate_says_nothing_of_memory() -> None:
    assert noted(replace(WANT, estimate=None)) == replace(NOTE, granted_bytes=0, known=False, usual_s=0.0)


def test_note_of_a_start_says_so() -> None:
    assert noted(replace(WANT, starts=True)) == replace(NOTE, starts=True)


def test_note_of_cuts_a_long_command() -> None:
    assert len(noted(replace(WANT, command="x" * 10_000)).command) == COMMAND_LIMIT


@pytest.mark.parametrize("note", [NOTE, replace(NOTE, starts=True)], ids=["of_a_build", "of_a_start"])
def test_note_comes_back_as_it_was_written(note: Note) -> None:
    assert parse_note(write_note(note)) == note


def changed(**fields: object) -> bytes:
    return json.dumps({**json.loads(write_note(NOTE)), **fields}).encode()


BROKEN = {
    "empty": b"",
    "torn": write_note(NOTE)[:40],
    "not_utf8": b"\xff\xfe",
    "another_version": b'{"hub": "fin"}',
    "no_object": b"[1, 2]",
    "number": b"7",
    "text": b'"hub"',
    "bad_date": changed(since="yesterday"),
    "date_without_a_zone": changed(since="2026-03-01T09:00:00"),
    "date_before_computers": changed(since="0001-01-01T00:00:00+00:00"),
    "date_at_the_end_of_time": changed(since="9999-12-31T23:59:59+00:00"),
    "endless_pid": changed(pid=float("inf")),
    "too_many_brackets": b"[" * 100_000,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_parse_note_broken_is_none(content: bytes) -> None:
    assert parse_note(content) is None


def test_parse_note_of_before_memory_was_noted() -> None:
    old = {key: value for key, value in json.loads(write_note(NOTE)).items() if key not in {"granted_bytes", "known", "usual_s", "starts"}}
    assert parse_note(json.dumps(old).encode()) == replace(NOTE, granted_bytes=0, known=False, usual_s=0.0)


NO_SENSE = {
    "text": {"granted_bytes": "lots", "known": "yes", "usual_s": "soon"},
    "negative": {"granted_bytes": -1, "known": 1, "usual_s": -0.5},
    "endless": {"granted_bytes": float("inf"), "known": None, "usual_s": float("nan")},
    "absurd": {"granted_bytes": 10**40, "known": [], "usual_s": 1e300},
    "truth": {"granted_bytes": True, "known": 0, "usual_s": True},
}


@pytest.mark.parametrize("fields", NO_SENSE.values(), ids=NO_SENSE)
def test_parse_note_memory_that_makes_no_sense_is_nothing(fields: dict[str, object]) -> None:
    assert parse_note(changed(**fields)) == replace(NOTE, granted_bytes=0, known=False, usual_s=0.0)


@pytest.mark.parametrize("starts", ["true", 1, None, [True]])
def test_parse_note_start_that_makes_no_sense_is_a_build(starts: object) -> None:
    assert parse_note(changed(starts=starts)) == NOTE


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
