"""Who else is in the gate, for people: read from the locks, disturbing nobody."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from hubyard.drivers.gate import proc
from hubyard.drivers.gate.live_files import LiveFile, live_files
from hubyard.gate.kernel_locks import FileId, blocked, holders
from hubyard.gate.port import OldLockHolder, Presence
from hubyard.gate.presence import NOTE_LIMIT_BYTES, Note, parse_note


class Neighbours:
    def __init__(self, *, directory: Path, old_lock: Path) -> None:
        self.turn = directory / "turn"
        self._directory = directory
        self._old_lock = old_lock

    def running(self) -> Sequence[Presence]:
        return self._present("running")

    def waiting(self) -> Sequence[Presence]:
        """In the order in which they will be served; those who wait for a deploy of their own hub to end come last."""
        served = [*self.pids_holding(self.turn), *self.pids_blocked(self.turn)]
        places = {pid: place for place, pid in enumerate(served)}
        return sorted(self._present("waiting"), key=lambda one: (places.get(one.pid, len(places)), one.since))

    def pids_holding(self, path: Path) -> Sequence[int]:
        file = proc.file_id(path)
        return [] if file is None else holders(proc.locks_on(file))

    def pids_blocked(self, path: Path) -> Sequence[int]:
        file = proc.file_id(path)
        return [] if file is None else blocked(proc.locks_on(file))

    def before_us(self) -> Sequence[Presence | OldLockHolder]:
        """What keeps the queue from moving: builds; else the old lock; else starts; else who holds the turn. Stopped ones in any case."""
        running = self.running()
        ahead = running if any(not one.starts for one in running) else self.old_lock() or running
        pids = [pid for pid in self.pids_holding(self.turn) if pid != os.getpid()]
        if ahead and not any(map(proc.stopped, pids)):
            return ahead
        known = {one.pid: one for one in self._present("waiting")}
        return [*ahead, *(known.get(pid) or _unnamed(pid) for pid in pids if proc.alive(pid))]

    def deploying(self, hub: str | None = None) -> Sequence[Presence]:
        """Who holds a hub's lock: of one hub, or of all."""
        folder = self._directory / "hub"
        names = [hub] if hub else sorted(path.name for path in folder.glob("[!.]*"))
        return [presence for name in names for presence in self._in_hub(folder / name)]

    def old_lock(self, *, certainly_held: bool = False) -> Sequence[OldLockHolder]:
        """Processes outside Hubyard that hold the old lock. One that cannot be seen into is named by what is known: its pid.

        In a container the kernel does not list the lock of a process that has ended, so `certainly_held` has us look for those who have
        the file.
        """
        file = proc.file_id(self._old_lock)
        taken_by = self.pids_holding(self._old_lock)
        if file is None or not (taken_by or certainly_held):
            return []
        ours = {os.getpid(), *self.pids_holding(self.turn), *(one.pid for one in self.running())}
        if taken_by and ours.issuperset(taken_by):
            return []
        pids = [pid for pid in proc.lockers(file) if pid not in ours] or [pid for pid in taken_by if pid not in ours]
        return [_script(pid) for pid in pids]

    def old_lock_waiters(self) -> Sequence[OldLockHolder]:
        """Scripts that our builds keep from the old lock, and that go before the next one of ours."""
        return [_script(proc.script_of(pid)) for pid in self.pids_blocked(self._old_lock) if pid != os.getpid()]

    def _present(self, folder: str) -> Sequence[Presence]:
        return sorted((_presence(found) for found in live_files(self._directory / folder)), key=lambda one: one.since)

    def _in_hub(self, path: Path) -> Iterator[Presence]:
        for pid in self.pids_holding(path):
            note = _note_in(path)
            if note is None or note.pid != pid:
                yield replace(_unnamed(pid), hub=path.name)
            else:
                yield replace(_unnamed(pid), id=path.name, hub=note.hub, title=note.title, command=note.command, since=note.since)


def _presence(found: LiveFile) -> Presence:
    note = found.note
    if note is None:
        return _unreadable(found)
    pid = _pid_of(found.file, note)
    stopped = pid > 0 and proc.stopped(pid)
    return Presence(
        id=found.id,
        hub=note.hub,
        title=note.title,
        user=found.user,
        pid=pid,
        command=note.command,
        since=note.since,
        stopped=stopped,
        granted_bytes=note.granted_bytes,
        known=note.known,
        usual_s=note.usual_s,
        starts=note.starts,
    )


def _unreadable(found: LiveFile) -> Presence:
    """It holds a place and does not say for whom: named by its file, and by who has that open."""
    pid = next(iter(proc.lockers(found.file)), 0)
    since, stopped = proc.started(pid) or proc.now(), pid > 0 and proc.stopped(pid)
    return Presence(id=found.id, hub=found.hub, title=found.id, user=found.user, pid=pid, command="", since=since, stopped=stopped)


def _pid_of(file: FileId, note: Note) -> int:
    """Who has it: the process that made it, or the build client that outlived it. 0 where pids mean nothing to us."""
    if note.pid_namespace != proc.pid_namespace():
        return 0
    return note.pid if proc.alive(note.pid) else next(iter(proc.lockers(file)), note.pid)


def _script(pid: int) -> OldLockHolder:
    command, user, since = proc.command_of(pid), proc.user_of(pid), proc.started(pid)
    return OldLockHolder(pid=pid, user=user, command=command, since=since, stopped=proc.stopped(pid))


def _unnamed(pid: int) -> Presence:
    command, user, since = proc.command_of(pid), proc.user_of(pid), proc.started(pid) or proc.now()
    return Presence(id="", hub="", title=command, user=user, pid=pid, command=command, since=since, stopped=proc.stopped(pid))


def _note_in(path: Path) -> Note | None:
    try:
        with path.open("rb") as file:
            return parse_note(file.read(NOTE_LIMIT_BYTES))
    except OSError:
        return None
