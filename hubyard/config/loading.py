"""yard.toml and hub.toml → settings. Pure: who reads the files is `drivers/settings.py`.

What is wrong is told as `SettingsInvalid`: file, dotted key, what was found and what was expected, in our own words for both languages.
"""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from hubyard.config.bounds import Expected
from hubyard.config.hub import HubSettings
from hubyard.config.keys import known_keys
from hubyard.config.masking import show_value
from hubyard.config.schema import Fault, Key, OutOfPlace, settings_of
from hubyard.config.yard import YardSettings
from hubyard.errors import SettingsInvalid, SettingsUnreadable

Settings = TypeVar("Settings", YardSettings, HubSettings)


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
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise SettingsUnreadable(file=file, detail=str(fault)) from None
    try:
        return settings_of(kind, document)
    except OutOfPlace as found:
        raise _invalid(kind, found.faults[0], document, file) from None


def _invalid(kind: type[Settings], fault: Fault, document: Mapping[str, Any], file: Path) -> SettingsInvalid:
    bounds, nearest = fault.bounds, ""
    if fault.expected is Expected.KNOWN_KEY:
        *tables, key = (str(part) for part in fault.key)
        known = known_keys(kind, within=tuple(tables))
        bounds, nearest = ", ".join(known), next(iter(get_close_matches(key, known, n=1)), "")
    return SettingsInvalid(
        file=file,
        key=_written(fault.key),
        found=_found(document, fault.key),
        expected=fault.expected.value,
        bounds=bounds,
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
