"""HUB09: the container does not run as root.

Threshold: a USER other than root in the final stage or what it is made FROM, or Compose's `user`; else a base that is known to have one, or
a start that steps down by itself (gosu, su-exec).
Source: https://docs.docker.com/build/building/best-practices/#user; Node's images have a user `node` for it.
"""

from collections.abc import Iterator
from typing import Final

from hubyard.doctor.commands import commands_in
from hubyard.doctor.dockerfile import Dockerfile, Instruction
from hubyard.doctor.environment import environment_at
from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.images import NEED_ROOT_TO_START, parse_reference, runs_as_root
from hubyard.doctor.values import Finding, Place, Put, Remedy, State
from hubyard.engine.base_references import expand

RULE: Final = "HUB09"
ROOT: Final = frozenset({"root", "0"})
STEPS_DOWN: Final = frozenset({"gosu", "su-exec", "setpriv", "runuser"})


def judge(read: HubRead) -> Iterator[Finding]:
    if read.dockerfile is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_dockerfile")
        return
    composed = str(read.service.section.get("user") or "") if read.service else ""
    dockerfile = read.dockerfile
    if (composed and not _is_root(composed)) or (not composed and _steps_down(dockerfile)):
        return
    image = dockerfile.image_under(dockerfile.target)
    users = [one for one in dockerfile.inherited(dockerfile.target) if one.name == "USER"]
    if users and not composed:
        yield from _of_user(read, dockerfile, image, users[-1])
        return
    as_root = True if composed else runs_as_root(image)
    if as_root is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="unknown", place=dockerfile.at(dockerfile.target), seen={"image": image})
    elif composed and read.service:
        place = read.compose.nearest("services", read.service.name, "user")
        instead = Remedy(place=place, put=Put.REPLACE, lines=(f'{read.compose.indent_of(place)}user: "{_user_of(image)}"',))
        remedies = (instead,) if read.compose.begins(place, "user") else ()
        yield Finding(rule=RULE, state=State.WARN, kind="root", place=place, remedies=remedies)
    elif as_root:
        yield _finding(dockerfile, image, dockerfile.at(dockerfile.target), put=Put.BEFORE)


def _of_user(read: HubRead, dockerfile: Dockerfile, image: str, by: Instruction) -> Iterator[Finding]:
    known = environment_at(dockerfile, dockerfile.target, line=by.line, args=read.args)
    user = expand(by.value, {name: one.value for name, one in known.items()}).strip()
    if not user:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_value", place=dockerfile.at(by))
    elif _is_root(user):
        yield _finding(dockerfile, image, dockerfile.at(by), put=Put.AFTER)


def _finding(dockerfile: Dockerfile, image: str, place: Place, *, put: Put) -> Finding:
    """In front of what starts the app; where that is inherited, at the end."""
    starts = [one for one in dockerfile.target.named("CMD", "ENTRYPOINT") if one.line > (place.line if put is Put.AFTER else 0)]
    end = Remedy(place=Place(file=dockerfile.file, line=len(dockerfile.lines)), put=Put.AFTER, lines=(f"USER {_user_of(image)}",))
    remedy = Remedy(place=dockerfile.at(starts[0]), put=Put.BEFORE, lines=end.lines) if starts else end
    remedies = () if parse_reference(image).name in NEED_ROOT_TO_START else (remedy,)
    return Finding(rule=RULE, state=State.WARN, kind="root", place=place, remedies=remedies)


def _steps_down(dockerfile: Dockerfile) -> bool:
    starts = [one for one in dockerfile.inherited(dockerfile.target) if one.name in {"CMD", "ENTRYPOINT"}]
    words = {word.rpartition("/")[2] for one in starts for command in commands_in(one.value) for word in command.words}
    return bool(words & STEPS_DOWN)


def _is_root(user: str) -> bool:
    return user.split(":", maxsplit=1)[0].strip().strip("\"'") in ROOT


def _user_of(image: str) -> str:
    """Node's and bun's images have one of their own name."""
    name = parse_reference(image).name
    return name if name in {"node", "bun"} else "1000:1000"
