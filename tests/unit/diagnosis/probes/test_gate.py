import json
from datetime import UTC, datetime

import pytest

from hubyard.diagnosis.facts.work import GateFacts, GatePresence
from hubyard.diagnosis.heard import Unread, Why
from hubyard.diagnosis.probes.gate import DIRECTORY, OLD_LOCK, parse
from tests.unit.diagnosis.probes.answers import answer

NOON = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
NAMESPACE = "pid:[4026531836]"
RUNNING, FIRST, SECOND, TURN = (f"{DIRECTORY}/{name}" for name in ("running/a", "waiting/b", "waiting/c", "turn"))
IDS = f"2b 11 {RUNNING}\n2b 12 {FIRST}\n2b 13 {SECOND}\n2b 14 {TURN}\nfe00 15 {OLD_LOCK}"
FOLDER = ("folder", f"{DIRECTORY}/running:\na\n\n{DIRECTORY}/waiting:\nb\nc")
NONE_HELD = GateFacts(directory=DIRECTORY, old_lock=OLD_LOCK)


def note(hub: str, pid: int, *, namespace: str = NAMESPACE) -> str:
    said = {"hub": hub, "title": hub.upper(), "command": f"invoke deploy --hub={hub}", "pid": pid, "pid_namespace": namespace}
    return json.dumps({**said, "since": NOON.isoformat(), "granted_bytes": 5, "known": True, "usual_s": 4.0})


def held(pid: int, inode: int, *, device: str = "00:2b", mode: str = "WRITE", blocked: bool = False) -> str:
    return f"1: {'-> ' if blocked else ''}FLOCK  ADVISORY  {mode} {pid} {device}:{inode} 0 EOF\n"


def present(hub: str, pid: int, *, stopped: bool = False) -> GatePresence:
    return GatePresence(
        hub=hub, title=hub.upper(), command=f"invoke deploy --hub={hub}", pid=pid, since=NOON, granted_bytes=5, stopped=stopped
    )


NOTES = f"{RUNNING}\n{note('fin', 7)}\n\n{FIRST}\n{note('hub', 8)}\n\n{SECOND}\n{note('sales', 9)}\n"

CASES = {
    "nobody": ("", "", NONE_HELD),
    "running": (held(7, 11), "", GateFacts(directory=DIRECTORY, running=(present("fin", 7),), old_lock=OLD_LOCK)),
    "left_over_file_says_nothing": (held(7, 99), "", NONE_HELD),
    "lock_on_another_file_system": (held(7, 11, device="00:2c"), "", NONE_HELD),
    "who_has_the_turn_goes_first": (
        held(8, 12) + held(9, 13) + held(9, 14) + held(8, 14, blocked=True),
        "",
        GateFacts(directory=DIRECTORY, waiting=(present("sales", 9), present("hub", 8)), old_lock=OLD_LOCK),
    ),
    "stopped": (
        held(7, 11),
        "/proc/7/stat:7 (in (voke) T 1" + " 0" * 30,
        GateFacts(directory=DIRECTORY, running=(present("fin", 7, stopped=True),), old_lock=OLD_LOCK),
    ),
    "old_script": (held(4104, 15, device="fe:00"), "", GateFacts(directory=DIRECTORY, old_lock=OLD_LOCK, old_lock_pids=(4104,))),
    "old_lock_shared_by_a_build_of_ours": (
        held(7, 11) + held(7, 15, device="fe:00", mode="READ"),
        "",
        GateFacts(directory=DIRECTORY, running=(present("fin", 7),), old_lock=OLD_LOCK),
    ),
    "old_script_that_waits": (held(4104, 15, device="fe:00", blocked=True), "", NONE_HELD),
}


@pytest.mark.parametrize(("locks", "states", "expected"), CASES.values(), ids=CASES)
def test_parse(locks: str, states: str, expected: GateFacts) -> None:
    parts = (("ids", IDS), ("locks", locks), ("namespace", NAMESPACE), ("notes", NOTES), ("states", states))
    assert parse(answer(FOLDER, *parts)) == expected


def test_pid_of_another_namespace_is_nobody_here() -> None:
    notes = f"{RUNNING}\n{note('fin', 7, namespace='pid:[1]')}\n"
    states = "/proc/7/stat:7 (x) T 1" + " 0" * 30
    found = parse(answer(FOLDER, ("ids", IDS), ("locks", held(7, 11)), ("namespace", NAMESPACE), ("notes", notes), ("states", states)))
    assert found == GateFacts(directory=DIRECTORY, running=(present("fin", 7),), old_lock=OLD_LOCK)


MISSING = f"ls: cannot access '{DIRECTORY}/waiting': No such file or directory"
CLOSED = f"ls: cannot access '{DIRECTORY}/waiting': Permission denied"


def test_no_gate_is_absent() -> None:
    assert parse(answer(("folder", MISSING, 2))) == Unread(why=Why.ABSENT, detail=MISSING)


def test_old_script_is_seen_without_a_gate() -> None:
    found = parse(answer(("folder", MISSING, 2), ("ids", f"fe00 15 {OLD_LOCK}"), ("locks", held(4104, 15, device="fe:00"))))
    assert found == GateFacts(directory="", old_lock=OLD_LOCK, old_lock_pids=(4104,))


def test_gate_that_is_closed_to_us_is_no_rights() -> None:
    assert parse(answer(("folder", CLOSED, 2), ("ids", f"fe00 15 {OLD_LOCK}"))) == Unread(why=Why.NO_RIGHTS, detail=CLOSED)


def test_host_without_stat_tells_files_apart_by_inode_alone() -> None:
    found = parse(answer(FOLDER, ("ids", f"11 {RUNNING}"), ("locks", held(7, 11)), ("notes", NOTES)))
    assert found == GateFacts(directory=DIRECTORY, running=(present("fin", 7),))


def test_old_script_whose_flock_has_ended_is_named_itself() -> None:
    openers = f"/proc/500/fdinfo/200:lock:\t{held(4104, 15, device='fe:00')}/proc/501/fdinfo/200:lock:\t{held(4104, 15, device='fe:00')}"
    found = parse(
        answer(("folder", MISSING, 2), ("ids", f"fe00 15 {OLD_LOCK}"), ("locks", held(4104, 15, device="fe:00")), ("openers", openers))
    )
    assert found == GateFacts(directory="", old_lock=OLD_LOCK, old_lock_pids=(500, 501))
