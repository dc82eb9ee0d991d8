"""What may stand in a settings file, read off its dataclass (keys, types, bounds), and held against a document by Voluptuous.

Why not by pydantic: docs/decisions/memory-of-waiting.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from types import NoneType
from typing import Annotated, Any, Final, Literal, TypeVar, get_args, get_origin, get_type_hints

from voluptuous import All, Coerce, DictInvalid, Extra, Invalid, MultipleInvalid, Optional, Required, RequiredFieldInvalid, Schema
from voluptuous import SequenceTypeInvalid as ListInvalid

from hubyard.config.bounds import Expected, Refused, Size, toml_key
from hubyard.config.keys import default_of

Settings = TypeVar("Settings")
Key = tuple[str | int, ...]

EXPECTED: Final[Mapping[type[Invalid], Expected]] = {
    RequiredFieldInvalid: Expected.KEY,
    DictInvalid: Expected.TABLE,
    ListInvalid: Expected.LIST,
}
"""Of Voluptuous' own errors. All others are `Refused`."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A setting out of place. `key` leads to it through tables and lists, `bounds` is what `expected` leaves open."""

    key: Key
    expected: Expected
    bounds: str


class OutOfPlace(Exception):
    """A document is not as its dataclass wants it; an unknown key comes first: a misspelt one is often the missing one."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.faults = sorted(faults, key=lambda fault: fault.expected is not Expected.KNOWN_KEY)


def settings_of(kind: type[Settings], document: Mapping[str, Any]) -> Settings:
    """Plain values as TOML has them → a settings dataclass. Raises OutOfPlace with all that is wrong."""
    try:
        settings: Settings = Schema(_table(kind))(document)
    except MultipleInvalid as found:
        raise OutOfPlace([_fault(one) for one in found.errors]) from None
    return settings


def _fault(found: Invalid) -> Fault:
    key = tuple(part if isinstance(part, int) else str(part) for part in found.path)
    if isinstance(found, Refused):
        return Fault(key=key, expected=found.expected, bounds=found.bounds)
    return Fault(key=key, expected=EXPECTED[type(found)], bounds="")


def _validator(hint: Any) -> Any:  # noqa: ANN401  a type as written in a field → what Voluptuous takes for a schema
    parts = get_args(hint)
    if is_dataclass(hint) and isinstance(hint, type):
        return _table(hint)
    if NoneType in parts:  # TOML cannot say it: such a key is left out
        return _validator(next(one for one in parts if one is not NoneType))
    return MADE_OF_PARTS[get_origin(hint)](*parts) if parts else EXACTLY[hint]


def _table(kind: type) -> All:
    """No unknown keys, keys as `toml_key` has them; what is left out is the dataclass's own default."""
    hints = get_type_hints(kind, include_extras=True)
    names = {toml_key(one.name): one.name for one in fields(kind)}
    needed = {toml_key(one.name) for one in fields(kind) if default_of(one) is MISSING}
    schema = {(Required if key in needed else Optional)(key): _validator(hints[name]) for key, name in names.items()}
    return All(schema | {Extra: _unknown}, lambda found: kind(**{names[key]: value for key, value in found.items()}))


def _bounded(inner: Any, *bounds: Any) -> All:  # noqa: ANN401  as `_validator`
    """A `Size` reads for itself what people write; all other bounds are of a value that has its type already."""
    written_apart = any(isinstance(one, Size) for one in bounds)
    return All(*([] if written_apart else [_validator(inner)]), *(one.check for one in bounds))


def _list(item: Any, _dots: Any) -> All:  # noqa: ANN401  likewise
    return All([_validator(item)], Coerce(tuple))


def _free_table(key: Any, value: Any) -> dict[Any, Any]:  # noqa: ANN401  likewise
    return {_validator(key): _validator(value)}


def _one_of(*choices: str) -> Callable[[object], object]:
    def check(value: object) -> object:
        if value not in choices:
            raise Refused(Expected.ONE_OF, ", ".join(f'"{one}"' for one in choices))
        return value

    return check


def _exactly(kind: type, expected: Expected) -> Callable[[object], object]:
    """No number for a text and no `true` for a number: what is meant by it would be a guess."""

    def check(value: object) -> object:
        if type(value) is not kind:
            raise Refused(expected)
        return value

    return check


def _unknown(_value: object) -> None:
    raise Refused(Expected.KNOWN_KEY)


MADE_OF_PARTS: Final[Mapping[Any, Callable[..., Any]]] = {Annotated: _bounded, Literal: _one_of, tuple: _list, dict: _free_table}
EXACTLY: Final = {str: _exactly(str, Expected.TEXT), int: _exactly(int, Expected.WHOLE_NUMBER)}
