"""What a .dockerignore keeps out of a build. Pure; rules: https://docs.docker.com/build/concepts/context/#dockerignore-files."""

import re
from collections.abc import Iterator, Sequence
from posixpath import normpath
from typing import Final

SET: Final = re.compile(r"\[\^?\w[\w-]*\]")


def patterns_of(text: str) -> tuple[str, ...]:
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def keeps_out(patterns: Sequence[str], name: str) -> bool:
    """Of a path from the context. The last pattern that means it, or a folder above it, decides."""
    out = False
    for pattern in patterns:
        back, plain = pattern.startswith("!"), normpath(pattern.lstrip("!").strip()).lstrip("/")
        if any(_means(plain, part) for part in _with_folders(name)):
            out = not back
    return out


def _means(pattern: str, name: str) -> bool:
    try:
        return re.fullmatch(_expression(pattern), name) is not None
    except re.error:  # a range that runs backwards: Docker refuses the file
        return False


def _with_folders(name: str) -> Iterator[str]:
    parts = name.split("/")
    yield from ("/".join(parts[:end]) for end in range(1, len(parts) + 1))


def _expression(pattern: str) -> str:
    """Go's filepath.Match, and `**` for any number of folders."""
    found = re.split(r"(\*\*/|\*\*|\*|\?|\[\^?\w[\w-]*\])", pattern)
    meanings = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(meanings.get(part) or (part if SET.fullmatch(part) else re.escape(part)) for part in found)
