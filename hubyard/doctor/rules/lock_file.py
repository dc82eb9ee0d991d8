"""HUB13: the lock file takes packages from where this project's settings say, and no other host.

Threshold: hosts of `resolved` in package-lock.json or yarn.lock, or of `tarball` in pnpm-lock.yaml, that are neither npm's public registry
nor a configured one, nor named in package.json. Nothing is asked of them.
Source: npm downloads from the URL in the lock file, but puts the configured registry in the place of the public one
(https://docs.npmjs.com/cli/v11/using-npm/config#replace-registry-host). pnpm takes the URL as it stands, where there is one.
"""

import re
from collections.abc import Iterator
from typing import Final

from hubyard.doctor.commands import commands_of
from hubyard.doctor.environment import variables_of
from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.lock_hosts import (
    PUBLIC_ENDS,
    LockedHost,
    cannot_be_reached,
    host_of,
    hosts_in,
    hosts_in_pnpm_lock,
    hosts_in_yarn_lock,
    hosts_named_in,
    registries_in,
    registries_in_workspace,
    registries_in_yarnrc,
)
from hubyard.doctor.values import Finding, Place, Put, Remedy, State

RULE: Final = "HUB13"
LOCK_FILES: Final = ("npm-shrinkwrap.json", "package-lock.json")
"""npm takes the first that is there."""
YARN: Final = "yarn.lock"
PNPM: Final = "pnpm-lock.yaml"
MANAGERS: Final = frozenset({"npm", "pnpm", "yarn"})
SETTING: Final = "omit-lockfile-registry-resolved=true"


def judge(read: HubRead) -> Iterator[Finding]:
    configured = _registries(read)
    npm = next((name for name in LOCK_FILES if name in read.texts), None)
    if npm is not None:
        yield from _of_npm(read, npm, configured)
    for host in hosts_in_yarn_lock(read.texts.get(YARN, "")):
        if _is_foreign(host, configured):
            place = Place(file=read.context / YARN, line=host.line)
            line = f'sed -i "s#//{host.host}[^/]*/#//$(yarn config get registry | cut -d/ -f3)/#" {YARN}'
            yield _foreign(host, place, (Remedy(place=place, put=Put.RUN, lines=(line,)),))
    for host in hosts_in_pnpm_lock(read.texts.get(PNPM, "")):
        if _is_foreign(host, configured):
            place = Place(file=read.context / PNPM, line=host.line)
            drop = rf"sed -i -E 's#(integrity: [^,]+), tarball: [a-z]+://{re.escape(host.host)}[:/][^,}}]*#\1#' {PNPM}"
            yield _foreign(host, place, (Remedy(place=place, put=Put.RUN, lines=(drop, "pnpm install --lockfile-only")),))


def _of_npm(read: HubRead, name: str, configured: frozenset[str]) -> Iterator[Finding]:
    file = read.context / name
    try:
        found = hosts_in(read.texts[name])
    except ValueError:
        yield Finding(rule=RULE, state=State.SKIP, kind="not_json", place=Place(file=file))
        return
    for host in found:
        if _is_foreign(host, configured):
            place = Place(file=file, line=host.line)
            yield _foreign(host, place, _without_hosts(read, place))


def _is_foreign(host: LockedHost, configured: frozenset[str]) -> bool:
    return host.host not in configured and not host.host.endswith(PUBLIC_ENDS)


def _foreign(host: LockedHost, place: Place, remedies: tuple[Remedy, ...]) -> Finding:
    lost = cannot_be_reached(host.host)
    state, kind = (State.FAIL, "unreachable") if lost else (State.WARN, "foreign")
    return Finding(rule=RULE, state=state, kind=kind, place=place, seen={"host": host.host, "packages": host.packages}, remedies=remedies)


def _without_hosts(read: HubRead, place: Place) -> tuple[Remedy, ...]:
    """The file names no hosts any more, so that any registry will do."""
    npmrc = read.texts.get(".npmrc")
    put = Put.NEW_FILE if npmrc is None else Put.AFTER
    setting = Remedy(place=Place(file=read.context / ".npmrc", line=len((npmrc or "").splitlines())), put=put, lines=(SETTING,))
    again = Remedy(place=place, put=Put.RUN, lines=("npm install --package-lock-only",))
    return (setting, again) if SETTING not in (npmrc or "") else (again,)


def _registries(read: HubRead) -> frozenset[str]:
    """Of .npmrc, .yarnrc and pnpm-workspace.yaml, and of what the Dockerfile says by ENV, ARG, `… config` or `--registry`.

    With the hosts that package.json names itself.
    """
    hosts = set(registries_in(read.texts.get(".npmrc", "")) | registries_in_yarnrc(read.texts.get(".yarnrc", "")))
    hosts |= registries_in_workspace(read.texts.get("pnpm-workspace.yaml", "")) | hosts_named_in(read.package)
    for stage in read.dockerfile.needed if read.dockerfile else ():
        for one in stage.named("ENV", "ARG"):
            hosts |= {host_of(v.value) for v in variables_of(one) if v.name.lower() == "npm_config_registry"}
        for run in stage.named("RUN"):
            words = [word for command in commands_of(run) if command.program in MANAGERS for word in command.words]
            hosts |= {host_of(word.rpartition("=")[2]) for word in words if "://" in word}
    return frozenset(hosts | {host_of(value) for name, value in read.args.items() if name.lower() == "npm_config_registry"})
