"""HUB12: no secret is handed to a build as an argument, or written into the image.

Threshold: a name with TOKEN, SECRET, PASSWORD, PASSWD or CREDENTIAL in it, or with the word KEY; not NEXT_PUBLIC_… and what else says
that it is public, nor what is about a secret (…_FILE, …_LENGTH), nor a value that is a path, yes or no.
Source: `docker history` shows every ARG's and ENV's value (https://docs.docker.com/build/building/secrets/).
"""

import re
from collections.abc import Iterator
from typing import Final

from hubyard.doctor.commands import commands_of, exec_form, flags_of, installs
from hubyard.doctor.dockerfile import Dockerfile, Instruction, Stage
from hubyard.doctor.environment import variables_of
from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.values import Finding, Place, Put, Remedy, State

RULE: Final = "HUB12"
ANYWHERE: Final = re.compile(r"TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL")
KEY: Final = re.compile(r"(?:^|_)(?:[A-Z0-9]*API)?KEYS?(?:_|$)")
PUBLIC: Final = re.compile(r"^(?:VITE|REACT_APP|VUE_APP|GATSBY)_|(?:^|_)(?:PUBLIC|PUBLISHABLE)(?:_|$)")
"""What these builders write into every browser's script is no secret, whatever its name."""
ABOUT_ONE: Final = re.compile(
    r"TOKENIZ|^MAX_|_(?:FILE|PATH|DIR|NAME|LENGTH|LIMIT|TTL|LIFETIME|EXPIRY|EXPIRES|EXPIRES_IN|HEADER|ALGORITHM|TYPE)$"
)
NO_SECRET: Final = re.compile(r"(?i)\.{0,2}/.*|true|false|yes|no")
RUN: Final = re.compile(r"^(\s*RUN\s+)((?:--\S+\s+)*)(.*)$", re.IGNORECASE)
PLAIN: Final = re.compile(r"[\w./:@,+=-]*")


def judge(read: HubRead) -> Iterator[Finding]:
    if read.dockerfile is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_dockerfile")
    else:
        yield from _in_dockerfile(read, read.dockerfile)
    if read.config is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_compose")
    for name, value in read.args.items():
        if is_secret(name, value):
            yield _build_arg(read, name)


def is_secret(name: str, value: str = "") -> bool:
    upper = name.upper()
    by_name = bool(ANYWHERE.search(upper) or KEY.search(upper)) and not PUBLIC.search(upper) and not ABOUT_ONE.search(upper)
    return by_name and not NO_SECRET.fullmatch(value)


def _in_dockerfile(read: HubRead, dockerfile: Dockerfile) -> Iterator[Finding]:
    told: set[str] = set()
    for stage, one in _settings(dockerfile):
        for variable in variables_of(one):
            empty = one.name == "ENV" and not variable.value
            if is_secret(variable.name, variable.value) and variable.name not in told and not empty:
                told.add(variable.name)
                yield _finding(read, dockerfile, stage, one, variable.name)


def _settings(dockerfile: Dockerfile) -> Iterator[tuple[Stage | None, Instruction]]:
    yield from ((None, one) for one in dockerfile.arguments if one.name == "ARG")
    yield from ((stage, one) for stage in dockerfile.needed for one in stage.named("ARG", "ENV"))


def _finding(read: HubRead, dockerfile: Dockerfile, stage: Stage | None, by: Instruction, name: str) -> Finding:
    """Each RUN that uses it is given the secret for as long as it runs; where none does, the line alone is to go."""
    users = [run for run in stage.named("RUN") if run.line > by.line and _uses(read, run, name)] if stage else []
    given = (Remedy(place=dockerfile.at(run), put=Put.REPLACE, lines=(_with_secret(dockerfile, stage, run, name),)) for run in users)
    remedies = (_without_secrets(dockerfile, by), *given)
    return Finding(rule=RULE, state=State.FAIL, kind=by.name.lower(), place=dockerfile.at(by), seen={"name": name}, remedies=remedies)


