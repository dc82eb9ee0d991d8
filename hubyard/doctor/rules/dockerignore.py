"""HUB07: what a build does not need stays out of it.

Threshold: .git, node_modules (where there is a package.json) and .env excluded. An .env that is there and copied in is a failure:
whoever has the image has its secrets. Source: https://docs.docker.com/build/concepts/context/#dockerignore-files
"""

from collections.abc import Iterator, Sequence
from typing import Final

from hubyard.doctor.commands import flags_of, words_of
from hubyard.doctor.dockerfile import Dockerfile, Instruction
from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.ignored import keeps_out, patterns_of
from hubyard.doctor.values import Finding, Place, Put, Remedy, State

RULE: Final = "HUB07"
ENV_FILE: Final = ".env"
FOLDERS: Final = frozenset({".git", "node_modules"})


def judge(read: HubRead) -> Iterator[Finding]:
    if read.section is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_compose")
        return
    patterns = patterns_of(read.ignore[1]) if read.ignore else ()
    let_in = [name for name in _unwanted(read) if not _is_kept_out(patterns, name)]
    if not let_in:
        return
    secrets = [name for name in let_in if name.startswith(ENV_FILE) and name in read.present]
    copied = secrets and read.dockerfile and _copies_all(read.dockerfile)
    state, kind = (State.FAIL, "secrets") if copied else (State.WARN, "lets_in" if read.ignore else "missing")
    yield Finding(
        rule=RULE,
        state=state,
        kind=kind,
        place=_place(read),
        seen={"names": ", ".join(secrets if copied else let_in)},
        remedies=(_remedy(read, let_in),),
    )


def _is_kept_out(patterns: Sequence[str], name: str) -> bool:
    """Of a folder it is enough that nothing in it comes in (`.git/**`)."""
    return keeps_out(patterns, name) or (name in FOLDERS and keeps_out(patterns, f"{name}/HEAD"))


def _unwanted(read: HubRead) -> list[str]:
    """`.git` only where the build context is a checkout's own folder; the other names whether they are there or not: they will be."""
    names = [ENV_FILE, *sorted(name for name in read.present if name.startswith(f"{ENV_FILE}."))]
    names += ["node_modules"] if "package.json" in read.texts else []
    return names + ([".git"] if {".git", ".git/HEAD"} & read.present else [])


def _place(read: HubRead) -> Place:
    return Place(file=read.ignore[0] if read.ignore else read.context / ".dockerignore")


def _remedy(read: HubRead, let_in: list[str]) -> Remedy:
    names = [name for name in let_in if not name.startswith(ENV_FILE)]
    lines = (*([".env*"] if len(names) < len(let_in) else []), *names)
    if read.ignore is None:
        more = [".next", "npm-debug.log*"] if read.is_next else []
        return Remedy(place=_place(read), put=Put.NEW_FILE, lines=(*lines, *more))
    file, text = read.ignore
    return Remedy(place=Place(file=file, line=len(text.splitlines())), put=Put.AFTER, lines=lines)


def _copies_all(dockerfile: Dockerfile) -> bool:
    return any(_is_of_all(one) for stage in dockerfile.needed for one in stage.named("COPY", "ADD"))


def _is_of_all(copy: Instruction) -> bool:
    from_elsewhere = "from" in dict(flags_of(copy.value)[0])
    return not from_elsewhere and any(word in {".", "./", "*", "/"} for word in words_of(copy)[:-1])
