"""The document `hubyard.diagnose/1`, declared once: its JSON Schema (docs/schemas/hubyard.diagnose-1.json) is made of these classes.

`python -m hubyard.show.diagnosis.document > docs/schemas/hubyard.diagnose-1.json` renews that.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hubyard.diagnosis.facts import Facts
from hubyard.diagnosis.values import Finding, Verdict

NAME: Final = "hubyard.diagnose/1"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a host could not be asked: as in `hubyard.error/1`, without its sentences."""

    code: str
    status: int


@dataclass(frozen=True, kw_only=True)
class HostDocument:
    """Of one host. `host` as it was named, "" for this one; either `problem` or all the rest.

    status: as if it had been the only one
    sizing: as in `hubyard.size/1`
    """

    host: str
    status: int
    problem: Problem | None = None
    verdict: Verdict | None = None
    findings: tuple[Finding, ...] = ()
    facts: Facts | None = None
    sizing: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Document:
    """`status` is the exit status."""

    status: int
    hosts: tuple[HostDocument, ...]


def as_json(document: Document) -> Mapping[str, Any]:
    """Plain JSON values: times in ISO 8601, sizes in bytes, durations in seconds."""
    from pydantic import TypeAdapter  # noqa: PLC0415  28 ms

    said: Mapping[str, Any] = TypeAdapter(Document).dump_python(document, mode="json")
    return said


def json_schema() -> Mapping[str, Any]:
    """Strict: all that is declared is there, and nothing else."""
    from pydantic import TypeAdapter  # noqa: PLC0415

    made = TypeAdapter(Document).json_schema(mode="serialization")
    made["properties"] = {"schema": {"const": NAME}, **made["properties"]}
    closed: Mapping[str, Any] = _closed(made)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "hubyard.diagnose-1.json", **closed}


def _closed(part: Any) -> Any:  # noqa: ANN401  any part of a schema
    """Without titles and defaults; objects closed, and each of their properties required: a document leaves none out."""
    if isinstance(part, list):
        return [_closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {
        keyword: {name: _closed(one) for name, one in inner.items()} if keyword in {"properties", "$defs"} else _closed(inner)
        for keyword, inner in part.items()
        if keyword not in {"title", "default"}
    }
    if "properties" in kept:
        kept |= {"additionalProperties": False, "required": sorted(kept["properties"])}
    return kept


if __name__ == "__main__":
    sys.stdout.write(json.dumps(json_schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n")
