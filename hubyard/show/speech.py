"""From an event's or an error's code and fields to a sentence in one language.

What may stand in a sentence of `sentences/<room>.toml`:
- `{field}`, an attribute of the event or error; `{field:filter}` with a filter of `filters.py`
- `{field:said}`, for a tuple of events: the sentence of each, with commas; of an error what happened
- `[[…]]`, a part that is left out when one of its fields is empty, zero or None
- a sub-table `[code.<field>.<value>]`, which takes the sentence's place where the field has that value; `else` is any other value
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hubyard.events import Event
from hubyard.show.language import LANGUAGES

if TYPE_CHECKING:
    from hubyard.errors import HubyardError

FOLDER: Final = Path(__file__).parent / "sentences"
FIELD: Final = re.compile(r"\{(\w+)(?::(\w+))?\}")
_MAYBE: Final = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_UNSHOWABLE: Final = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
"""Escape sequences, control characters and marks that turn the direction: what a build printed must not move the reader's cursor."""


@cache
def load_sentences(room: str) -> dict[str, Any]:
    """Tables of `sentences/<room>.toml` by code; none for a room without a file."""
    file = FOLDER / f"{room}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


@dataclass(frozen=True)
class Speech:
    """One language."""

    language: str

    def say(self, room: str, code: str, **fields: object) -> str:
        """The sentence; "" where it is meant to say nothing. Raises KeyError for a code or field that does not exist: a fault of ours."""
        table = load_sentences(room)
        for part in code.split("."):
            table = table[part]
        return self.fill(choose_variant(table, fields)[self.language], fields)

    def said_of(self, event: "Event | HubyardError") -> str:
        """The event's sentence, "" for one that is meant for the live view alone; of an error what happened."""
        if not isinstance(event, Event):
            return self.say("errors", f"{event.code()}.happened", **event.fields())
        return self.say(event.room(), event.code(), **{name: getattr(event, name) for name in event.__dataclass_fields__})

    def word(self, kind: str, value: object) -> str:
        """A value's name for people, of words.toml: `word("stage", "pull")`. A value without one is its own name; several get commas."""
        if isinstance(value, tuple):
            return ", ".join(self.word(kind, one) for one in value)
        found: Mapping[str, str] = load_sentences("words").get(kind, {}).get(str(value), {})
        return found.get(self.language, str(value))

    def fill(self, sentence: str, fields: Mapping[str, object]) -> str:
        kept = _MAYBE.sub(
            lambda part: part[1] if all(_says_something(fields[name]) for name, _ in FIELD.findall(part[1])) else "", sentence
        )
        return FIELD.sub(lambda found: self._shown(found[1], found[2], fields[found[1]]), kept).strip("\n")

    def _shown(self, name: str, chosen: str | None, value: object) -> str:
        from hubyard.show.filters import FILTERS, plain  # noqa: PLC0415  datetime, which help texts do not need

        if chosen == "word":
            return showable(self.word(name, value))
        if chosen == "said":
            return ", ".join(self.said_of(event) for event in (value if isinstance(value, tuple) else ()))
        return showable(FILTERS[chosen](value, self.language) if chosen else plain(value))


def choose_variant(table: Mapping[str, Any], fields: Mapping[str, object]) -> Mapping[str, Any]:
    """The innermost sub-table that the fields choose and that says something; the table itself where none does."""
    for name, value in fields.items():
        variants = table.get(name)
        if isinstance(variants, Mapping) and (chosen := variants.get(str(value).lower(), variants.get("else"))):
            found = choose_variant(chosen, fields)
            return found if LANGUAGES[0] in found else table
    return table


def _says_something(value: object) -> bool:
    """A tenth of a second is the least that is written."""
    return abs(value) >= 0.05 if isinstance(value, float) else bool(value)  # noqa: PLR2004  what is written as 0


def showable(text: str) -> str:
    return _UNSHOWABLE.sub("", text)
