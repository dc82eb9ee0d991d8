"""The files of an adoption as texts: hub.toml, yard.toml. Pure; `parse_hub(render_hub(…))` is what was put in."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from hubyard.adoption.values import Finding, OpenPoint
from hubyard.config.hub import HubSettings
from hubyard.config.keys import document_of
from hubyard.config.yard import YardSettings

ALWAYS: Final = ("route", "health_path", "port")
"""Written even where they are as the default: they are what a person looks for."""

UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
"""TOML forbids the first in comments; the last three end a line for editors."""


class Wording(Protocol):
    """Comments in the reader's language."""

    def head(self) -> str: ...
    def finding(self, finding: Finding) -> str: ...
    def open_point(self, point: OpenPoint) -> str: ...


def render_hub(settings: HubSettings, *, findings: Mapping[str, Finding], open_points: Sequence[OpenPoint], wording: Wording) -> str:
    """hub.toml with where each value was read behind it, and what is open above it."""
    written, whole = document_of(settings, defaults=False), document_of(settings, defaults=True)
    document = {key: value for key, value in whole.items() if key in written or key in ALWAYS}
    lines = [_comment(wording.head())]
    for key, value in document.items():
        if not isinstance(value, dict):
            lines += _open([point for point in open_points if point.key == key], wording)
            lines.append(_assignment(key, value, _behind(findings.get(key), wording)))
    lines += _open([point for point in open_points if point.key not in document], wording)
    tables = {key: value for key, value in document.items() if isinstance(value, dict)}
    return "\n".join([*lines, *_tables(tables), ""])


def render_yard(settings: YardSettings, *, wording: Wording) -> str:
    """yard.toml; its gateway and port always, as people look for them."""
    written, whole = document_of(settings, defaults=False), document_of(settings, defaults=True)
    document = {key: value for key, value in whole.items() if key in written or key in {"gateway", "port"}}
    plain = [_assignment(key, value) for key, value in document.items() if not isinstance(value, dict)]
    return "\n".join([_comment(wording.head()), *plain, *_tables({key: one for key, one in document.items() if isinstance(one, dict)}), ""])


def _tables(tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [
        line for key, table in tables.items() for line in ("", f"[{key}]", *(_assignment(name, value) for name, value in table.items()))
    ]


def _assignment(key: str, value: Any, comment: str = "") -> str:  # noqa: ANN401  whatever a setting holds
    return f"{_toml({key: value})}{f'  {comment}' if comment else ''}"


def _toml(pair: Mapping[str, Any]) -> str:
    """`key = value` on one line: tomli_w would break lists."""
    from tomli_w import dumps  # noqa: PLC0415  only where files are written

    ((key, value),) = pair.items()
    if isinstance(value, list):
        parts = (dumps({"x": part}).strip().removeprefix("x = ") for part in value)
        return f"{dumps({key: 0}).strip().removesuffix(' = 0')} = [{', '.join(parts)}]"
    return dumps({key: value}).strip()


def _behind(finding: Finding | None, wording: Wording) -> str:
    return _comment(wording.finding(finding)) if finding else ""


def _open(points: Sequence[OpenPoint], wording: Wording) -> list[str]:
    return [_comment(f"? {wording.open_point(point)}") for point in points]


def _comment(text: str) -> str:
    return f"# {UNSAFE.sub(' ', text).strip()}"
