"""HUB10: nothing heavy is built twice.

Threshold: one service for a build (context, Dockerfile, target and args the same); one stage that runs a project's build of the same files.
Source: a build of a small Next.js app takes 733 MB and 20 s (measured, README); the second brings nothing new.
"""

from collections.abc import Iterator, Sequence
from posixpath import join, relpath
from typing import Final

from hubyard.doctor.commands import flags_of, words_of
from hubyard.doctor.dockerfile import Dockerfile, Instruction, Stage
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
        yield from _stages(read.dockerfile, read.builds)


def _twin(read: HubRead, service: Service, twin: Service) -> Finding:
    place = read.compose.nearest("services", twin.name, "build")
    seen = {"service": service.name, "twin": twin.name}
    return Finding(rule=RULE, state=State.WARN, kind="twins", place=place, seen=seen, remedies=run_the_hub_s_image(read, twin))


def run_the_hub_s_image(read: HubRead, twin: Service) -> tuple[Remedy, ...]:
    """In the place of its own build; `pull_policy: never`: no registry has it."""
    build = read.compose.nearest("services", twin.name, "build")
    image = read.compose.find("services", twin.name, "image")
    indent = read.compose.indent_of(build)
    lines = (f"{indent}image: {read.hub.image}:{read.yard}", f"{indent}pull_policy: never")
    last = read.compose.last_of(build)
    if not read.compose.begins(build, "build"):
        return ()
    if image is None:
        return (Remedy(place=build, put=Put.REPLACE, lines=lines, last=last),)
    if not read.compose.begins(image, "image"):
        return ()
    return Remedy(place=image, put=Put.REPLACE, lines=lines), Remedy(place=build, put=Put.REMOVE, last=last)


def _stages(dockerfile: Dockerfile, builds: Sequence[Ran]) -> Iterator[Finding]:
    """The same words in two stages, over the same files."""
    first: dict[tuple[object, ...], Ran] = {}
    for ran in builds:
        earlier = first.setdefault((ran.command.words, _files_of(dockerfile, ran.stage, ran.run)), ran)
        if earlier.stage.number != ran.stage.number:
            yield _second(dockerfile, earlier, ran)


def _files_of(dockerfile: Dockerfile, stage: Stage, run: Instruction | None) -> frozenset[tuple[str, str]]:
    """What of the context is there, and where from there it runs; of copied stages what they had."""
    here = dockerfile.folder_at(stage, run)
    found: set[tuple[str, str]] = set()
    for copy in dockerfile.inherited(stage, until=run.line if run else None):
        other = dict(flags_of(copy.value)[0]).get("from")
        source = dockerfile.stage_named(other, before=stage.number) if other else None
        if copy.name in {"COPY", "ADD"} and source:
            found |= _files_of(dockerfile, source, None)
        elif copy.name in {"COPY", "ADD"} and not other:
            *files, there = words_of(copy) or [""]
            found |= {(file, relpath(here, join(dockerfile.folder_at(stage, copy), there))) for file in files}
    return frozenset(found)


def _second(dockerfile: Dockerfile, earlier: Ran, ran: Ran) -> Finding:
    place = dockerfile.at(ran.run)
    source = earlier.stage.name or str(earlier.stage.number)
    built, here = dockerfile.folder_at(earlier.stage, earlier.run), dockerfile.folder_at(ran.stage, ran.run)
    remedies = (Remedy(place=place, put=Put.REPLACE, lines=(f"COPY --from={source} {built} {here}",), last=ran.run.last),)
    seen = {"command": " ".join(ran.command.words), "other": earlier.run.line}
    return Finding(rule=RULE, state=State.WARN, kind="stages", place=place, seen=seen, remedies=remedies)
