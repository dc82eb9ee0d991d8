"""HUB00: Compose reads the hub's files, the service is there, and so is its Dockerfile.

Threshold: none; what fails here is refused by every deploy. Source: `docker compose config` itself.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.values import Finding, Place, State
from hubyard.errors import EngineElsewhereSilent, EngineForbidden, EngineMissing, PluginMissing

RULE: Final = "HUB00"
NO_COMPOSE_HERE: Final = (EngineMissing, EngineElsewhereSilent, EngineForbidden, PluginMissing)


def judge(read: HubRead) -> Iterator[Finding]:
    if read.refusal is not None:
        absent = isinstance(read.refusal, NO_COMPOSE_HERE)
        state, kind = (State.SKIP, "no_compose") if absent else (State.FAIL, "refused")
        yield Finding(rule=RULE, state=state, kind=kind, place=read.compose.nearest(), problem=None if absent else read.refusal)
    elif read.service is None:
        known = ", ".join(sorted(read.config.services)) if read.config else ""
        seen = {"service": read.hub.settings.service, "known": known}
        yield Finding(rule=RULE, state=State.FAIL, kind="no_service", place=read.compose.nearest("services"), seen=seen)
    elif read.section is None:
        place = read.compose.nearest("services", read.service.name)
        yield Finding(rule=RULE, state=State.FAIL, kind="no_build", place=place, seen={"service": read.service.name})
    if read.dockerfile is None and read.dockerfile_file is not None:
        yield _no_dockerfile(read, Place(file=read.dockerfile_file))


def _no_dockerfile(read: HubRead, place: Place) -> Finding:
    """A context elsewhere, or a Dockerfile written into the Compose file, is a thing we do not read."""
    inline = read.service is not None and "dockerfile_inline" in _written_build(read)
    if inline or ":/" in str(read.context).lstrip("/"):
        return Finding(rule=RULE, state=State.SKIP, kind="elsewhere", place=place)
    return Finding(rule=RULE, state=State.FAIL, kind="no_dockerfile", place=place)


def _written_build(read: HubRead) -> Mapping[str, object]:
    build = read.service.section.get("build") if read.service else None
    return build if isinstance(build, dict) else {}
