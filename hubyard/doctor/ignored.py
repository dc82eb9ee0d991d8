"""What a .dockerignore keeps out of a build. Pure; rules: https://docs.docker.com/build/concepts/context/#dockerignore-files."""

import re
from collections.abc import Iterator, Sequence
from posixpath import normpath


def patterns_of(text: str) -> tuple[str, ...]:
    lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def keeps_out(patterns: Sequence[str], name: str) -> bool:
    """Of a path from the context. The last pattern that means it, or a folder above it, decides."""
    out = False
    for pattern in patterns:
        back, plain = pattern.startswith("!"), normpath(pattern.lstrip("!").strip()).lstrip("/")
        if any(re.fullmatch(_expression(plain), part) for part in _with_folders(name)):
            out = not back
    return out


def _with_folders(name: str) -> Iterator[str]:
    parts = name.split("/")
    yield from ("/".join(parts[:end]) for end in range(1, len(parts) + 1))


def _expression(pattern: str) -> str:
    """Go's filepath.Match, and `**` for any number of folders."""
    found = re.split(r"(\*\*/|\*\*|\*|\?|\[[^]]*\])", pattern)
    meanings = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(meanings.get(part) or (_set(part) if part.startswith("[") else re.escape(part)) for part in found)


def _set(part: str) -> str:
    return part if len(part) > len("[]") else re.escape(part)
