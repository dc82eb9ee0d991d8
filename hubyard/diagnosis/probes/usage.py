"""How the engine uses its disk: `docker system df`; and its build cache by itself, which is counted sooner."""

import re
from dataclasses import replace
from typing import Any, Final

from hubyard.diagnosis.facts.engine import UsageFacts
from hubyard.diagnosis.heard import Heard, Part, Unread, parts_in
from hubyard.diagnosis.probes.reading import json_lines, never_raising, number, why_missing, words

COUNT: Final = r"""tr '{' '\n' | awk '
  function figure(name) { return match($0, "\"" name "\":[0-9]+") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) : 0 }
  /"BuildCache(Usage)?":/ { answered = 1 }
  /"InUse":(true|false),"Shared":false,/ { size = figure("Size"); all += size; if (/"InUse":false/) free += size }
  /"TotalSize":/ { all = figure("TotalSize"); free = figure("Reclaimable") }
  END { if (answered) printf "{\"size\":%.0f,\"free\":%.0f}\n", all, free }'
"""
"""The sums of the engine's records, which hold command lines: of these nothing is kept. Its API 1.52 has the sums alone."""
SCRIPT: Final = rf"""
build_cache() {{
  engine=$(docker context inspect --format '{{{{.Endpoints.docker.Host}}}}') || return 1
  case $engine in unix://*) ;; *) echo "the engine is at $engine"; return 1 ;; esac
  curl --silent --show-error --unix-socket "${{engine#unix://}}" 'http://engine/system/df?type=build-cache' | {COUNT}
}}
at_once() {{ whole=$(part "$@"); printf '%s\n' "$whole"; }}
at_once cache build_cache &
at_once usage docker system df --format '{{"type":{{{{json .Type}}}},"size":{{{{json .Size}}}},"free":{{{{json .Reclaimable}}}}}}'
wait
"""
"""`df` is slow where there are many layers, containers or volumes: it counts each file system's files. So the cache is asked for beside it:
by the API, since `docker buildx du` writes into the home of who asks. One `printf` for each part, or two of them would be mixed."""
SIZE: Final = re.compile(r"(?P<count>[0-9]{1,12}(?:\.[0-9]{1,6})?)(?P<unit>[kKMGTPE]?)i?B")
UNITS: Final = {"": 0, "k": 1, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}
"""Powers of 1000: `units.HumanSize` of go-units, four digits."""
FIELDS: Final = {"Images": "images", "Containers": "containers", "Local Volumes": "volumes", "Build Cache": "cache"}


@never_raising
def parse(heard: Heard) -> UsageFacts | Unread:
    """With the cache alone where `df` did not end in time."""
    parts = parts_in(heard)
    sizes = _sizes(parts.get("usage"))
    if sizes is not None:
        return sizes
    unread = why_missing(heard, parts.get("usage"))
    cache = _cache(parts.get("cache"))
    return unread if cache is None else replace(cache, rest=unread)


def _sizes(part: Part | None) -> UsageFacts | None:
    sizes: dict[str, Any] = {}
    for row in json_lines(part.text) if part else ():
        if name := FIELDS.get(words(row.get("type"))):
            sizes[f"{name}_bytes"] = _bytes(words(row.get("size")))
            sizes[f"{name}_free_bytes"] = _bytes(words(row.get("free")))
    return UsageFacts(**sizes) if sizes else None


def _cache(part: Part | None) -> UsageFacts | None:
    for row in json_lines(part.text) if part else ():
        size, free = number(row.get("size")), number(row.get("free"))
        if size is not None and free is not None:
            return UsageFacts(cache_bytes=size, cache_free_bytes=free)
    return None


def _bytes(text: str) -> int:
    """Of "1.355GB (88%)"; 0 for what is no size ("N/A")."""
    found = SIZE.match(text)
    return round(float(found["count"]) * 1000 ** UNITS[found["unit"]]) if found else 0