def _uses(read: HubRead, run: Instruction, name: str) -> bool:
    """By itself, or because .npmrc names it to whoever installs."""
    in_npmrc = f"${{{name}}}" in read.texts.get(".npmrc", "")
    return name in f"{run.value} {run.body}" or (in_npmrc and any(installs(command) for command in commands_of(run)))


def _with_secret(dockerfile: Dockerfile, stage: Stage | None, run: Instruction, name: str) -> str:
    """As a file that the shell reads; where the line is not all that stands before the command, as a variable of the mount.

    The file is root's alone unless its mode says otherwise.
    Source: https://docs.docker.com/reference/dockerfile/#run---mounttypesecret; `env` is of Dockerfile 1.10 (2024).
    """
    line = dockerfile.text_at(run)
    mount = f"--mount=type=secret,id={name.lower()}"
    command = flags_of(run.value)[1]
    flags = RUN.sub(r"\g<2>", line)
    if run.body or exec_form(command) is not None or len(flags_of(flags)[0]) < len(flags_of(run.value)[0]):
        return RUN.sub(rf"\g<1>{mount},env={name} \g<2>\g<3>", line)
    mode = "" if stage is None or dockerfile.user_at(stage, run) == "root" else ",mode=0444"
    return RUN.sub(rf'\g<1>\g<2>{mount}{mode} export {name}="$(cat /run/secrets/{name.lower()})" && \g<3>', line)


def _without_secrets(dockerfile: Dockerfile, by: Instruction) -> Remedy:
    """The same instruction with what else it sets. No secret's value is repeated."""
    kept = [one for one in variables_of(by) if not is_secret(one.name, one.value)]
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
    place = read.compose.nearest("services", read.hub.settings.service, "build", "args", name)
    remedies = (*_without_arg(read, place, name), *_as_secret(read, name))
    return Finding(rule=RULE, state=State.FAIL, kind="build_arg", place=place, seen={"name": name}, remedies=remedies)


def _without_arg(read: HubRead, place: Place, name: str) -> tuple[Remedy, ...]:
    """With the key above where nothing would be left below it, which Compose refuses; none where all is in one line."""
    above = read.compose.nearest("services", read.hub.settings.service, "build", "args")
    if all(is_secret(other, value) for other, value in read.args.items()) and read.compose.begins(above, "args"):
        return (Remedy(place=above, put=Put.REMOVE, last=read.compose.last_of(above)),)
    return (Remedy(place=place, put=Put.REMOVE),) if read.compose.begins(place, name) else ()


def _as_secret(read: HubRead, name: str) -> tuple[Remedy, ...]:
    """None where the build is written in one line: where in it is for a person to see."""
    path = ("services", read.hub.settings.service, "build")
    build, key = read.compose.nearest(*path), name.lower()
    if not read.compose.line_of(build).rstrip().endswith("build:"):
        return ()
    indent = f"{read.compose.indent_of(build)}  "
    context = read.compose.find(*path, "context") or build
    indent = read.compose.indent_of(context) if context != build else indent
    new = Remedy(place=context, put=Put.AFTER, lines=(f"{indent}secrets: [{key}]",))
    inner = _into(read, read.compose.find(*path, "secrets"), f"- {key}") or new
    lines = (f"  {key}:", f"    environment: {name}")
    end = Place(file=build.file, line=len(read.compose.texts.get(build.file, "").splitlines()))
    if read.compose.find("secrets", key):
        return (inner,)
    if there := read.compose.find("secrets"):
        return inner, Remedy(place=there, put=Put.AFTER, lines=lines)
    return inner, Remedy(place=end, put=Put.AFTER, lines=("secrets:", *lines))


def _into(read: HubRead, there: Place | None, item: str) -> Remedy | None:
    """Into a list that there is already: in its one line, or as its first item. None where there is none."""
    if there is None:
        return None
    line = read.compose.line_of(there)
    if "[" in line:
        return Remedy(place=there, put=Put.REPLACE, lines=(line.replace("[", f"[{item.removeprefix('- ')}, ", 1),))
    first = Place(file=there.file, line=there.line + 1)
    return Remedy(place=there, put=Put.AFTER, lines=(f"{read.compose.indent_of(first)}{item}",))
