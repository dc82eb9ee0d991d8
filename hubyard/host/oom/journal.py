"""Entries as JSON: of the journal (journalctl -o json, json-pretty), of the engine's own log files, of what ships logs elsewhere."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hubyard.host.oom.moments import read_epoch
from hubyard.host.oom.values import Moment

LONGEST_LINES: Final = 120
"""Of an entry printed one field a line."""
SPEAKERS: Final = ("ident", "appname", "programname", "syslog_identifier")
"""Who wrote a message of syslog, as log shippers call it. Without that, a "message" may be anybody's."""
TEXT_FIELD: Final = re.compile(r"\s*\"(?:textPayload|Output)\"\s?:\s?(\".*\"),?\s*$")
"""Google's, Amazon's."""
ENDS: Final = re.compile(r"(?:\\[rn]|[\r\n]){1,8}$")


@dataclass(frozen=True, kw_only=True)
class JournalEntry:
    """An entry.

    messages: its lines; none where the message was too long for journalctl (null)
    last_index: the last line of the text that belongs to it
    """

    messages: tuple[str, ...]
    last_index: int
    program: str | None
    host: str | None
    when: Moment | None


def read_journal(lines: Sequence[str], index: int) -> JournalEntry | None:
    """What begins at that line; None where that is no entry of a log."""
    if lines[index].strip() != "{":
        return _entry(lines[index], last_index=index)
    end = lines[index].rstrip().replace("{", "}")
    for last in range(index + 1, min(index + LONGEST_LINES, len(lines))):
        if lines[last].rstrip(" ,") == end:
            return _entry("\n".join(lines[index : last + 1]).rstrip(" ,"), last_index=last)
        if lines[last].strip() == "{":  # entries are flat
            break
    return None


def _entry(text: str, *, last_index: int) -> JournalEntry | None:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return _told(fields, last_index=last_index) if isinstance(fields, dict) else None


def _told(fields: Mapping[str, object], *, last_index: int) -> JournalEntry | None:
    payload = fields.get("jsonPayload")  # Google's
    if isinstance(payload, dict):
        return _told(payload, last_index=last_index)
    if "MESSAGE" in fields:
        kernel = "kernel" if fields.get("_TRANSPORT") == "kernel" else None
        program = _text(fields.get("SYSLOG_IDENTIFIER")) or kernel or _text(fields.get("_COMM"))
        when = read_epoch(fields.get("_SOURCE_REALTIME_TIMESTAMP")) or read_epoch(fields.get("__REALTIME_TIMESTAMP"))
        message, host = fields["MESSAGE"], _text(fields.get("_HOSTNAME"))
    elif set(fields) <= {"log", "stream", "time", "attrs"} and "log" in fields:
        message, program, host, when = fields["log"], "container", None, None
    elif "textPayload" in fields:
        message, program, host, when = unescape(fields["textPayload"]), None, None, None
    elif program := next((_text(fields[key]) for key in SPEAKERS if key in fields), None):
        message, host, when = fields.get("message"), _text(fields.get("host")) or _text(fields.get("hostname")), None
    else:
        return None
    return JournalEntry(messages=_lines(message), last_index=last_index, program=program, host=host, when=when)


def read_text_field(line: str) -> str | None:
    """A console's text within a document that is printed one field a line."""
    match = TEXT_FIELD.match(line)
    try:
        return unescape(json.loads(match[1])) if match else None
    except ValueError:
        return None


def unescape(text: object) -> str | None:
    """A console's line with its end, which may have been escaped twice."""
    return ENDS.sub("", text) if isinstance(text, str) else None


def _lines(message: object) -> tuple[str, ...]:
    """A field that was given several times is a list of them; one that is no UTF-8 a list of its bytes."""
    text = _text(message)
    parts = [text] if text is not None else [_text(part) for part in message] if isinstance(message, list) else []
    return tuple(line for part in parts if part is not None for line in part.split("\n"))


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(byte, int) and 0 <= byte < 256 for byte in value):  # noqa: PLR2004
        return bytes(value).decode(errors="replace")
    return None
