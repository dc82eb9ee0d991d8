"""HUB10: nothing heavy is built twice.

Threshold: one service for a build (context, Dockerfile, target and args the same); one stage that runs a project's build.
Source: a build of a small Next.js app takes 733 MB and 20 s (measured, README); the second brings nothing new.
"""

from collections.abc import Iterator
from typing import Final

from hubyard.doctor.hub_read import HubRead, Ran
from hubyard.doctor.values import Finding, Put, Remedy, State
from hubyard.engine.port import Service

RULE: Final = "HUB10"


def judge(read: HubRead) -> Iterator[Finding]:
    if read.config is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_compose")
    elif read.service and read.service.build:
        twins = [one for one in read.config.services.values() if one.name != read.service.name and one.build == read.service.build]
        yield from (_twin(read, read.service, twin) for twin in twins if not twin.image or twin.image != read.service.image)
    if read.dockerfile is not None:
        yield from _stages(read)


def _twin(read: HubRead, service: Service, twin: Service) -> Finding:
    """The twin runs what the hub built; `pull_policy: never`: no registry has it."""
    place = read.compose.nearest("services", twin.name, "build")
    image = f"{read.hub.image}:{read.yard}"
    indent = read.compose.indent_of(place)
    lines = (f"{indent}image: {image}", f"{indent}pull_policy: never")
    seen = {"service": service.name, "twin": twin.name}
    remedies = (Remedy(place=place, put=Put.REPLACE, lines=lines, last=read.compose.last_of(place)),)
    return Finding(rule=RULE, state=State.WARN, kind="twins", place=place, seen=seen, remedies=remedies)


def _stages(read: HubRead) -> Iterator[Finding]:
    """The same words in two stages of which neither is made FROM the other."""
    first: dict[tuple[str, ...], Ran] = {}
    for ran in read.builds:
        earlier = first.setdefault(ran.command.words, ran)
        if earlier.stage.number != ran.stage.number and read.dockerfile:
            place = read.dockerfile.at(ran.run)
            seen = {"command": " ".join(ran.command.words), "other": earlier.run.line}
            source = earlier.stage.name or str(earlier.stage.number)
            folder = _folder(ran)
            line = f"COPY --from={source} {folder} {folder}"
            remedies = (Remedy(place=place, put=Put.REPLACE, lines=(line,), last=ran.run.last),)
            yield Finding(rule=RULE, state=State.WARN, kind="stages", place=place, seen=seen, remedies=remedies)


def _folder(ran: Ran) -> str:
    folders = [one.value.strip() for one in ran.stage.named("WORKDIR") if one.line < ran.run.line]
    return folders[-1] if folders else "/app"
