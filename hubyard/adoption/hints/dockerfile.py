"""What the stage of a Dockerfile that becomes the image says of ports and health."""

import re
from dataclasses import dataclass
from io import StringIO
from typing import Final

from hubyard.adoption.hints.health_urls import HealthUrl, find_health_url
from hubyard.engine.base_references import without_heredocs

STAGE: Final = re.compile(r"(?:--\S+\s+)*(?P<base>\S+)(?:\s+as\s+(?P<name>\S+))?", re.IGNORECASE)
VARIABLE: Final = re.compile(r"\b(?P<name>\w*PORT)(?:=|\s+)[\"']?(?:\$\{\w+:-)?(?P<port>\d{1,5})\b")
"""Of ENV or ARG, with a number or `${…:-number}`."""
EXPOSED: Final = re.compile(r"(?:\$\{?(?P<name>\w+)(?::-)?)?(?P<port>\d{1,5})?\}?(?:/tcp)?(?:\s|$)")


@dataclass(frozen=True, kw_only=True)
class DockerfileHints:
    health: HealthUrl | None = None
    port_env: int | None = None
    exposed: int | None = None


@dataclass(frozen=True)
class _Stage:
    name: str
    base: str
    instructions: list[tuple[str, str]]


def read_dockerfile(text: str, *, target: str | None) -> DockerfileHints:
    """Of the target's stage, else the last one; with the stages that it is made FROM, the nearest counting first."""
    lines = _lineage(_stages(text), target)
    ports: dict[str, int] = {}
    for wanted in ("ENV", "ARG"):  # `ENV PORT=$PORT` leaves it to the ARG
        for found in (one for instruction, value in lines if instruction == wanted for one in VARIABLE.finditer(value)):
            ports.setdefault(found["name"], int(found["port"]))
    exposed = [EXPOSED.match(value) for instruction, value in lines if instruction == "EXPOSE"]
    numbers = [int(one["port"]) if one["port"] else ports.get(one["name"]) for one in exposed if one]
    urls = [find_health_url(value) for instruction, value in lines if instruction == "HEALTHCHECK"]
    return DockerfileHints(health=next(filter(None, urls), None), port_env=ports.get("PORT"), exposed=next(filter(None, numbers), None))


def _stages(text: str) -> list[_Stage]:
    from dockerfile_parse import DockerfileParser  # noqa: PLC0415  15 ms, only where one is read

    stages: list[_Stage] = []
    for line in DockerfileParser(fileobj=StringIO(without_heredocs(text))).structure:
        if line["instruction"] == "FROM" and (found := STAGE.match(line["value"])):
            stages.append(_Stage((found["name"] or "").lower(), found["base"].lower(), []))
        elif stages:
            stages[-1].instructions.append((line["instruction"], line["value"]))
    return stages


def _lineage(stages: list[_Stage], target: str | None) -> list[tuple[str, str]]:
    """Instructions of the stage and of its forebears, the latest first, as a later one takes the place of an earlier."""
    by_name = {stage.name: stage for stage in stages if stage.name}
    stage = by_name.get((target or "").lower()) or (stages[-1] if stages else None)
    lines: list[tuple[str, str]] = []
    while stage:
        lines += reversed(stage.instructions)
        earlier = stages[: stages.index(stage)]
        stage = next((one for one in reversed(earlier) if one.name and one.name == stage.base), None)
    return lines
