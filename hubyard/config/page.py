"""docs/settings.md, from the settings themselves: keys, bounds and defaults from the fields, words from the docstrings.

Renew it by `python -m hubyard.config.page > docs/settings.md`.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from hubyard.config.bounds import Between, NotEmpty, Shape, Size, toml_key
from hubyard.config.hub import HubSettings
from hubyard.config.keys import default_of, plain_of, tables_of
from hubyard.config.yard import YardSettings

HEAD: Final = """\
# Settings

Two kinds of files, in TOML. A key that is not listed is refused, with the nearest one suggested; a value out of its bounds is refused
with file, key and what was expected. `invoke config` shows what is in force and where it comes from.

Sizes are written as `"1.5 GB"` (powers of 1000), `"512 MiB"` (powers of 1024) or a number of bytes; times are seconds.
"""
PARTS: Final = (
    ("yard.toml", "of the yard; every key may be left out", YardSettings),
    ("hub.toml", "in a folder for each hub", HubSettings),
)
DESCRIPTION: Final = re.compile(r"^ *(?P<names>[a-z_]+(?:, [a-z_]+)*): (?P<text>.+)$", re.MULTILINE)


def render_page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(line for name, where, kind in PARTS for line in _part(f"{name}: {where}", kind))])


def _part(title: str, kind: type) -> Iterator[str]:
    tables = tables_of(kind)
    yield from (f"## {title}", "", "| key | value | default | |", "|---|---|---|---|")
    yield from (row for key, row in _rows(kind) if key not in tables)
    yield ""
    for key, table in tables.items():
        yield from _part(f"[{key}] in {title.partition(':')[0]}", table)


def _rows(kind: type) -> Iterator[tuple[str, str]]:
    texts, hints = describe(kind), get_type_hints(kind, include_extras=True)
    for one in fields(kind):
        key, default = toml_key(one.name), default_of(one)
        yield key, f"| `{key}` | {_bounds(hints[one.name])} | {_default(one.name, default)} | {texts[one.name]} |"


def describe(kind: type) -> dict[str, str]:
    """What each field is for, from the class's docstring. Raises KeyError by its use for one that has no line."""
    return {name: found["text"] for found in DESCRIPTION.finditer(kind.__doc__ or "") for name in found["names"].split(", ")}


def _default(field: str, value: Any) -> str:  # noqa: ANN401  whatever the field holds
    if value is MISSING:
        return "*must be there*"
    if value is None or value in ((), {}):
        return "–"
    plain = plain_of(field, value)
    shown = ", ".join(f'"{one}"' for one in plain) if isinstance(plain, list) else f'"{plain}"' if isinstance(plain, str) else str(plain)
    return f"`[{shown}]`" if isinstance(plain, list) else f"`{shown}`"


def _bounds(hint: Any) -> str:  # noqa: ANN401  an annotation of any form
    origin, parts = get_origin(hint), get_args(hint)
    if origin in {UnionType, Union}:
        return _bounds(next(part for part in parts if part is not NoneType))
    if origin is Annotated:
        own = next(part for part in parts[1:] if isinstance(part, Between | Size | Shape | NotEmpty))
        return _bounds(parts[0]) if isinstance(own, NotEmpty) else _of(own)
    if origin is Literal:
        return " or ".join(f'`"{part}"`' for part in parts)
    if origin is tuple:
        return f"list of: {_bounds(parts[0])}"
    if origin is dict:
        return f"table of: {_bounds(parts[1])}"
    return getattr(hint, "__name__", str(hint))


def _of(bound: Between | Size | Shape) -> str:
    if isinstance(bound, Shape):
        return bound.expected.value.replace("_", " ") + (f", as {bound.bounds}" if bound.bounds else "")
    return f"{'size' if isinstance(bound, Size) else 'whole number'}, {bound.bounds}"


if __name__ == "__main__":
    sys.stdout.write(render_page())
