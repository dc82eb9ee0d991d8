"""HUB03: as many of Next's workers as hub.toml's `parallelism` says, not one for each core.

Threshold: `experimental.cpus` set from the build arg BUILDKIT_MAX_PARALLELISM, or to a number; the arg declared where the build runs.
Source: Next starts cores - 1 workers unless told otherwise, and only this key limits them (measured, README). BuildKit reads no such
variable.
"""

from collections.abc import Iterator
from typing import Final

from hubyard.doctor.dockerfile import Dockerfile
from hubyard.doctor.environment import environment_at, variables_of
from hubyard.doctor.hub_read import HubRead, Ran
from hubyard.doctor.next_config import Look, NextConfig, Told
from hubyard.doctor.values import Finding, Place, Put, Remedy, State

RULE: Final = "HUB03"
ARG: Final = "BUILDKIT_MAX_PARALLELISM"
CPUS: Final = ("experimental", "cpus")


def judge(read: HubRead) -> Iterator[Finding]:
    if read.dockerfile is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_dockerfile")
        return
    if read.may_be_next:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_package", place=Place(file=read.context / "package.json"))
        return
    if not read.next_builds:
        yield from _of_any_project(read, read.dockerfile)
        return
    config = read.next_config
    if config is None:
        yield Finding(rule=RULE, state=State.WARN, kind="no_config", place=Place(file=read.context), remedies=cpus_remedy(read))
        return
    look = config.look(*CPUS)
    if look.told is Told.ABSENT:
        yield Finding(rule=RULE, state=State.WARN, kind="unlimited", place=Place(file=config.file), remedies=cpus_remedy(read))
    elif look.told is Told.UNTOLD:
        yield _untold(config, look)
    else:
        yield from _of_value(read, read.dockerfile, config, look)


def cpus_remedy(read: HubRead) -> tuple[Remedy, ...]:
    """The key that takes the arg, in next.config, and the arg where it is not declared yet."""
    value = f"Number(process.env.{ARG}) || {read.hub.settings.parallelism}"
    if read.next_config:
        return (read.next_config.remedy(*CPUS, value=value), *_declared_for(read))
    lines = (f"export default {{ experimental: {{ cpus: {value} }} }};",)
    return (Remedy(place=Place(file=read.context / "next.config.mjs"), put=Put.NEW_FILE, lines=lines), *_declared_for(read))


def _of_value(read: HubRead, dockerfile: Dockerfile, config: NextConfig, look: Look) -> Iterator[Finding]:
    texts = [token.text for token in look.value]
    if len(look.value) == 1 and look.value[0].kind == "number":
        return
    if ARG not in texts:
        yield _untold(config, Look(told=Told.UNTOLD, line=look.line, why="expression"))
        return
    remedies = _declared_for(read)
    if remedies:
        place = dockerfile.at(read.next_builds[0].run)
        yield Finding(rule=RULE, state=State.WARN, kind="arg_not_declared", place=place, seen={"arg": ARG}, remedies=remedies)


def _declared_for(read: HubRead) -> tuple[Remedy, ...]:
    """The arg before the build; nothing where it is declared."""
    ran, dockerfile = read.next_builds[0], read.dockerfile
    if dockerfile is None or ARG in environment_at(dockerfile, ran.stage, line=ran.run.line, args=read.args):
        return ()
    return _declare_before(read, dockerfile, ran)


def _untold(config: NextConfig, look: Look) -> Finding:
    seen = {"key": ".".join(CPUS), "untold": look.why}
    return Finding(rule=RULE, state=State.SKIP, kind="untold", place=Place(file=config.file, line=look.line), seen=seen)


def _of_any_project(read: HubRead, dockerfile: Dockerfile) -> Iterator[Finding]:
    """Where somebody wrote it down, it is meant to do something: in hub.toml, or as a build arg of Compose."""
    in_settings = "parallelism" in read.hub.written
    in_compose = ARG in read.args
    declared = {one.name for stage in dockerfile.needed for by in stage.named("ARG") for one in variables_of(by)}
    if read.config is None and ARG not in declared:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_compose")
        return
    if ARG in declared or not (in_settings or in_compose):
        return
    service = read.hub.settings.service
    place = read.compose.nearest("services", service, "build", "args") if in_compose else Place(file=read.hub.folder / "hub.toml")
    ran = (*read.builds, *read.ran)
    if not ran:  # nothing runs that could be limited
        return
    remedies = _declare_before(read, dockerfile, ran[0])
    yield Finding(rule=RULE, state=State.WARN, kind="arg_unused", place=place, seen={"arg": ARG}, remedies=remedies)


def _declare_before(read: HubRead, dockerfile: Dockerfile, ran: Ran) -> tuple[Remedy, ...]:
    line = f"ARG {ARG}={read.hub.settings.parallelism}"
    return (Remedy(place=dockerfile.at(ran.run), put=Put.BEFORE, lines=(line,)),)
