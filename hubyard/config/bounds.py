"""What may stand in a setting, as annotations of its field: `port: Annotated[int, Between(1, 65535)]`.

Each knows the word for what it wants (`Expected`); the words are in `show/sentences/words.toml`, in both languages, and what follows
them (numbers, names) needs no translation. `schema.py` puts them to use.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from voluptuous import Invalid

from hubyard.config.size import parse_size, write_size


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


class Refused(Invalid):
    """What was found is not what is wanted. Voluptuous gathers these, and knows the key of each."""

    def __init__(self, expected: Expected, bounds: str = "") -> None:
        super().__init__(expected.value)
        self.expected, self.bounds = expected, bounds


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
            raise Refused(Expected.WHOLE_NUMBER, self.bounds)
        return value


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
            raise Refused(Expected.SIZE, '"1.5 GB", "512 MiB"') from None
        if not self.least <= size_bytes <= self.most:
            raise Refused(self.expected, self.bounds)
        return size_bytes


@dataclass(frozen=True)
class Shape:
    """A text all of which `pattern` matches. `bounds` is an example, or a rule that needs no language."""

    pattern: str
    expected: Expected = Expected.TEXT
    bounds: str = ""

    def check(self, value: str) -> str:
        if not re.fullmatch(self.pattern, value):
            raise Refused(self.expected, self.bounds)
        return value


@dataclass(frozen=True)
class NotEmpty:
    """A list with something in it."""

    bounds = "≥ 1"

    def check(self, value: tuple[object, ...]) -> tuple[object, ...]:
        if not value:
            raise Refused(Expected.LIST, self.bounds)
        return value
