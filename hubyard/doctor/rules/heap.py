"""HUB02: a limit for V8's heap where the app is built, and none above what the container, or the build, may have.

Threshold: `--max-old-space-size` in MiB, in NODE_OPTIONS of the stage that builds; at run time below the container's memory limit.
To paste: three quarters of hub.toml's `[memory] build`, else 768 (a small Next.js app peaks at 733 MB, docs/decisions).
Source: https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib; Next takes the option out of its workers' NODE_OPTIONS (16.4).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from hubyard.doctor.commands import reached
from hubyard.doctor.dockerfile import Dockerfile
from hubyard.doctor.environment import Variable, environment_at, variables_of
from hubyard.doctor.hub_read import HubRead, Ran
from hubyard.doctor.images import parse_reference
from hubyard.doctor.next_config import Told
from hubyard.doctor.rules.workers import CPUS, cpus_remedy
from hubyard.doctor.values import Finding, Place, Put, Remedy, State

RULE: Final = "HUB02"
HEAP: Final = re.compile(r"--max[-_]old[-_]space[-_]size[= ](\d+)")
SHARE: Final = re.compile(r"--max[-_]old[-_]space[-_]size[-_]percentage[= ]\d")
"""Of the memory that there is: a limit, whatever it comes to."""
MEBIBYTE: Final = 1024**2
USUAL_MIB: Final = 768
STEP_MIB: Final = 64


def judge(read: HubRead) -> Iterator[Finding]:
    if read.dockerfile is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_dockerfile")
        return
    by_node = [one for one in read.builds if parse_reference(read.dockerfile.image_under(one.stage)).name != "bun"]  # no V8
    builds = {one.run.line: one for one in reversed(by_node)}
    for ran in reversed(builds.values()):
        yield from _build(read, read.dockerfile, ran)
    yield from _container(read, read.dockerfile)


def _build(read: HubRead, dockerfile: Dockerfile, ran: Ran) -> Iterator[Finding]:
    found = environment_at(dockerfile, ran.stage, line=ran.run.line, args=read.args)
    options = found["NODE_OPTIONS"].value if "NODE_OPTIONS" in found else ""
    limit, written = _heap_mib(options), _written(read, ran)
    in_command = _heap_mib(written)
    place = dockerfile.at(ran.run)
    if SHARE.search(f"{options} {written}"):
        return
    if limit is None and in_command is None:
        yield _missing(read, dockerfile, place)
        return
    if limit is not None and _is_above(limit, read.hub.settings.memory.build_bytes):
        seen = {"heap_mib": limit, "limit_bytes": read.hub.settings.memory.build_bytes}
        yield _above("above_build", dockerfile, found["NODE_OPTIONS"], seen)
    if read.next_config and ran in read.next_builds and read.next_config.look(*CPUS).told is Told.ABSENT:
        where = dockerfile.at(found["NODE_OPTIONS"].by) if limit is not None else place
        seen = {"heap_mib": limit or in_command}
        yield Finding(rule=RULE, state=State.WARN, kind="not_for_workers", place=where, seen=seen, remedies=cpus_remedy(read))


def _written(read: HubRead, ran: Ran) -> str:
    """Where a limit may stand in the command itself: in the RUN, and in the scripts that it comes to."""
    commands = tuple(reached(ran.command, read.scripts))
    return " ".join([ran.run.value, ran.run.body, *(word for one in commands for word in (*one.env.values(), *one.words))])


def _missing(read: HubRead, dockerfile: Dockerfile, place: Place) -> Finding:
    """A limit in a stage from which nothing is inherited is a likely mistake, and named."""
    line = f"ENV NODE_OPTIONS=--max-old-space-size={_mib_to_paste(read)}"
    remedies = (Remedy(place=place, put=Put.BEFORE, lines=(line,)),)
    limits = [
        one
        for stage in dockerfile.stages
        if stage is not dockerfile.target
        for instruction in stage.named("ENV", "ARG")
        for one in variables_of(instruction)
        if one.name == "NODE_OPTIONS" and _heap_mib(one.value)
    ]
    if limits:
        seen = {"other": limits[0].by.line}
        return Finding(rule=RULE, state=State.WARN, kind="in_another_stage", place=place, seen=seen, remedies=remedies)
    return Finding(rule=RULE, state=State.WARN, kind="missing", place=place, remedies=remedies)


def _container(read: HubRead, dockerfile: Dockerfile) -> Iterator[Finding]:
    """Compose's `environment` goes before the image's ENV."""
    at_the_end = environment_at(dockerfile, dockerfile.target, line=len(dockerfile.lines) + 1, args=read.args)
    of_image = next((one for one in at_the_end.values() if one.name == "NODE_OPTIONS" and one.by.name == "ENV"), None)
    of_compose = _environment(read).get("NODE_OPTIONS")
    limit = _heap_mib(of_compose if of_compose is not None else of_image.value if of_image else "")
    if limit is None:
        return
    if read.config is None and read.container_bytes is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_compose", place=dockerfile.at(of_image.by) if of_image else None)
        return
    if not _is_above(limit, read.container_bytes):
        return
    seen = {"heap_mib": limit, "limit_bytes": read.container_bytes}
    if of_compose is None and of_image:
        yield _above("above_container", dockerfile, of_image, seen)
    elif read.service:
        place = read.compose.nearest("services", read.service.name, "environment", "NODE_OPTIONS")
        options = _lower(of_compose or "", read.container_bytes or 0)
        in_list = read.compose.line_of(place).lstrip().startswith("-")
        lines = (f"{read.compose.indent_of(place)}{'- NODE_OPTIONS=' if in_list else 'NODE_OPTIONS: '}{options}",)
        own = read.compose.begins(place, "NODE_OPTIONS")
        remedies = (Remedy(place=place, put=Put.REPLACE, lines=lines),) if own else ()
        yield Finding(rule=RULE, state=State.FAIL, kind="above_container", place=place, seen=seen, remedies=remedies)


def _above(kind: str, dockerfile: Dockerfile, variable: Variable, seen: Mapping[str, object]) -> Finding:
    """In the place of what sets it and nothing else, else behind it."""
    by = variable.by
    limit_bytes = seen["limit_bytes"]
    line = f"ENV NODE_OPTIONS={_quoted(_lower(variable.value, limit_bytes if isinstance(limit_bytes, int) else 0))}"
    if len(variables_of(by)) == 1:
        remedy = Remedy(place=dockerfile.at(by), put=Put.REPLACE, lines=(line,), last=by.last)
    else:
        remedy = Remedy(place=Place(file=dockerfile.file, line=by.last), put=Put.AFTER, lines=(line,))
    return Finding(rule=RULE, state=State.FAIL, kind=kind, place=dockerfile.at(by), seen=seen, remedies=(remedy,))


def _heap_mib(options: str) -> int | None:
    """The last one counts, as for Node."""
    found = HEAP.findall(options)
    return int(found[-1]) if found else None


def _is_above(heap_mib: int, limit_bytes: int | None) -> bool:
    return limit_bytes is not None and heap_mib * MEBIBYTE >= limit_bytes


def _lower(options: str, limit_bytes: int) -> str:
    return HEAP.sub(f"--max-old-space-size={_three_quarters(limit_bytes)}", options)


def _mib_to_paste(read: HubRead) -> int:
    hint_bytes = read.hub.settings.memory.build_bytes
    return _three_quarters(hint_bytes) if hint_bytes else USUAL_MIB


def _three_quarters(limit_bytes: int) -> int:
    """In MiB, in steps; what is left is for what is no heap."""
    whole = limit_bytes * 3 // 4 // MEBIBYTE
    return max(STEP_MIB, whole // STEP_MIB * STEP_MIB) if whole >= STEP_MIB else max(1, whole)


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text


def _environment(read: HubRead) -> Mapping[str, str]:
    """As `docker compose config` prints it: a table. Values that it reads from env files are among them, and are not shown."""
    found = read.service.section.get("environment") if read.service else None
    return {str(key): str(value) for key, value in found.items() if value is not None} if isinstance(found, dict) else {}
