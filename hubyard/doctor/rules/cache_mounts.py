"""HUB04: downloads and Next's cache are kept between builds.

Threshold: a cache mount on each RUN that installs packages, and on `.next/cache` where Next builds.
Source: a warm build is several times faster (measured, README); https://docs.docker.com/build/cache/optimize/#use-cache-mounts
"""

import re
from collections.abc import Iterator
from posixpath import join
from typing import Final

from hubyard.doctor.commands import cache_targets, installs
from hubyard.doctor.dockerfile import Dockerfile
from hubyard.doctor.environment import environment_at
from hubyard.doctor.hub_read import HubRead, Ran
from hubyard.doctor.values import Finding, Put, Remedy, State

RULE: Final = "HUB04"
CACHES: Final = {"npm": ".npm", "yarn": ".cache/yarn", "pnpm": ".local/share/pnpm/store", "bun": ".bun/install/cache"}
"""Below the user's home: npm's, pnpm's and bun's own defaults, and yarn 1's on Linux."""
BERRY: Final = ".yarn/berry/cache"
"""Yarn's from version 4 on, likewise (https://yarnpkg.com/configuration/yarnrc#globalFolder)."""
MOVED_BY: Final = {"npm": ("npm_config_cache", ""), "yarn": ("YARN_CACHE_FOLDER", ""), "pnpm": ("PNPM_HOME", "store")}
"""The variable that moves it, and what lies below that (https://pnpm.io/settings#storedir)."""


def judge(read: HubRead) -> Iterator[Finding]:
    if read.dockerfile is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_dockerfile")
        return
    without = [one for one in _once_each(read.installs) if all(_is_next_s(target) for target in cache_targets(one.run))]
    for ran in without:
        yield _packages(read, read.dockerfile, ran)
    for ran in _once_each(read.next_builds):
        if not any(_is_next_s(target) for target in cache_targets(ran.run)):
            beside = next((one for one in without if one.run.line == ran.run.line), None)
            yield _next(read, read.dockerfile, ran, beside)


def _is_next_s(target: str) -> bool:
    return target.rstrip("/").endswith(".next/cache")


def _once_each(several: tuple[Ran, ...]) -> list[Ran]:
    return list({one.run.line: one for one in several}.values())


def _packages(read: HubRead, dockerfile: Dockerfile, ran: Ran) -> Finding:
    line = _with(_packages_mount(read, dockerfile, ran), dockerfile, ran)
    return _finding(dockerfile, ran, "packages", (line,), {"manager": installs(ran.command)})


def _packages_mount(read: HubRead, dockerfile: Dockerfile, ran: Ran) -> str:
    manager = installs(ran.command)
    owner = "" if _user_at(dockerfile, ran) == "root" else ",uid=1000,gid=1000"
    return f"--mount=type=cache,id={manager},target={_cache_of(manager, read, dockerfile, ran)}{owner}"


def _cache_of(manager: str, read: HubRead, dockerfile: Dockerfile, ran: Ran) -> str:
    name, below = MOVED_BY.get(manager, ("", ""))
    found = environment_at(dockerfile, ran.stage, line=ran.run.line, args=read.args)
    if name in found and found[name].value.startswith("/"):
        return join(found[name].value, below).rstrip("/")
    user = _user_at(dockerfile, ran)
    home = "/root" if user == "root" else f"/home/{user}"
    is_berry = manager == "yarn" and re.match(r"yarn@[^01]", str(read.package.get("packageManager")))
    return f"{home}/{BERRY if is_berry else CACHES[manager]}"


def _next(read: HubRead, dockerfile: Dockerfile, ran: Ran, beside: Ran | None) -> Finding:
    """With the mount that the same RUN lacks for its packages: one of the two lines to paste is the last.

    A folder above a mount that is not there is made for root: another user's has to be there before.
    """
    built = join(dockerfile.folder_at(ran.stage, ran.run), ".next")
    is_root = _user_at(dockerfile, ran) == "root"
    mount = f"--mount=type=cache,id=next-{read.hub.slug},target={built}/cache{'' if is_root else ',uid=1000,gid=1000'}"
    before = () if is_root else (f"RUN mkdir -p {built}",)
    mounts = f"{mount} {_packages_mount(read, dockerfile, beside)}" if beside else mount
    return _finding(dockerfile, ran, "next", (*before, _with(mounts, dockerfile, ran)), {})


def _with(mount: str, dockerfile: Dockerfile, ran: Ran) -> str:
    """The mount goes in front of the command, on the RUN's first line."""
    return re.sub(r"^(\s*RUN\s+)", rf"\1{mount} ", dockerfile.text_at(ran.run), count=1, flags=re.IGNORECASE)


def _finding(dockerfile: Dockerfile, ran: Ran, kind: str, lines: tuple[str, ...], seen: dict[str, object]) -> Finding:
    place = dockerfile.at(ran.run)
    remedies = (Remedy(place=place, put=Put.REPLACE, lines=lines),)
    return Finding(rule=RULE, state=State.WARN, kind=kind, place=place, seen=seen, remedies=remedies)


def _user_at(dockerfile: Dockerfile, ran: Ran) -> str:
    user = dockerfile.user_at(ran.stage, ran.run)
    return "node" if user == "1000" else user
