"""How the engine uses its disk: `docker system df`."""

import re
from typing import Final

from hubyard.diagnosis.facts.engine import UsageFacts
from hubyard.diagnosis.heard import Heard, Unread, parts_in
from hubyard.diagnosis.probes.reading import json_lines, never_raising, why_missing, words

SCRIPT: Final = """
part usage docker system df --format '{"type":{{json .Type}},"size":{{json .Size}},"free":{{json .Reclaimable}}}'
"""
"""Slow where there are many layers: it counts each file system's files."""
SIZE: Final = re.compile(r"(?P<count>[0-9]{1,12}(?:\.[0-9]{1,6})?)(?P<unit>[kKMGTPE]?)i?B")
UNITS: Final = {"": 0, "k": 1, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}
"""Powers of 1000: `units.HumanSize` of go-units, four digits."""
FIELDS: Final = {"Images": "images", "Containers": "containers", "Local Volumes": "volumes", "Build Cache": "cache"}


@never_raising
def parse(heard: Heard) -> UsageFacts | Unread:
    part = parts_in(heard).get("usage")
    rows = list(json_lines(part.text)) if part else []
    sizes: dict[str, int] = {}
    for row in rows:
        if name := FIELDS.get(words(row.get("type"))):
            sizes[f"{name}_bytes"] = _bytes(words(row.get("size")))
            sizes[f"{name}_free_bytes"] = _bytes(words(row.get("free")))
    return UsageFacts(**sizes) if sizes else why_missing(heard, part)


def _bytes(text: str) -> int:
    """Of "1.355GB (88%)"; 0 for what is no size ("N/A")."""
    found = SIZE.match(text)
    return round(float(found["count"]) * 1000 ** UNITS[found["unit"]]) if found else 0
