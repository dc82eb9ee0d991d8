"""From which hosts a lock file says that packages come. Pure; no host is asked."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

PUBLIC_ENDS: Final = (".npmjs.org", ".yarnpkg.com")
"""Of the public registry's names. npm puts the configured one in their place (`replace-registry-host`, default "npmjs")."""
UNREACHABLE_ENDS: Final = (".local", ".localhost", ".invalid", ".test", ".example")
"""RFC 2606 and RFC 6762: no name server answers for them."""

GITHUB: Final = ("github.com", "codeload.github.com")
SHORT_GITHUB: Final = re.compile(r"(?:github:)?[\w-]+/[\w.-]+(?:#|$)|git\+[a-z]+://(?:\w+@)?github\.com|https://github\.com")
"""Source: https://docs.npmjs.com/cli/v11/configuring-npm/package-json#git-urls-as-dependencies."""

PNPM_TARBALL: Final = re.compile(r"""(?:^\s+|[{,]\s*)tarball:\s*['"]?(?P<url>[^\s'",}]+)""")
PNPM_REGISTRY: Final = re.compile(r"""^\s*['"]?(?:registry|default|@[\w.-]+)['"]?:\s*['"]?(?P<url>https?://[^\s'"]+)""", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class LockedHost:
    """`line` of the first package that is taken from there, from 1; `packages` how many are."""

    host: str
    line: int
    packages: int


def hosts_in(lock_text: str) -> tuple[LockedHost, ...]:
    """In the order of the file. Raises ValueError for what is no JSON."""
    resolved = list(_resolved(json.loads(lock_text)))
    hosts = [host for url in resolved if (host := host_of(url))]
    lines = lock_text.splitlines()
    return tuple(LockedHost(host=host, line=_line_of(host, lines), packages=hosts.count(host)) for host in dict.fromkeys(hosts))


def _resolved(document: Any) -> list[str]:  # noqa: ANN401  whatever JSON may hold
    """Lock files of version 1 nest `dependencies`, later ones have all `packages` in one table."""
    if not isinstance(document, Mapping):
        return []
    own = [document["resolved"]] if isinstance(document.get("resolved"), str) else []
    tables = [document[key] for key in ("packages", "dependencies") if isinstance(document.get(key), Mapping)]
    if len(tables) > 1 and "packages" in document:  # version 2 says all of it twice
        tables = tables[:1]
    return own + [url for table in tables for entry in table.values() for url in _resolved(entry)]


def hosts_in_yarn_lock(lock_text: str) -> tuple[LockedHost, ...]:
    """Of yarn's first version, whose file is of lines; later ones write no addresses."""
    words = (line.strip().partition(" ") for line in lock_text.splitlines())
    return _by_host(url.strip('"') if word == "resolved" else "" for word, _, url in words)


def hosts_in_pnpm_lock(lock_text: str) -> tuple[LockedHost, ...]:
    """Of packages whose address does not follow from the registry's; the others have none, unless `lockfileIncludeTarballUrl` is set."""
    found = (PNPM_TARBALL.search(line) for line in lock_text.splitlines())
    return _by_host(one["url"] if one else "" for one in found)


def _by_host(urls: Iterable[str]) -> tuple[LockedHost, ...]:
    """One for each line, "" for a line without."""
    found: dict[str, list[int]] = {}
    for number, url in enumerate(urls, start=1):
        if host := host_of(url):
            found.setdefault(host, []).append(number)
    return tuple(LockedHost(host=host, line=lines[0], packages=len(lines)) for host, lines in found.items())


def host_of(url: str) -> str:
    """Empty for a file, and for what is no URL."""
    try:
        return (urlsplit(url.removeprefix("git+")).hostname or "").lower()
    except ValueError:
        return ""


def _line_of(host: str, lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines, start=1) if '"resolved"' in line and host in line.lower()), 0)


def cannot_be_reached(host: str) -> bool:
    """From inside a build, whatever the network: a build's localhost is the build itself."""
    return host in {"localhost", "::1"} or host.startswith("127.") or host.endswith(UNREACHABLE_ENDS)


def registries_in(npmrc_text: str) -> frozenset[str]:
    """Hosts of `registry=` and `@scope:registry=`."""
    pairs = (line.partition("=") for line in npmrc_text.splitlines() if not line.lstrip().startswith(("#", ";")))
    return frozenset(host_of(value.strip()) for key, _, value in pairs if key.strip().rpartition(":")[2] == "registry") - {""}


def registries_in_yarnrc(text: str) -> frozenset[str]:
    """Of yarn's first version, whose file is of lines: `registry "…"` and `"@scope:registry" "…"`."""
    pairs = (line.strip().replace('"', "").partition(" ") for line in text.splitlines())
    return frozenset(host_of(value.strip()) for key, _, value in pairs if key.rpartition(":")[2] == "registry") - {""}


def hosts_named_in(package: Mapping[str, Any]) -> frozenset[str]:
    """Of dependencies that package.json itself takes from an address or a repository: no registry's setting changes them."""
    tables = (package.get(key) for key in ("dependencies", "devDependencies", "optionalDependencies", "overrides", "resolutions"))
    named = [str(wanted) for table in tables if isinstance(table, Mapping) for wanted in table.values()]
    hosts = {host_of(wanted) for wanted in named if "://" in wanted}
    return frozenset(hosts | {host for wanted in named if SHORT_GITHUB.match(wanted) for host in GITHUB}) - {""}


def registries_in_workspace(yaml_text: str) -> frozenset[str]:
    """Hosts of `registry:` and `registries:` of a pnpm-workspace.yaml, which may stand there instead of in .npmrc."""
    return frozenset(host_of(one["url"]) for one in PNPM_REGISTRY.finditer(yaml_text)) - {""}
