"""What the engine's API answers about itself, its images and its containers, as values."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hubyard.engine.port import Container, EngineInfo, Image

Answer = Mapping[str, Any]
NEVER = "0001-01-01"
"""Go's zero time: a container that has not been started."""


def info_of(answer: Answer) -> EngineInfo:
    """Of `GET /info`."""
    return EngineInfo(
        name=answer["Name"],
        kernel=answer["KernelVersion"],
        version=answer["ServerVersion"],
        memory_bytes=answer["MemTotal"],
        root_folder=Path(answer["DockerRootDir"]),
        cgroup_driver=answer.get("CgroupDriver", ""),
        cgroup_version=int(answer.get("CgroupVersion") or 1),
    )


def image_of(answer: Answer) -> Image:
    """Of `GET /images/{name}/json`."""
    return Image(
        id=answer["Id"],
        tags=tuple(sorted(answer.get("RepoTags") or ())),
        labels=(answer.get("Config") or {}).get("Labels") or {},
        size_bytes=answer["Size"],
        created=parse_moment(answer.get("Created")) or datetime.fromtimestamp(0, UTC),
    )


def container_of(answer: Answer) -> Container:
    """Of `GET /containers/{id}/json`."""
    state, config = answer["State"], answer["Config"]
    networks: Mapping[str, Answer] = answer["NetworkSettings"].get("Networks") or {}
    return Container(
        id=answer["Id"],
        name=answer["Name"].removeprefix("/"),
        image_id=answer["Image"],
        image=config["Image"],
        state=state["Status"],
        health=health_of(state),
        labels=config.get("Labels") or {},
        started=parse_moment(state.get("StartedAt")),
        exit_code=state.get("ExitCode", 0),
        restarts=answer.get("RestartCount", 0),
        oom_killed=state.get("OOMKilled", False),
        addresses={name: end["IPAddress"] for name, end in networks.items() if end.get("IPAddress")},
    )


def health_of(state: Answer) -> str:
    """A disabled HEALTHCHECK is said as "none" by some versions, and not at all by others."""
    said: str = (state.get("Health") or {}).get("Status", "")
    return "" if said == "none" else said


def parse_moment(text: str | None) -> datetime | None:
    """RFC 3339 with up to nine digits after the second; None for what never happened."""
    if not text or text.startswith(NEVER):
        return None
    return datetime.fromisoformat(text)
