"""What an app's own source says of the path it lives under, and where it answers for its health."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PREFIX: Final = re.compile(
    r"""\b(?:base_?path|path_?prefix|url_?prefix|route_?prefix|root_?path|prefix)\b["']?\s*[:=]\s*["'`](?P<path>/[A-Za-z0-9._~/-]*)["'`]""",
    re.IGNORECASE,
)
COMMENT: Final = re.compile(r"^[ \t]*(?://|#)[^\n]*|^[ \t]*/\*.*?\*/", re.MULTILINE | re.DOTALL)
"""A line, or a block that begins one: what looks like a comment further on may be a URL or a pattern of paths."""
NEXT_CONFIG: Final = re.compile(r"next\.config\.\w+")
BASE_PATH: Final = re.compile(r"\bbasePath\b\s*[:=]\s*(?P<value>(?:[^,;}\n]|\n\s*[?:|&])+)")
"""Next's own, with whatever decides it: `process.env.BASE || "/shop"`, `live ? "/shop" : ""`, or a name."""
QUOTED_PATH: Final = re.compile(r"""["'`](?P<path>/[A-Za-z0-9._~/-]+)["'`]""")
NEXT_ROUTE: Final = re.compile(
    r"(?:^|/)(?:app|pages)/(?P<path>(?:(?:\([^/()]+\)|[A-Za-z0-9._~-]+)/)*?)(?P<last>healthz?|health-?check)(?:/route)?\.[jt]sx?$"
)
HEALTH_TEXT: Final = re.compile(
    r"""["'`](?:\$?\{[^}]*\})?(?P<path>/?(?:[A-Za-z0-9._~-]+/)*(?:healthz?|health-?check|livez|readyz))/?["'`?]"""
)
PORT: Final = re.compile(r"""\bPORT\b["'\])]*\s*(?:\|\||\?\?|,)\s*["']?(?P<port>\d{2,5})\b""")


@dataclass(frozen=True, kw_only=True)
class CodeHints:
    """`prefixes` that were found, the surest first; `health_path` without any prefix, or with one if it stands so."""

    prefixes: tuple[str, ...] = ()
    health_path: str = ""
    port: int | None = None
    place: str = ""
    """The file of the health path."""


def read_code(texts: Mapping[Path, str]) -> CodeHints:
    """Of source texts by path. What stands in a comment says nothing."""
    texts = {file: COMMENT.sub("", text) for file, text in texts.items()}
    surest_first = sorted(texts.items(), key=lambda one: not NEXT_CONFIG.fullmatch(one[0].name))
    base_paths = [path for file, text in surest_first if NEXT_CONFIG.fullmatch(file.name) for path in _base_paths(text)]
    named = [found["path"].rstrip("/") for file, text in surest_first if not _is_test(file) for found in PREFIX.finditer(text)]
    ports = [int(found["port"]) for _, text in surest_first for found in PORT.finditer(text)]
    health, place = _health(texts)
    return CodeHints(
        prefixes=tuple(dict.fromkeys(filter(None, [*base_paths, *named]))), health_path=health, port=next(iter(ports), None), place=place
    )


def _base_paths(text: str) -> Iterator[str]:
    for base in BASE_PATH.finditer(text):
        value = base["value"].strip()
        declared = re.search(rf"\b(?:const|let|var)\s+{re.escape(value)}\b[^=\n]*=(?P<value>[^;\n]*)", text)
        if path := QUOTED_PATH.search(declared["value"] if declared else value):
            yield path["path"].rstrip("/")


def _health(texts: Mapping[Path, str]) -> tuple[str, str]:
    """A route that is a file counts before a text; of texts that with `api/` in it, then the shortest."""
    for file in texts:
        if found := NEXT_ROUTE.search(file.as_posix()):
            folders = [part for part in found["path"].split("/") if part and not part.startswith("(")]  # Next's route groups are in no URL
            return "/" + "/".join([*folders, found["last"]]), file.name
    written = [(found["path"], file.name) for file, text in texts.items() if not _is_test(file) for found in HEALTH_TEXT.finditer(text)]
    if not written:
        return "", ""
    path, place = min(written, key=lambda one: ("api/" not in one[0], len(one[0])))
    return "/" + path.lstrip("/"), place


def _is_test(file: Path) -> bool:
    return ".test." in file.name or ".spec." in file.name or "tests" in file.parts or "__tests__" in file.parts
