"""yard.toml and hub.toml → settings. Pure: who reads the files is `drivers/settings.py`.

What is wrong is told as `SettingsInvalid`: file, dotted key, what was found and what was expected, in our own words for both languages.
"""

import json
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from hubyard.config.bounds import Expected
from hubyard.config.hub import HubSettings
from hubyard.config.keys import known_keys
from hubyard.config.masking import show_value
from hubyard.config.yard import YardSettings
from hubyard.errors import SettingsInvalid, SettingsUnreadable

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

Settings = TypeVar("Settings", YardSettings, HubSettings)
Key = tuple[str | int, ...]

EXPECTED: Final = {
    "unexpected_keyword_argument": Expected.KNOWN_KEY,
    "missing": Expected.KEY,
    "string_type": Expected.TEXT,
    "int_type": Expected.WHOLE_NUMBER,
    "int_from_float": Expected.WHOLE_NUMBER,
    "tuple_type": Expected.LIST,
    "dict_type": Expected.TABLE,
    "dataclass_type": Expected.TABLE,
    "literal_error": Expected.ONE_OF,
}
"""Of pydantic's error types; those of our own bounds are words already."""

NOTHING_SETTABLE: Final = 0.5
"""Stands for dates and times, which TOML has and JSON has not: no setting takes a fraction either, so both are refused alike."""


def parse_yard(text: str, *, file: Path) -> YardSettings:
    """Of yard.toml. Raises SettingsUnreadable for what is no TOML, SettingsInvalid for the first setting out of place."""
    return _parse(YardSettings, text, file)


def parse_hub(text: str, *, file: Path) -> HubSettings:
    """Of hub.toml. Raises as `parse_yard`."""
    return _parse(HubSettings, text, file)


def written_keys(text: str) -> frozenset[str]:
    """Dotted keys that stand in the text of a settings file (which parses)."""
    return frozenset(_dotted(tomllib.loads(text)))


def _dotted(document: Mapping[str, Any], prefix: str = "") -> list[str]:
    keys = [f"{prefix}{key}" for key in document]
    tables = [_dotted(value, f"{prefix}{key}.") for key, value in document.items() if isinstance(value, dict)]
    return keys + [key for table in tables for key in table]


def _parse(kind: type[Settings], text: str, file: Path) -> Settings:
    from pydantic import ValidationError  # noqa: PLC0415  60 ms, needed only where settings are loaded

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise SettingsUnreadable(file=file, detail=str(fault)) from None
    try:
        # By way of JSON: pydantic's strict mode takes lists for tuples and tables for dataclasses there, and only there.
        settings: Settings = _adapters()[kind].validate_json(json.dumps(document, default=lambda _: NOTHING_SETTABLE))
    except ValidationError as fault:
        # An unknown key first: a misspelt one is often the missing one.
        faults = sorted(fault.errors(include_url=False), key=lambda one: one["type"] != "unexpected_keyword_argument")
        raise _invalid(kind, faults[0], document, file) from None
    return settings


@cache
def _adapters() -> "dict[type, TypeAdapter[Any]]":
    from pydantic import TypeAdapter  # noqa: PLC0415  as above

    return {kind: TypeAdapter(kind) for kind in (YardSettings, HubSettings)}


def _invalid(kind: type[Settings], fault: "ErrorDetails", document: Mapping[str, Any], file: Path) -> SettingsInvalid:
    # A dict's own key is told as (…, key, "[key]"): the setting is the key.
    key: Key = tuple(part for part in fault["loc"] if part != "[key]")
    expected = EXPECTED.get(fault["type"]) or Expected(fault["type"])
    context = fault.get("ctx", {})
    bounds, nearest = str(context.get("bounds") or context.get("expected") or ""), ""
    if expected is Expected.KNOWN_KEY:
        known = known_keys(kind, within=tuple(str(part) for part in key[:-1]))
        bounds, nearest = ", ".join(known), next(iter(get_close_matches(str(key[-1]), known, n=1)), "")
    return SettingsInvalid(
        file=file,
        key=_written(key),
        found=_found(document, key),
        expected=expected.value,
        bounds=bounds.replace("'", '"').replace(" or ", ", "),
        nearest=nearest,
    )


def _written(key: Key) -> str:
    """`gate.wait`, `hubs[2]` (counted from 1, as people do)."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in key).lstrip(".")


def _found(document: Any, key: Key) -> str:  # noqa: ANN401  whatever TOML may hold
    value = document
    try:
        for part in key:
            value = value[part]
    except (KeyError, IndexError, TypeError):
        return ""
    return show_value(_written(key), value)
