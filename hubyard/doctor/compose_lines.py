"""On which line of which Compose file something stands. Compose itself says what is in force, but not where it was written. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from hubyard.doctor.values import Place


@dataclass(frozen=True, kw_only=True)
class ComposeLines:
    """`texts` by file, in the order in which Compose merges them: what a later one says is in force."""

    texts: Mapping[Path, str]

    @cached_property
    def _documents(self) -> Mapping[Path, Any]:
        return {file: _document(text) for file, text in reversed(list(self.texts.items()))}

    def find(self, *path: str | int) -> Place | None:
        """Of a key or of a list's item, by its path from the top; an item `NAME=…` by NAME too.

        A key that comes by `<<:` is where the merging table begins.
        """
        for file, document in self._documents.items():
            if (line := _line(document, path)) is not None:
                return Place(file=file, line=line + 1)
        return None

    def nearest(self, *path: str | int) -> Place:
        """Of the innermost part of the path that is written anywhere; the last file itself where nothing of it is."""
        for length in range(len(path), 0, -1):
            if place := self.find(*path[:length]):
                return place
        return Place(file=next(iter(self._documents), Path()))

    def line_of(self, place: Place) -> str:
        lines = self.texts.get(place.file, "").splitlines()
        return lines[place.line - 1] if 0 < place.line <= len(lines) else ""

    def begins(self, place: Place, key: str) -> bool:
        """Only then may the line be replaced or go: it is neither a whole table's, nor what `<<:` or a file elsewhere brings in."""
        return re.match(rf"[\s\"'-]*{re.escape(key)}[\"']?\s*(?:[:=]|$)", self.line_of(place)) is not None

    def last_of(self, place: Place) -> int:
        """The last line of what begins there: what is indented deeper, a list's items, and brackets that close."""
        lines = self.texts.get(place.file, "").splitlines()
        indent, last = _indent(self.line_of(place)), place.line
        for number, line in enumerate(lines[place.line :], start=place.line + 1):
            if line.strip() and not line.lstrip().startswith("#"):
                if _indent(line) < indent or (_indent(line) == indent and line.lstrip()[0] not in "-]}"):
                    break
                last = number
        return last

    def indent_of(self, place: Place) -> str:
        return " " * _indent(self.line_of(place))

    def written(self, *path: str | int) -> Any:  # noqa: ANN401  whatever YAML may hold
        """The value as it is written, before Compose puts variables in; None where it is not there."""
        return next((value for document in self._documents.values() if (value := _value(document, path)) is not None), None)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _document(text: str) -> Any:  # noqa: ANN401
    from ruamel.yaml import YAML  # noqa: PLC0415  only where a Compose file is read
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    try:
        return YAML(typ="rt").load(text)
    except (YAMLError, ValueError):  # Compose takes some files that YAML forbids, and says itself what it does not take
        return None


def _value(document: Any, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401
    for part in path:
        try:
            document = document[_index(document, part)]
        except (KeyError, IndexError, TypeError):
            return None
    return document


def _index(holder: Any, part: str | int) -> str | int:  # noqa: ANN401
    if not isinstance(holder, list) or isinstance(part, int):
        return part
    return next((number for number, item in enumerate(holder) if str(item).partition("=")[0] == part), part)


def _line(document: Any, path: tuple[str | int, ...]) -> int | None:  # noqa: ANN401
    """From 0."""
    holder = _value(document, path[:-1])
    last = _index(holder, path[-1])
    if _value(holder, (last,)) is None and not (isinstance(holder, Mapping) and last in holder):
        return None
    own: Mapping[Any, Any] = getattr(holder.lc, "data", None) or {}
    if last in own:
        return int(own[last][0])
    return int(holder.lc.line) if hasattr(holder, "lc") else None
