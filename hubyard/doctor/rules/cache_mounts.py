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
from hubyard.doctor.hub_read import HubRead, Ran
from hubyard.doctor.values import Finding, Put, Remedy, State

RULE: Final = "HUB04"
CACHES: Final = {"npm": ".npm", "yarn": ".cache/yarn", "pnpm": ".local/share/pnpm/store"}
"""Below the user's home: npm's and pnpm's own defaults, and yarn 1's on Linux."""


def judge(read: HubRead) -> Iterator[Finding]:
    if read.dockerfile is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_dockerfile")
        return
    for ran in _once_each(read.installs):
        if all(_is_next_s(target) for target in cache_targets(ran.run)):
            yield _packages(read.dockerfile, ran)
    for ran in _once_each(read.next_builds):
        if not any(_is_next_s(target) for target in cache_targets(ran.run)):
            yield _next(read, read.dockerfile, ran)


def _is_next_s(target: str) -> bool:
    return target.rstrip("/").endswith(".next/cache")


def _once_each(several: tuple[Ran, ...]) -> list[Ran]:
    return list({one.run.line: one for one in several}.values())


def _packages(dockerfile: Dockerfile, ran: Ran) -> Finding:
    manager = installs(ran.command)
    user = _user_at(dockerfile, ran)
    home, owner = ("/root", "") if user == "root" else (f"/home/{user}", ",uid=1000,gid=1000")
    mount = f"--mount=type=cache,id={manager},target={home}/{CACHES[manager]}{owner}"
    return _finding(dockerfile, ran, "packages", mount, {"manager": manager})


def _next(read: HubRead, dockerfile: Dockerfile, ran: Ran) -> Finding:
    owner = "" if _user_at(dockerfile, ran) == "root" else ",uid=1000,gid=1000"
    mount = f"--mount=type=cache,id=next-{read.hub.slug},target={join(dockerfile.folder_at(ran.stage, ran.run), '.next/cache')}{owner}"
    return _finding(dockerfile, ran, "next", mount, {})


def _finding(dockerfile: Dockerfile, ran: Ran, kind: str, mount: str, seen: dict[str, object]) -> Finding:
    """The mount goes in front of the command, on the RUN's first line."""
    place = dockerfile.at(ran.run)
    line = re.sub(r"^(\s*RUN\s+)", rf"\1{mount} ", dockerfile.text_at(ran.run), count=1, flags=re.IGNORECASE)
    remedies = (Remedy(place=place, put=Put.REPLACE, lines=(line,)),)
    return Finding(rule=RULE, state=State.WARN, kind=kind, place=place, seen=seen, remedies=remedies)


def _user_at(dockerfile: Dockerfile, ran: Ran) -> str:
    users = [one.value.split(":")[0].strip() for one in dockerfile.inherited(ran.stage, until=ran.run.line) if one.name == "USER"]
    user = users[-1] if users else "root"
    return {"0": "root", "1000": "node"}.get(user, user)
