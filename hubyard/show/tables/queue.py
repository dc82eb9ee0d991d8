"""The gate as it is: who builds or starts, who holds the old lock, who waits in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from hubyard.gate.port import OldLockHolder, Presence, Queue
from hubyard.show.answer import Answer
from hubyard.show.filters import clock, size
from hubyard.show.output import Page
from hubyard.show.speech import Speech
from hubyard.show.tables.grid import NOTHING, Cell, Column, Tone, grid_lines

_COLUMNS: Final = (
    Column("place"),
    Column("hub"),
    Column("user"),
    Column("since"),
    Column("memory", right=True),
    Column("command", wraps=True),
)
"""Memory: what a build was granted or is kept for a start, and what a waiting one asks for. With a "~" where that is a guess, nothing
being measured yet."""


@dataclass(frozen=True, kw_only=True)
class QueueAnswer(Answer):
    queue: Queue
    schema: ClassVar[str] = "hubyard.queue/1"

    def as_json(self) -> Mapping[str, Any]:
        queue = self.queue
        return {
            "running": [{**_presence_as_json(one), "granted_bytes": one.granted_bytes or None, **_expected(one)} for one in queue.running],
            "waiting": [
                {"position": place, **_presence_as_json(one), "asks_for_bytes": one.granted_bytes or None, **_expected(one)}
                for place, one in enumerate(queue.waiting, start=1)
            ],
            "old_lock": [_holder_as_json(one) for one in queue.old_lock],
            "hubs_held": [_presence_as_json(one) for one in queue.hubs_held],
        }

    def as_lines(self, speech: Speech, page: Page) -> Sequence[str]:
        queue = self.queue
        rows = [_row(one, Cell(speech.word("place", "starting" if one.starts else "building"), Tone.GOOD), speech) for one in queue.running]
        rows += [_holder_row(one, speech) for one in queue.old_lock]
        rows += [_row(one, Cell(_position(place, one, speech), Tone.WAITING), speech) for place, one in enumerate(queue.waiting, start=1)]
        rows += [_row(one, Cell(speech.word("place", "hub_held"), Tone.QUIET), speech) for one in only_deploying(queue)]
        if not rows:
            return [speech.say("tables", "queue_empty")]
        stopped = [one for one in (*queue.running, *queue.waiting, *queue.hubs_held) if one.stopped]
        pids = dict.fromkeys(one.pid for one in stopped)
        return [*grid_lines(_COLUMNS, rows, speech=speech, page=page), *(speech.say("tables", "queue_stopped", pid=pid) for pid in pids)]


def only_deploying(queue: Queue) -> Sequence[Presence]:
    """Deploys that neither build nor start nor wait for the gate now: those in pull, tag or cleanup, or starting beside what runs."""
    elsewhere = {(one.pid, one.hub) for one in (*queue.running, *queue.waiting)}
    return [one for one in queue.hubs_held if (one.pid, one.hub) not in elsewhere]


def _position(place: int, one: Presence, speech: Speech) -> str:
    return f"{place}, {speech.word('place', 'to_start')}" if one.starts else str(place)


def _row(one: Presence, place: Cell, speech: Speech) -> Sequence[Cell | str]:
    shown = Cell(f"{place.text}, {speech.word('place', 'stopped')}", Tone.BAD) if one.stopped else place
    memory = f"{'' if one.known else '~'}{size(one.granted_bytes)}" if one.granted_bytes else NOTHING
    return [shown, one.title, f"{one.user} ({one.pid})", clock(one.since), memory, one.command]


def _holder_row(one: OldLockHolder, speech: Speech) -> Sequence[Cell | str]:
    place = Cell(speech.word("place", "old_lock"), Tone.WAITING)
    return [place, NOTHING, f"{one.user} ({one.pid})", clock(one.since), NOTHING, one.command or NOTHING]


def _presence_as_json(one: Presence) -> dict[str, Any]:
    return {
        "hub": one.title,
        "user": one.user,
        "pid": one.pid,
        "command": one.command,
        "since": one.since.isoformat(),
        "stopped": one.stopped,
    }


def _expected(one: Presence) -> dict[str, Any]:
    """`usual_s`: how long such a build usually takes. `starts`: it is a container that starts, not a build."""
    return {"measured": one.known, "usual_s": one.usual_s or None, "starts": one.starts}


def _holder_as_json(one: OldLockHolder) -> dict[str, Any]:
    return {"user": one.user, "pid": one.pid, "command": one.command, "since": one.since.isoformat() if one.since else None}
