"""What may stand in a setting, as annotations of its field: `port: Annotated[int, Between(1, 65535)]`.

Each knows the word for what it wants (`Expected`); the words are in `show/sentences/words.toml`, in both languages, and what follows
them (numbers, names) needs no translation. They are plain values: pydantic reads them when settings are loaded, and is not imported before.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from hubyard.config.size import parse_size, write_size

if TYPE_CHECKING:
    from pydantic import ConfigDict


class Expected(StrEnum):
    """Why a setting was refused, as the word for what is wanted. `SettingsInvalid.expected` is one of these."""

    KNOWN_KEY = "known_key"
    KEY = "key"
    """it must be there"""
    TEXT = "text"
    WHOLE_NUMBER = "whole_number"
    LIST = "list"
    TABLE = "table"
    SIZE = "size"
    BUILD_SIZE = "build_size"
    """a size that a build can run with"""
    CONTAINER_SIZE = "container_size"
    """a size that a container can run with"""
    ONE_OF = "one_of"
    ROUTE = "route"
    URL_PATH = "url_path"
    HUB_NAME = "hub_name"
    FOLDER_NAME = "folder_name"
    PROJECT_NAME = "project_name"
    YARD_NAME = "yard_name"
    HUB_OF_YARD = "hub_of_yard"
    """the name of a folder with a hub.toml"""
    OWN_NAME = "own_name"
    OWN_ROUTE = "own_route"
    OWN_SERVICE = "own_service"
    """what no other hub of the yard has"""


def toml_key(field: str) -> str:
    """Key of a field: units are for the code, and people write them in the value (`wait_s` is `wait`, `build_bytes` is `build`)."""
    return field.removesuffix("_bytes").removesuffix("_s")


SETTINGS: Final["ConfigDict"] = {"extra": "forbid", "strict": True, "alias_generator": toml_key}
"""How pydantic reads a settings dataclass: no unknown keys, no number for a text, keys as `toml_key` has them."""


@dataclass(frozen=True)
class Between:
    """A whole number, both ends included."""

    least: int
    most: int

    @property
    def bounds(self) -> str:
        return f"{self.least} – {self.most}"

    def check(self, value: int) -> int:
        if not self.least <= value <= self.most:
            raise _refused(Expected.WHOLE_NUMBER, self.bounds)
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:  # noqa: ANN401  pydantic's
        return _checked(self.check, handler(source))


@dataclass(frozen=True)
class Size:
    """Bytes, written as a size; both ends included. `expected` is what is said of a size out of them."""

    least: int
    most: int = 1024**5
    expected: Expected = Expected.SIZE

    @property
    def bounds(self) -> str:
        return f"{write_size(self.least)} – {write_size(self.most)}"

    def check(self, value: object) -> int:
        try:
            size_bytes = parse_size(value)
        except ValueError:
            raise _refused(Expected.SIZE, '"1.5 GB", "512 MiB"') from None
        if not self.least <= size_bytes <= self.most:
            raise _refused(self.expected, self.bounds)
        return size_bytes

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:  # noqa: ANN401  pydantic's
        return _checked(self.check, None)


@dataclass(frozen=True)
class Shape:
    """A text all of which `pattern` matches. `bounds` is an example, or a rule that needs no language."""

    pattern: str
    expected: Expected = Expected.TEXT
    bounds: str = ""

    def check(self, value: str) -> str:
        if not re.fullmatch(self.pattern, value):
            raise _refused(self.expected, self.bounds)
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:  # noqa: ANN401  pydantic's
        return _checked(self.check, handler(source))


@dataclass(frozen=True)
class NotEmpty:
    """A list with something in it."""

    bounds = "≥ 1"

    def check(self, value: tuple[object, ...]) -> tuple[object, ...]:
        if not value:
            raise _refused(Expected.LIST, self.bounds)
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:  # noqa: ANN401  pydantic's
        return _checked(self.check, handler(source))


def _refused(expected: Expected, bounds: str) -> Exception:
    from pydantic_core import PydanticCustomError  # noqa: PLC0415  28 ms, and here only where pydantic called

    return PydanticCustomError(expected.value, "{bounds}", {"bounds": bounds})


def _checked(check: Callable[[Any], Any], inner: Any) -> Any:  # noqa: ANN401  pydantic's core schema
    from pydantic_core import core_schema  # noqa: PLC0415  as above

    if inner is None:
        return core_schema.no_info_plain_validator_function(check)
    return core_schema.no_info_after_validator_function(check, inner)
