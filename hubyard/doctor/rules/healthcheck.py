"""HUB01: the image has a health check, and the program that it calls.

Threshold: one HEALTHCHECK, in the final stage, what that is made FROM, or Compose's `test`; curl and wget only where they are known to be,
and a shell not where it is known to lack.
Source: slim and Alpine images have no curl (their Dockerfiles); https://docs.docker.com/reference/dockerfile/#healthcheck
"""

import json
import re
from collections.abc import Iterator
from typing import Final

from hubyard.doctor.commands import commands_in, commands_of, exec_form, flags_of
from hubyard.doctor.dockerfile import Dockerfile, Instruction
from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.images import HAS_ROOT, lacks, parse_reference
from hubyard.doctor.values import Finding, Place, Put, Remedy, State

RULE: Final = "HUB01"
PROGRAMS: Final = ("curl", "wget", "sh")
ANSWERED: Final = ".then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"
VERSION: Final = re.compile(r"[=~<>]")
"""Behind a package's name: apt's `curl=8`, apk's `curl~=8`."""
INSTALLERS: Final = frozenset({"apt-get", "apt", "apk", "microdnf", "dnf", "yum"})


def judge(read: HubRead) -> Iterator[Finding]:
    if read.dockerfile is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_dockerfile")
        return
    written = _healthcheck(read.dockerfile)
    composed = read.service.section.get("healthcheck") if read.service else None
    tested = isinstance(composed, dict) and (composed.get("test") or composed.get("disable"))
    if read.service and tested and not read.service.has_healthcheck:
        place = read.compose.nearest("services", read.service.name, "healthcheck")
        yield Finding(rule=RULE, state=State.WARN, kind="disabled", place=place, remedies=_without(read, place))
    if written is None and not tested:
        yield _missing(read, read.dockerfile)
    if isinstance(composed, dict) and composed.get("test"):
        place = read.compose.nearest("services", read.service.name if read.service else "", "healthcheck", "test")
        lines = _test_to_paste(read, place) if read.compose.begins(place, "test") else ()
        instead = Remedy(place=place, put=Put.REPLACE, lines=lines, last=read.compose.last_of(place))
        yield from _programs(read.dockerfile, _words_of(composed["test"]), instead)
    elif written is not None:
        command = flags_of(written.value)[1].partition(" ")[2]
        lines = _check_to_paste(read, read.dockerfile.image_under(read.dockerfile.target))
        instead = Remedy(place=read.dockerfile.at(written), put=Put.REPLACE, lines=lines, last=written.last)
        yield from _programs(read.dockerfile, _first_words(command), instead)


def _without(read: HubRead, place: Place) -> tuple[Remedy, ...]:
    own = read.compose.begins(place, "healthcheck")
    return (Remedy(place=place, put=Put.REMOVE, last=read.compose.last_of(place)),) if own else ()


def _healthcheck(dockerfile: Dockerfile) -> Instruction | None:
    """The one in force: the last of the final stage and what it is made FROM."""
    found = [one for one in dockerfile.inherited(dockerfile.target) if one.name == "HEALTHCHECK"]
    return found[-1] if found and flags_of(found[-1].value)[1].strip().upper() != "NONE" else None


def _missing(read: HubRead, dockerfile: Dockerfile) -> Finding:
    """The base may have one of its own; official images have none."""
    if read.config is None:
        return Finding(rule=RULE, state=State.SKIP, kind="no_compose", place=dockerfile.at(dockerfile.target))
    starts = dockerfile.target.named("CMD", "ENTRYPOINT")
    place = dockerfile.at(starts[0]) if starts else Place(file=dockerfile.file, line=len(dockerfile.lines))
    lines = _check_to_paste(read, dockerfile.image_under(dockerfile.target))
    put = Put.BEFORE if starts else Put.AFTER
    remedies = (Remedy(place=place, put=put, lines=lines),) if lines else ()
    return Finding(rule=RULE, state=State.WARN, kind="missing", place=dockerfile.at(dockerfile.target), remedies=remedies)


