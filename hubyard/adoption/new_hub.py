"""A new hub from `templates/new_hub/`. The bundled hubs come from it too, and a test keeps what they share equal to it."""

import re
from collections.abc import Mapping
from typing import Final

from hubyard.config.hub import HUB_NAME
from hubyard.errors import UnknownOption
from hubyard.templating import render_text

SHARED_FILES: Final = (
    ".dockerignore",
    ".gitignore",
    ".npmrc",
    "Dockerfile",
    "README.md",
    "app/api/health/route.ts",
    "app/globals.css",
    "app/icon.svg",
    "app/layout.tsx",
    "app/not-found.tsx",
    "components/badge.tsx",
    "components/bars.tsx",
    "components/data-table.tsx",
    "components/nav.tsx",
    "components/page-header.tsx",
    "components/panel.tsx",
    "components/shell.tsx",
    "components/stats.tsx",
    "compose.yaml",
    "lib/format.ts",
    "lib/identity.ts",
    "lib/site.ts",
    "next.config.ts",
    "package-lock.json",
    "package.json",
    "tsconfig.json",
)
"""Equal in every bundled hub but for the hub's name and route; the template's other files are where a hub begins to differ."""

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*([-_][A-Za-z0-9]+)*")
_ROUTE: Final = re.compile(r"/|(/[a-z0-9]+(-[a-z0-9]+)*)+")
_WORD_BREAK: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[-_]")


def render_new_hub(*, name: str, route: str, templates: Mapping[str, str]) -> Mapping[str, str]:
    """Text of each file of a new hub, by its path relative to the hub's folder, from the template's texts by the same paths.

    Name and route go into TypeScript, YAML, TOML and a Dockerfile, an image's and a container's name: they are checked here, once.
    Raises UnknownOption for one that does not fit all of them.
    """
    if not (_NAME.fullmatch(name) and re.fullmatch(HUB_NAME, name)):
        raise UnknownOption(option="name", value=name, expected="new_name")
    if not _ROUTE.fullmatch(route):
        raise UnknownOption(option="--route", value=route, expected="new_route", bounds="/, /saleshub")
    values = {
        "name": name,
        "slug": name.lower(),
        "title": _WORD_BREAK.sub(" ", name),
        "route": route,
        "base_path": "" if route == "/" else route,
    }
    return {path: render_text(text, values) for path, text in templates.items()}
