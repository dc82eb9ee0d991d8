"""What a next.config file plainly says of a key. Where it cannot be told without running it, that is the answer. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Final

from hubyard.doctor.javascript import Key, NotRead, Token, keys_of, tokens_of
from hubyard.doctor.values import Place, Put, Remedy

NAMES: Final = ("next.config.js", "next.config.mjs", "next.config.ts", "next.config.mts", "next.config.cjs")
"""In the order in which Next looks for them (`CONFIG_FILES` of its constants), with one more that is named by hand."""


class Told(StrEnum):
    SET = "set"
    ABSENT = "absent"
    UNTOLD = "untold"


@dataclass(frozen=True, kw_only=True)
class Look:
    """`why`, where it could not be told: a word of doctor.toml's [untold]."""

    told: Told
    line: int = 0
    value: tuple[Token, ...] = ()
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class NextConfig:
    file: Path
    text: str

    @cached_property
    def _tokens(self) -> tuple[Token, ...]:
        return tokens_of(self.text)

    @cached_property
    def _keys(self) -> tuple[Key, ...]:
        return tuple(keys_of(self._tokens))

    def look(self, *path: str) -> Look:
        """`look("experimental", "cpus")`."""
        try:
            return self._look(path)
        except NotRead:
            return Look(told=Told.UNTOLD, why="syntax")

    def _look(self, path: tuple[str, ...]) -> Look:
        *outer, name = path
        found = [key for key in self._keys if key.name == name and list(key.path[-len(path) :])[1:] == outer]
        elsewhere = [place for place, token in enumerate(self._tokens) if token.text == name and _may_set(self._tokens, place)]
        if len(found) > 1 or len(elsewhere) > len(found):
            return Look(told=Told.UNTOLD, why="several")
        if found:
            return Look(told=Told.SET, line=found[0].line, value=found[0].value)
        if why := self._why_not_plain(outer):
            return Look(told=Told.UNTOLD, why=why)
        return Look(told=Told.ABSENT)

    def _why_not_plain(self, outer: Sequence[str]) -> str:
        """Why a key that is not written here may come from elsewhere all the same; "" where it cannot."""
        texts = [token.text for token in self._tokens]
        if "..." in texts:
            return "spread"
        if any(_takes_in_file(self._tokens, place) for place in range(len(self._tokens))):
            return "import"
        if any(key.name in outer and not (key.value and key.value[0].is_sign("{")) for key in self._keys):
            return "several"
        start = _settings_start(self._tokens)
        if start < 0:
            return "export"
        return "wrapped" if texts[start + 1 : start + 2] == ["("] and texts[start] != "(" else ""

    def remedy(self, *path: str, value: str) -> Remedy:
        """The line that sets a key which is absent: into the literal that is there, or beside it."""
        *outer, name = path
        inner = next((key for key in self._keys if outer and key.name == outer[-1] and key.value), None)
        if inner:
            return self._into(inner.value, f"{name}: {value}", indent="    ")
        line = f"{outer[-1]}: {{ {name}: {value} }}" if outer else f"{name}: {value}"
        literal = _settings_literal(self._tokens)
        if literal:
            return self._into(literal, line, indent="  ")
        return Remedy(place=Place(file=self.file), put=Put.AFTER, lines=(f"  {line},",))

    def _into(self, literal: Sequence[Token], line: str, *, indent: str) -> Remedy:
        """Behind its opening brace: on a line of its own, or in the same line where the literal ends on that."""
        opens, closes = literal[0], literal[-1]
        place = Place(file=self.file, line=opens.line)
        if closes.line > opens.line:
            return Remedy(place=place, put=Put.AFTER, lines=(f"{indent}{line},",))
        start = self.text.rfind("\n", 0, opens.end) + 1
        end = self.text.find("\n", opens.end)
        rest = self.text[opens.end : end if end >= 0 else len(self.text)].lstrip()
        return Remedy(place=place, put=Put.REPLACE, lines=(f"{self.text[start : opens.end]} {line}, {rest}",))


def _may_set(tokens: Sequence[Token], place: int) -> bool:
    """A name by itself, as a key, or assigned to (`config.x = …`); not a part of what is read (`os.cpus()`)."""
    token = tokens[place]
    if token.kind not in {"name", "string"}:
        return False
    if tokens[place - 1].is_sign(".") and place:
        return tokens[place + 1 : place + 2] != () and tokens[place + 1].is_sign("=")
    return True


def _exported(texts: Sequence[str]) -> int:
    """Where the exported value begins; -1 where nothing is exported."""
    for place in range(len(texts)):
        if list(texts[place : place + 2]) == ["export", "default"]:
            return place + 2
        if list(texts[place : place + 4]) == ["module", ".", "exports", "="]:
            return place + 4
    return -1


def _takes_in_file(tokens: Sequence[Token], place: int) -> bool:
    """A file beside this one whose values are used here: not one that only runs (`import "./env.js"`), and not a path that is a value."""
    token = tokens[place]
    if token.kind != "string" or not token.text.startswith(("./", "../")):
        return False
    before = [one.text for one in tokens[max(0, place - 5) : place] if one.text != "await"]
    if before[-2:] == ["import", "("]:
        return before[-3:-2] in (["="], ["return"], ["..."], [":"])
    return before[-1:] == ["from"] or before[-2:] == ["require", "("]


def _settings_start(tokens: Sequence[Token]) -> int:
    """Where the value begins that is exported, or given to the name that is; -1 where nothing is exported."""
    exported = _exported([token.text for token in tokens])
    if not 0 <= exported < len(tokens) or tokens[exported].kind != "name":
        return exported
    named = (place for place in range(1, len(tokens)) if tokens[place].text == tokens[exported].text and _declares(tokens[place - 1]))
    given = next(named, len(tokens))
    return next((place + 1 for place in range(given, len(tokens)) if tokens[place].is_sign("=")), exported)


def _declares(token: Token) -> bool:
    return token.kind == "name" and token.text in {"const", "let", "var"}


def _settings_literal(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """With its braces: the first from where the settings begin, else of all."""
    return _first_literal(tokens[max(0, _settings_start(tokens) - 1) :]) or _first_literal(tokens)


def _first_literal(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The first object that is given to a name, exported or returned."""
    for place, token in enumerate(tokens):
        if token.is_sign("{") and place and tokens[place - 1].text in {"=", "default", "return", "("}:
            depth = 0
            for end in range(place, len(tokens)):
                depth += tokens[end].is_sign("{") - tokens[end].is_sign("}")
                if depth == 0:
                    return tuple(tokens[place : end + 1])
    return ()