def _check_to_paste(read: HubRead, image: str) -> tuple[str, ...]:
    """With what the base itself has: Node's fetch, or busybox's wget."""
    goes_on = read.dockerfile.escape if read.dockerfile else "\\"
    head = f"HEALTHCHECK --interval=15s --timeout=4s --start-period=30s {goes_on}"
    if node := _node(read, image):
        return (head, f'    CMD ["{node}", "-e", {goes_on}', f"    \"fetch('{_url(read)}') {goes_on}", f'    {ANSWERED}"]')
    words = _fetching(read, image)
    return (head, f"    CMD [{words}]") if words else ()


def _test_to_paste(read: HubRead, place: Place) -> tuple[str, ...]:
    image = read.dockerfile.image_under(read.dockerfile.target) if read.dockerfile else ""
    indent, node, words = read.compose.indent_of(place), _node(read, image), _fetching(read, image)
    if not node:
        return (f'{indent}test: ["CMD", {words}]',) if words else ()
    return (f'{indent}test: ["CMD", "{node}", "-e",', f"{indent}  \"fetch('{_url(read)}')", f'{indent}  {ANSWERED}"]')


def _node(read: HubRead, image: str) -> str:
    """The program to call; "" where the final image is not known to have one: a Node project may end in a web server's image."""
    one = parse_reference(image)
    if "distroless/nodejs" in one.path:
        return "/nodejs/bin/node"
    stranger = bool(read.package) and one.name not in HAS_ROOT and "distroless" not in one.path and image != "scratch"
    added = read.dockerfile is not None and any(_is_installed(read.dockerfile, name) for name in ("node", "nodejs"))
    if one.name == "bun":  # with the same `-e`, fetch and process
        return "bun"
    return "node" if one.name == "node" or stranger or added else ""


def _fetching(read: HubRead, image: str) -> str:
    if lacks(image, "wget") is False:
        return f'"wget", "-q", "-O", "/dev/null", "{_url(read)}"'
    return f'"curl", "-fsS", "-o", "/dev/null", "{_url(read)}"' if lacks(image, "curl") is False else ""


def _url(read: HubRead) -> str:
    settings = read.hub.settings
    return f"http://127.0.0.1:{settings.port}{settings.health_path or settings.route}"


def _words_of(test: object) -> set[str]:
    """Compose's `test`: a text for a shell, or a list that begins with CMD or CMD-SHELL."""
    if isinstance(test, str):
        return _first_words(test)
    words = [str(word) for word in test] if isinstance(test, list) else []
    return _first_words(json.dumps(words[1:])) if words[:1] == ["CMD"] else _first_words(" ".join(words[1:]))


def _first_words(command: str) -> set[str]:
    found = {one.program for one in commands_in(command)}
    return found if exec_form(command) is not None else found | {"sh"}


def _programs(dockerfile: Dockerfile, words: set[str], instead: Remedy) -> Iterator[Finding]:
    """Of several that it lacks one is enough to be told."""
    image = dockerfile.image_under(dockerfile.target)
    for program in (one for one in PROGRAMS if one in words):
        lacking = lacks(image, program)
        if _is_installed(dockerfile, program) or lacking is False or (program == "sh" and not lacking):
            continue
        seen = {"program": program, "image": image}
        state, kind = (State.SKIP, "program_unknown") if lacking is None else (State.WARN, "program_lacking")
        remedies = (instead,) if instead.lines and lacking else ()
        yield Finding(rule=RULE, state=state, kind=kind, place=instead.place, seen=seen, remedies=remedies)
        return


def _is_installed(dockerfile: Dockerfile, program: str) -> bool:
    """By a package manager, or copied in under its name."""
    made_by = dockerfile.inherited(dockerfile.target)
    runs = [command for one in made_by if one.name == "RUN" for command in commands_of(one)]
    copies = [one.value.split() for one in made_by if one.name in {"COPY", "ADD"}]
    return any(command.program in INSTALLERS and program in {VERSION.split(word)[0] for word in command.words} for command in runs) or any(
        word.rpartition("/")[2] == program for words in copies for word in words
    )
