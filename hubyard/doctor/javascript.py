"""JavaScript and TypeScript as tokens, and the keys that stand in their object literals. Pure. No expression is understood."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

TOKEN: Final = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
      | (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)
      | (?P<name>[A-Za-z_$][\w$]*)
      | (?P<number>\d[\w.]*)
      | (?P<sign>\.\.\.|=>|[^\s\w"'`])""",
    re.VERBOSE | re.DOTALL,
)
REGULAR_EXPRESSION: Final = re.compile(r"/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
BEFORE_A_VALUE: Final = frozenset("( , = : [ ! & | ? { } ; => return typeof".split())  # noqa: SIM905
OPENS: Final = {"{": "}", "(": ")", "[": "]"}
CLOSES: Final = frozenset(OPENS.values())


class NotRead(ValueError):
    """A text of which this makes no sense."""


@dataclass(frozen=True, kw_only=True)
class Token:
    """`text` of a string is without its quotes. `line` from 1, `end` is the offset behind it."""

    kind: str
    text: str
    line: int
    end: int

    def is_sign(self, text: str) -> bool:
        return self.kind == "sign" and self.text == text


@dataclass(frozen=True, kw_only=True)
class Key:
    """`path`: the keys of the literals around it, the outermost first, "" for one that is no key's value; `value` its tokens."""

    name: str
    path: tuple[str, ...]
    line: int
    value: tuple[Token, ...]


def tokens_of(text: str) -> tuple[Token, ...]:
    """Raises NotRead."""
    found: list[Token] = []
    at, line = 0, 1
    while at < len(text):
        expression = REGULAR_EXPRESSION.match(text, at) if not found or found[-1].text in BEFORE_A_VALUE else None
        match = expression or TOKEN.match(text, at)
        if match is None:
            raise NotRead(text[at : at + 20])
        kind = "string" if expression else match.lastgroup or ""
        if kind != "space":
            plain = match[0] if expression or kind != "string" else match[0][1:-1]
            found.append(Token(kind=kind, text=plain, line=line, end=match.end()))
        line += match[0].count("\n")
        at = match.end()
    return tuple(found)


def keys_of(tokens: Sequence[Token]) -> Iterator[Key]:
    """Of all object literals, wherever they stand. Raises NotRead for brackets that do not match."""
    around: list[tuple[str, str]] = []
    for place, token in enumerate(tokens):
        if token.kind == "sign" and token.text in OPENS:
            around.append((OPENS[token.text], _key_before(tokens, place) if token.text == "{" else ""))
        elif token.kind == "sign" and token.text in CLOSES:
            if not around or around.pop()[0] != token.text:
                raise NotRead(f"{token.text} on line {token.line}")
        elif around and around[-1][0] == "}" and _is_key(tokens, place):
            yield Key(name=token.text, path=tuple(key for _, key in around), line=token.line, value=_value(tokens, place + 2))
    if around:
        raise NotRead("a bracket is left open")


def _is_key(tokens: Sequence[Token], place: int) -> bool:
    before, behind = tokens[place - 1], tokens[place + 1 : place + 2]
    return tokens[place].kind in {"name", "string"} and before.text in {"{", ","} and bool(behind) and behind[0].is_sign(":")


def _key_before(tokens: Sequence[Token], place: int) -> str:
    """Whose value the literal is that opens at `place`."""
    return tokens[place - 2].text if place > 2 and tokens[place - 1].is_sign(":") and _is_key(tokens, place - 2) else ""  # noqa: PLR2004


def _value(tokens: Sequence[Token], start: int) -> tuple[Token, ...]:
    depth = 0
    for place in range(start, len(tokens)):
        if tokens[place].kind == "sign":
            depth += (tokens[place].text in OPENS) - (tokens[place].text in CLOSES)
            if depth < 0 or (depth == 0 and tokens[place].text == ","):
                return tuple(tokens[start:place])
    return tuple(tokens[start:])
