"""The keys of settings files, read off the dataclasses; what suggests, writes or documents keys asks here."""

from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, get_type_hints

from hubyard.config.bounds import toml_key
from hubyard.config.size import write_size


def known_keys(kind: type, *, within: tuple[str, ...] = ()) -> list[str]:
    """Keys of a settings dataclass, or of the table `within` it."""
    for key in within:
        kind = tables_of(kind)[key]
    return [toml_key(one.name) for one in fields(kind)]


def tables_of(kind: type) -> dict[str, type]:
    """Its fields that are tables of their own, by key."""
    return {toml_key(name): hint for name, hint in get_type_hints(kind).items() if isinstance(hint, type) and is_dataclass(hint)}


def document_of(settings: Any, *, defaults: bool) -> dict[str, Any]:  # noqa: ANN401  any settings dataclass
    """Plain values by key as people write them in TOML (which has no null); `defaults` says whether those stand in it too."""
    document = {}
    for one in fields(settings):
        value = getattr(settings, one.name)
        plain = document_of(value, defaults=defaults) if is_dataclass(value) else plain_of(one.name, value)
        if value is not None and (defaults or value != default_of(one)):
            document[toml_key(one.name)] = plain
    return document


def default_of(one: "Field[Any]") -> Any:  # noqa: ANN401  whatever the field holds
    """What a setting is when it is left out; MISSING where it must not be."""
    return one.default_factory() if one.default_factory is not MISSING else one.default


def plain_of(field: str, value: Any) -> Any:  # noqa: ANN401  likewise
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, int) and field.endswith("_bytes"):
        return write_size(value)
    return value
