"""What a file in `running/`, `waiting/` or `hub/` says of its owner. For people only: who is in is decided by locks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hubyard.gate.port import OldLockHolder, Presence, Want

COMMAND_LIMIT = 300


@dataclass(frozen=True, kw_only=True)
class Note:
    """The content of such a file. `pid_namespace` tells whether `pid` means anything to the reader."""

    hub: str
    title: str
    command: str
    pid: int
    pid_namespace: str
    since: datetime


def write_note(want: Want, *, pid: int, pid_namespace: str, since: datetime) -> bytes:
    fields = {"hub": want.hub, "title": want.title, "command": want.command[:COMMAND_LIMIT], "pid": pid, "pid_namespace": pid_namespace}
    return json.dumps({**fields, "since": since.isoformat()}, ensure_ascii=False).encode() + b"\n"


def parse_note(content: bytes) -> Note | None:
    """None for what is no note: empty, torn (a reader may meet a writer in `hub/`), or of another version."""
    try:
        found = json.loads(content)
        return Note(
            hub=str(found["hub"]),
            title=str(found["title"]),
            command=str(found["command"]),
            pid=int(found["pid"]),
            pid_namespace=str(found["pid_namespace"]),
            since=datetime.fromisoformat(found["since"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True, kw_only=True)
class Holders:
    """Who is in the way, in words that need no language; `remedy` helps where one of them is stopped."""

    words: tuple[str, ...]
    since: datetime | None
    remedy: str = ""


def name_holders(held: Sequence[Presence | OldLockHolder]) -> Holders:
    since = [one.since for one in held if one.since is not None]
    stopped = [one.pid for one in held if one.stopped]
    return Holders(words=tuple(map(_words, held)), since=min(since, default=None), remedy=continue_command(stopped))


def _words(one: Presence | OldLockHolder) -> str:
    name = one.title if isinstance(one, Presence) else one.command
    return " · ".join(part for part in (name, one.user, f"pid {one.pid}" if one.pid > 0 else "") if part)


def continue_command(pids: Sequence[int]) -> str:
    """The command that lets stopped processes go on; beside it the one that ends them, for which SIGTERM would come too late."""
    words = " ".join(map(str, pids))
    return f"kill -CONT {words}   # or: kill -KILL {words}" if pids else ""
