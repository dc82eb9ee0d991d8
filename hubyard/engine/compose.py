"""`docker compose config --format json` as values: the merged project, names resolved, paths absolute (Compose 2.26 and newer)."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hubyard.engine.port import BuildSecret, BuildSection, ComposeConfig, Service

Section = Mapping[str, Any]


def parse_config(document: str) -> ComposeConfig:
    """Raises ValueError or KeyError for what Compose does not print."""
    whole: Section = json.loads(document)
    secrets = whole.get("secrets") or {}
    services = {name: _service(name, section, secrets) for name, section in (whole.get("services") or {}).items()}
    return ComposeConfig(name=whole["name"], services=services, section=whole)


def _service(name: str, section: Section, secrets: Section) -> Service:
    build = section.get("build")
    return Service(
        name=name,
        image=_plain(section.get("image")),
        build=_build(build, secrets) if build else None,
        container_name=_plain(section.get("container_name")),
        depends_on=tuple(section.get("depends_on") or ()),
        networks=tuple(section.get("networks") or ()),
        ports=_published(section.get("ports") or ()),
        has_healthcheck=_has_healthcheck(section.get("healthcheck")),
        mem_limit_bytes=_mem_limit_bytes(section),
        env_file_paths=tuple(Path(_path_of(entry)) for entry in section.get("env_file") or ()),
        section=section,
    )


def _build(section: Section | str, secrets: Section) -> BuildSection:
    if isinstance(section, str):
        section = {"context": section}
    context = Path(_plain(section.get("context")) or ".")
    wanted = [_secret(entry, secrets) for entry in section.get("secrets") or ()]
    return BuildSection(
        context=context,
        dockerfile=context / (_plain(section.get("dockerfile")) or "Dockerfile"),
        inline=bool(section.get("dockerfile_inline")),
        target=_plain(section.get("target")),
        args=_pairs(section.get("args")),
        secrets=tuple(secret for secret in wanted if secret.file or secret.variable),
        additional_contexts=_pairs(section.get("additional_contexts")),
        extra_hosts=tuple(f"{host}={address}" for host, address in _pairs(section.get("extra_hosts"), also=":").items()),
        network=_plain(section.get("network")),
        ssh=tuple(f"{key}={value}" if value else key for key, value in _pairs(section.get("ssh")).items()),
        platforms=tuple(section.get("platforms") or ()),
        labels=_pairs(section.get("labels")),
    )


def _secret(entry: str | Section, secrets: Section) -> BuildSecret:
    """A build sees the secret under `target`, or under the name it has at the top. One that is neither a file nor a variable is Swarm's."""
    wish = {"source": entry} if isinstance(entry, str) else entry
    source = secrets.get(wish["source"]) or {}
    file, variable = source.get("file"), source.get("environment")
    return BuildSecret(id=wish.get("target") or wish["source"], file=Path(unescaped(file)) if file else None, variable=variable or "")


def _mem_limit_bytes(section: Section) -> int | None:
    """`mem_limit` or `deploy.resources.limits.memory`: Compose refuses a file in which the two differ."""
    written = section.get("mem_limit") or _inner(section, "deploy", "resources", "limits", "memory")
    return int(written) or None if written else None


def _inner(section: Section, *path: str) -> Any:  # noqa: ANN401  a document of any shape
    found: Any = section
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _has_healthcheck(section: Section | None) -> bool:
    if not section or section.get("disable"):
        return False
    return section.get("test") not in (None, [], ["NONE"], "NONE")


def _published(entries: Sequence[Section | str]) -> tuple[int, ...]:
    """TCP ports on this host. Ranges have been resolved to single ports by Compose; one without a number is chosen when it starts."""
    numbers = (entry.get("published") for entry in entries if isinstance(entry, Mapping) and entry.get("protocol", "tcp") == "tcp")
    return tuple(int(number) for number in numbers if number and str(number).isdigit())


def _path_of(entry: str | Section) -> str:
    return unescaped(entry if isinstance(entry, str) else entry["path"])


def _pairs(section: Section | Sequence[str] | None, *, also: str = "=") -> dict[str, str]:
    """Of a map or of a list of `key=value`; a key without a value has none in the environment either, and is left out of a map."""
    if not section:
        return {}
    if isinstance(section, Mapping):
        return {key: _said(value) for key, value in section.items() if value is not None}
    return dict(_pair(entry, also) for entry in section)


def _pair(entry: str, also: str) -> tuple[str, str]:
    separator = "=" if "=" in entry else also
    key, _, value = entry.partition(separator)
    return key, unescaped(value)


def _said(value: object) -> str:
    """A list (extra_hosts with several addresses) has its first; true and false as YAML writes them."""
    if isinstance(value, list):
        return _said(value[0]) if value else ""
    return str(value).lower() if isinstance(value, bool) else unescaped(str(value))


def _plain(value: str | None) -> str | None:
    return unescaped(value) if value else None


def unescaped(text: str) -> str:
    """Compose prints what it could read again: each `$` of a value is doubled."""
    return text.replace("$$", "$")
