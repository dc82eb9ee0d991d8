"""A recording as a file: what `--save` writes on one host, and `--from` judges on another."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from hubyard.diagnosis.heard import Heard, Recording
from hubyard.errors import RecordingInvalid

SCHEMA: Final = "hubyard.facts/1"
MOST_S: Final = 365 * 86_400.0
LONGEST: Final = 200


def write_recording(recording: Recording) -> str:
    """Each line of what was heard on a line of its own, so that two recordings can be compared by diff."""
    heard = {name: _document(one) for name, one in sorted(recording.heard.items())}
    document = {"schema": SCHEMA, "host": recording.host, "taken": recording.taken.isoformat(), "heard": heard}
    return json.dumps(document, ensure_ascii=True, indent=1) + "\n"


def parse_recording(text: str) -> Recording:
    """Raises RecordingInvalid. Probes that are not known here are kept: whoever judges leaves them out."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise RecordingInvalid(detail=f"JSON: {str(fault)[:LONGEST]}", expected=SCHEMA) from fault
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != SCHEMA:
        raise RecordingInvalid(detail=f"schema: {str(schema or '?')[:LONGEST]}", expected=SCHEMA)
    try:
        heard = {str(name): _heard(one) for name, one in document["heard"].items()}
        return Recording(host=_text(document["host"]), taken=_moment(document["taken"]), heard=heard)
    except (KeyError, ValueError, TypeError, AttributeError) as fault:
        raise RecordingInvalid(detail=f"{type(fault).__name__}: {str(fault)[:LONGEST]}", expected=SCHEMA) from fault


def is_recording(text: str) -> bool:
    try:
        parse_recording(text)
    except RecordingInvalid:
        return False
    return True


def _document(heard: Heard) -> dict[str, Any]:
    return {
        "status": heard.status,
        "elapsed_s": round(heard.elapsed_s, 3),
        "asked": heard.asked.isoformat() if heard.asked else None,
        "text": heard.text.split("\n"),
    }


def _heard(found: Mapping[str, Any]) -> Heard:
    status, asked, elapsed_s = found["status"], found["asked"], found["elapsed_s"]
    if not (status is None or (isinstance(status, int) and not isinstance(status, bool))):
        raise TypeError("status")
    if not isinstance(elapsed_s, int | float) or not 0 <= elapsed_s <= MOST_S:
        raise ValueError("elapsed_s")
    if not isinstance(found["text"], list):
        raise TypeError("text")
    text = "\n".join(map(_text, found["text"]))
    return Heard(text=text, status=status, elapsed_s=float(elapsed_s), asked=None if asked is None else _moment(asked))


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise TypeError(type(found).__name__)
    return found


def _moment(found: object) -> datetime:
    """With a zone, and far enough from both ends of time to be shown in any other."""
    moment = datetime.fromisoformat(_text(found))
    if moment.tzinfo is None or not 1970 <= moment.year < 9999:  # noqa: PLR2004  as in gate.presence
        raise ValueError(found)
    return moment
