"""As much of JSON Schema as our documents use; a word that it does not know is an error, not a blind spot."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}
SILENT = {"$schema", "$id", "$defs", "description"}
"""Words that demand nothing by themselves."""


def faults(value: Any, schema: Mapping[str, Any], *, root: Mapping[str, Any] | None = None, at: str = "") -> Iterator[str]:  # noqa: ANN401
    root = root or schema
    for word, demand in schema.items():
        if word not in SILENT:
            yield from _CHECKS[word](value, demand, schema, root, at)


def _type(value: Any, demand: Any, _schema: Any, _root: Any, at: str) -> Iterator[str]:  # noqa: ANN401
    fits = isinstance(value, TYPES[demand]) and (demand == "boolean" or not isinstance(value, bool))
    if not fits:
        yield f"{at}: {value!r} is no {demand}"


def _ref(value: Any, demand: Any, _schema: Any, root: Any, at: str) -> Iterator[str]:  # noqa: ANN401
    yield from faults(value, root["$defs"][demand.removeprefix("#/$defs/")], root=root, at=at)


def _any_of(value: Any, demand: Any, _schema: Any, root: Any, at: str) -> Iterator[str]:  # noqa: ANN401
    tried = [list(faults(value, one, root=root, at=at)) for one in demand]
    if all(tried):
        yield min(tried, key=len)[0]


def _properties(value: Any, demand: Any, _schema: Any, root: Any, at: str) -> Iterator[str]:  # noqa: ANN401
    for name, one in demand.items() if isinstance(value, dict) else ():
        if name in value:
            yield from faults(value[name], one, root=root, at=f"{at}.{name}")


def _additional(value: Any, demand: Any, schema: Any, root: Any, at: str) -> Iterator[str]:  # noqa: ANN401
    for name, inner in value.items() if isinstance(value, dict) else ():
        if name not in schema.get("properties", {}) and demand is not True:
            yield from [f"{at}.{name} is not declared"] if demand is False else faults(inner, demand, root=root, at=f"{at}.{name}")


def _required(value: Any, demand: Any, _schema: Any, _root: Any, at: str) -> Iterator[str]:  # noqa: ANN401
    yield from (f"{at}.{name} is missing" for name in demand if isinstance(value, dict) and name not in value)


def _items(value: Any, demand: Any, _schema: Any, root: Any, at: str) -> Iterator[str]:  # noqa: ANN401
    for place, one in enumerate(value if isinstance(value, list) else ()):
        yield from faults(one, demand, root=root, at=f"{at}[{place}]")


def _enum(value: Any, demand: Any, _schema: Any, _root: Any, at: str) -> Iterator[str]:  # noqa: ANN401
    if value not in demand:
        yield f"{at}: {value!r} is none of {demand}"


def _const(value: Any, demand: Any, _schema: Any, _root: Any, at: str) -> Iterator[str]:  # noqa: ANN401
    if value != demand:
        yield f"{at}: {value!r} is not {demand!r}"


def _format(value: Any, demand: Any, _schema: Any, _root: Any, at: str) -> Iterator[str]:  # noqa: ANN401
    assert demand == "date-time"
    if isinstance(value, str) and (not re.match(r"\d{4}-\d\d-\d\dT", value) or datetime.fromisoformat(value).tzinfo is None):
        yield f"{at}: {value!r} is no moment with a zone"


_CHECKS = {
    "type": _type,
    "$ref": _ref,
    "anyOf": _any_of,
    "properties": _properties,
    "additionalProperties": _additional,
    "required": _required,
    "items": _items,
    "enum": _enum,
    "const": _const,
    "format": _format,
}
