"""What a file in `running/`, `waiting/` or `hub/` says of its owner. For people only: who is in is decided by locks."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from hubyard.gate.port import OldLockHolder, Presence, Want

COMMAND_LIMIT: Final = 300
NOTE_LIMIT_BYTES: Final = 64 * 1024
"""Of what is read: a note is a few hundred bytes, and whatever else lies there may be of any size."""
MOST_BYTES: Final = 1024**5
MOST_S: Final = 365 * 86_400


@dataclass(frozen=True, kw_only=True)
class Note:
    """The content of such a file. `pid_namespace` tells whether `pid` means anything to the reader.

    granted_bytes: of a running build; what a waiting one asks for. 0: it does not say
    known, usual_s: as in `gate.estimate.Estimate`
    starts: it is no build, but a container that starts
    """

    hub: str
    title: str
    command: str
    pid: int
    pid_namespace: str
    since: datetime
    granted_bytes: int = 0
    known: bool = False
    usual_s: float = 0.0
    starts: bool = False


def note_of(want: Want, *, pid: int, pid_namespace: str, since: datetime, granted_bytes: int | None = None) -> Note:
    """Without `granted_bytes` it says what is asked for."""
    asked = want.estimate
    return Note(
        hub=want.hub,
        title=want.title,
        command=want.command[:COMMAND_LIMIT],
        pid=pid,
        pid_namespace=pid_namespace,
        since=since,
        granted_bytes=(asked.build_bytes if asked else 0) if granted_bytes is None else granted_bytes,
        known=asked is not None and asked.known,
        usual_s=asked.usual_s if asked else 0.0,
        starts=want.starts,
    )


def write_note(note: Note) -> bytes:
    return json.dumps({**vars(note), "since": note.since.isoformat()}, ensure_ascii=False).encode(errors="replace") + b"\n"


def parse_note(content: bytes) -> Note | None:
    """None for what is no note: empty, torn (a reader may meet a writer in `hub/`), or of another version.

    What it says of memory and of starts was added later: it is 0, or a build, where it is missing or makes no sense.
    """
    try:
        found = json.loads(content)
        return Note(
            hub=str(found["hub"]),
            title=str(found["title"]),
            command=str(found["command"]),
            pid=int(found["pid"]),
            pid_namespace=str(found["pid_namespace"]),
            since=_moment(found["since"]),
            granted_bytes=int(_number(found, "granted_bytes", most=MOST_BYTES)),
            known=found.get("known") is True,
            usual_s=float(_number(found, "usual_s", most=MOST_S)),
            starts=found.get("starts") is True,
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _moment(written: str) -> datetime:
    """With a zone, and far enough from both ends of time to be shown in any other. Raises ValueError for another."""
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None or not 1970 <= moment.year < 9999:  # noqa: PLR2004  nothing of ours ran before, and no calendar goes further
        raise ValueError(written)
    return moment


def _number(found: Mapping[str, Any], key: str, *, most: float) -> float:
    value = found.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return 0
    return value if 0 <= value <= most else 0


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
