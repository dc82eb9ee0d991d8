"""Who is at Hubyard's gate, and who holds the lock of the old script."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Final

from hubyard.config.yard import GateSettings
from hubyard.diagnosis.facts.work import GateFacts, GatePresence
from hubyard.diagnosis.heard import Heard, Part, Unread, Why, parts_in
from hubyard.diagnosis.probes.reading import files_of, never_raising, number, text_of, why_missing
from hubyard.diagnosis.probes.scripts import SAY
from hubyard.gate.kernel_locks import FileId, KernelLock, blocked, holders, parse_locks
from hubyard.gate.presence import Note, parse_note
from hubyard.gate.processes import parse_stat

DIRECTORY: Final = GateSettings().directory
OLD_LOCK: Final = GateSettings().old_lock
"""Where they are unless a yard says otherwise, which another host does not tell."""
SCRIPT: Final = (
    SAY
    + f"""
gate={DIRECTORY}
ids() {{
  set --
  for file in "$gate"/running/* "$gate"/waiting/* "$gate"/turn {OLD_LOCK}; do [ -f "$file" ] && set -- "$@" "$file"; done
  [ $# = 0 ] || stat -L -c '%D %i %n' "$@" || ls -iL "$@"
}}
notes() {{
  for file in "$gate"/running/* "$gate"/waiting/*; do
    [ -f "$file" ] || continue
    printf '%s\\n' "$file"; head -c 4096 "$file" | head -n 1; echo
  done | head -n 600
}}
states() {{
  set --
  for pid in $(printf '%s' "$part_text" | sed -n 's/.*"pid": *\\([0-9]*\\).*/\\1/p'); do set -- "$@" "/proc/$pid/stat"; done
  [ $# = 0 ] || say "$@"
}}
openers() {{
  inode=$(ls -iL {OLD_LOCK} 2>/dev/null | sed 's/^ *\\([0-9]*\\) .*/\\1/')
  [ "$inode" ] && grep -s "^lock:.*FLOCK.*:$inode " /proc/[0-9]*/fdinfo/*
  return 0
}}
part folder ls "$gate/running" "$gate/waiting"
part ids ids
part locks grep FLOCK /proc/locks
part namespace readlink /proc/self/ns/pid
part notes notes
part states states
part openers openers
"""
)
"""Nothing is locked, and nothing that is locked minds being read.

The kernel names who took a lock: for a script that is flock(1), which has ended. Who has it open is in fdinfo, where we may look.
"""
OPENER: Final = re.compile(r"^/proc/(?P<pid>[0-9]{1,9})/fdinfo/[0-9]+:lock:(?!.*->)", re.MULTILINE)
ID: Final = re.compile(r"^(?:(?P<device>[0-9a-f]{1,16}) +)?(?P<inode>[0-9]{1,19}) +(?P<file>/.*)$", re.MULTILINE)
LAST: Final = 1 << 62


@dataclass(frozen=True, kw_only=True)
class Locks:
    """Of a moment. `ids` by path: device and inode of the files that stand there; None for a device that is not known."""

    ids: Mapping[str, tuple[int | None, int]]
    locks: Sequence[KernelLock]

    def on(self, file: str) -> Sequence[KernelLock]:
        device, inode = self.ids.get(file, (None, -1))
        return [lock for lock in self.locks if lock.file.inode == inode and device in {None, _device(lock.file)}]


@never_raising
def parse(heard: Heard) -> GateFacts | Unread:
    """Without a gate, who holds the old lock is still worth saying."""
    parts = parts_in(heard)
    folder, locks = parts.get("folder"), _locks(parts)
    missing = None if folder is not None and folder.good else why_missing(heard, folder)
    old_lock = OLD_LOCK if OLD_LOCK in locks.ids else ""
    if missing is not None and not (missing.why is Why.ABSENT and old_lock):
        return missing
    notes = dict(_notes(text_of(parts, "notes"), locks))
    stopped = _stopped(files_of(text_of(parts, "states")))
    namespace = text_of(parts, "namespace").strip()
    present = {file: _presence(note, stopped=note.pid_namespace == namespace and note.pid in stopped) for file, note in notes.items()}
    running = [one for file, one in present.items() if PurePosixPath(file).parent.name == "running"]
    return GateFacts(
        directory=DIRECTORY if missing is None else "",
        running=tuple(sorted(running, key=lambda one: one.since)),
        waiting=tuple(_in_order([one for file, one in present.items() if PurePosixPath(file).parent.name == "waiting"], locks)),
        old_lock=old_lock,
        old_lock_pids=tuple(pid for pid in _old_holders(parts, locks) if pid not in {one.pid for one in running}),
    )


def _old_holders(parts: Mapping[str, Part], locks: Locks) -> Sequence[int]:
    """Who took it, or where that one has ended, all that have it open."""
    took = holders(locks.on(OLD_LOCK))
    openers = dict.fromkeys(int(found["pid"]) for found in OPENER.finditer(text_of(parts, "openers")))
    return took if not openers or set(took) & set(openers) else tuple(openers)


def _locks(parts: Mapping[str, Part]) -> Locks:
    rows = ID.finditer(text_of(parts, "ids"))
    ids = {row["file"]: (_number_of(row["device"]), int(row["inode"])) for row in rows}
    return Locks(ids=ids, locks=parse_locks(text_of(parts, "locks")))


def _number_of(device: str | None) -> int | None:
    return int(device, 16) if device else None


def _device(file: FileId) -> int:
    """As stat(1) prints it: the kernel's new_encode_dev."""
    return (file.minor & 0xFF) | (file.major << 8) | ((file.minor & ~0xFF) << 12)


def _notes(text: str, locks: Locks) -> Iterator[tuple[str, Note]]:
    """Of files whose flock is held: what is left over of somebody who died says nothing."""
    lines = text.splitlines()
    for file, content in pairwise(lines):
        if file.startswith(f"{DIRECTORY}/") and holders(locks.on(file)) and (note := parse_note(content.encode(errors="replace"))):
            yield file, note


def _presence(note: Note, *, stopped: bool) -> GatePresence:
    return GatePresence(
        hub=note.hub,
        title=note.title,
        command=note.command,
        pid=note.pid,
        since=note.since,
        granted_bytes=note.granted_bytes,
        stopped=stopped,
    )


def _in_order(waiting: Sequence[GatePresence], locks: Locks) -> Sequence[GatePresence]:
    """As they will be served: who has the turn, then those blocked on it, in the kernel's order."""
    turn = locks.on(f"{DIRECTORY}/turn")
    line = [*holders(turn), *blocked(turn)]
    return sorted(waiting, key=lambda one: (line.index(one.pid) if one.pid in line else LAST, one.since))


def _stopped(files: Mapping[str, str]) -> set[int]:
    letters = {number(PurePosixPath(name).parent.name): text for name, text in files.items()}
    return {pid for pid, text in letters.items() if pid is not None and parse_stat(text).stopped}
