"""HUB12: no secret is handed to a build as an argument, or written into the image.

Threshold: a name with TOKEN, SECRET, PASSWORD, PASSWD or CREDENTIAL in it, or with the word KEY; not NEXT_PUBLIC_… and what else says
that it is public. Source: `docker history` shows every ARG's and ENV's value (https://docs.docker.com/build/building/secrets/).
"""

import re
from collections.abc import Iterator
from typing import Final

from hubyard.doctor.dockerfile import Dockerfile, Instruction, Stage
from hubyard.doctor.environment import variables_of
from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.values import Finding, Place, Put, Remedy, State

RULE: Final = "HUB12"
ANYWHERE: Final = re.compile(r"TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL")
KEY: Final = re.compile(r"(?:^|_)(?:[A-Z0-9]*API)?KEYS?(?:_|$)")
PUBLIC: Final = re.compile(r"^NEXT_PUBLIC_|(?:^|_)(?:PUBLIC|PUBLISHABLE)(?:_|$)|_(?:FILE|PATH)$")
PLAIN: Final = re.compile(r"[\w./:@,+=-]*")


def judge(read: HubRead) -> Iterator[Finding]:
    if read.dockerfile is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_dockerfile")
    else:
        yield from _in_dockerfile(read.dockerfile)
    if read.config is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_compose")
    for name in read.args:
        if is_secret(name):
            yield _build_arg(read, name)


def is_secret(name: str) -> bool:
    upper = name.upper()
    return bool(ANYWHERE.search(upper) or KEY.search(upper)) and not PUBLIC.search(upper)


def _in_dockerfile(dockerfile: Dockerfile) -> Iterator[Finding]:
    told: set[str] = set()
    for stage, one in _settings(dockerfile):
        for variable in variables_of(one):
            empty = one.name == "ENV" and not variable.value
            if is_secret(variable.name) and variable.name not in told and not empty:
                told.add(variable.name)
                yield _finding(dockerfile, stage, one, variable.name)


def _settings(dockerfile: Dockerfile) -> Iterator[tuple[Stage | None, Instruction]]:
    yield from ((None, one) for one in dockerfile.arguments if one.name == "ARG")
    yield from ((stage, one) for stage in dockerfile.needed for one in stage.named("ARG", "ENV"))


def _finding(dockerfile: Dockerfile, stage: Stage | None, by: Instruction, name: str) -> Finding:
    """The RUN that uses it is given the secret for as long as it runs; where none names it, the line alone is to go."""
    remedies = [_without_secrets(dockerfile, by)]
    users = [run for run in (stage.named("RUN") if stage else ()) if run.line > by.line and name in f"{run.value} {run.body}"]
    for run in users[:1]:
        mount = f"--mount=type=secret,id={name.lower()}"
        given = f'{name}="$(cat /run/secrets/{name.lower()})"'
        line = re.sub(r"^(\s*RUN\s+)(.*)$", rf"\g<1>{mount} export {given} && \g<2>", dockerfile.text_at(run), flags=re.IGNORECASE)
        remedies.append(Remedy(place=dockerfile.at(run), put=Put.REPLACE, lines=(line,)))
    place = dockerfile.at(by)
    return Finding(rule=RULE, state=State.FAIL, kind=by.name.lower(), place=place, seen={"name": name}, remedies=tuple(remedies))


def _without_secrets(dockerfile: Dockerfile, by: Instruction) -> Remedy:
    """The same instruction with what else it sets. No secret's value is repeated."""
    kept = [one for one in variables_of(by) if not is_secret(one.name)]
    place = dockerfile.at(by)
    if not kept:
        return Remedy(place=place, put=Put.REMOVE, last=by.last)
    words = [one.name if by.name == "ARG" and not one.value else f"{one.name}={_quoted(one.value)}" for one in kept]
    return Remedy(place=place, put=Put.REPLACE, lines=(f"{by.name} {' '.join(words)}",), last=by.last)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return value if PLAIN.fullmatch(value) else f'"{escaped}"'


def _build_arg(read: HubRead, name: str) -> Finding:
    """The service's build names the secret, and the file's top says that it is that variable of whoever deploys."""
    place = _arg_place(read, name)
    written = read.compose.line_of(place).strip(" -\"'")
    gone = (Remedy(place=place, put=Put.REMOVE),) if written.startswith(name) else ()
    remedies = (*gone, *_as_secret(read, name))
    return Finding(rule=RULE, state=State.FAIL, kind="build_arg", place=place, seen={"name": name}, remedies=remedies)


def _arg_place(read: HubRead, name: str) -> Place:
    path = ("services", read.hub.settings.service, "build", "args")
    written = read.compose.written(*path)
    for number, item in enumerate(written if isinstance(written, list) else ()):
        if str(item).partition("=")[0] == name:
            return read.compose.nearest(*path, number)
    return read.compose.nearest(*path, name)


def _as_secret(read: HubRead, name: str) -> tuple[Remedy, Remedy]:
    build = read.compose.nearest("services", read.hub.settings.service, "build", "context")
    inner = Remedy(place=build, put=Put.AFTER, lines=(f"{read.compose.indent_of(build)}secrets: [{name.lower()}]",))
    lines = (f"  {name.lower()}:", f"    environment: {name}")
    there = read.compose.find("secrets")
    if there:
        return inner, Remedy(place=there, put=Put.AFTER, lines=lines)
    end = Place(file=build.file, line=len(read.compose.texts.get(build.file, "").splitlines()))
    return inner, Remedy(place=end, put=Put.AFTER, lines=("secrets:", *lines))
