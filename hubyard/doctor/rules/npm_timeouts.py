"""HUB05: npm waits two minutes for an answer, and between its tries.

Threshold: fetch-timeout 120000, fetch-retry-mintimeout 20000, fetch-retry-maxtimeout 120000 ms at least, wherever `npm ci` finds them.
Source: npm's defaults for the last two are 10000 and 60000 (https://docs.npmjs.com/cli/v11/using-npm/config); one download that is
reset fails a build.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from hubyard.doctor.commands import commands_of, flags_of, installs, words_of
from hubyard.doctor.dockerfile import Dockerfile, Instruction
from hubyard.doctor.environment import environment_at
from hubyard.doctor.hub_read import HubRead, Ran
from hubyard.doctor.ignored import keeps_out, patterns_of
from hubyard.doctor.values import Finding, Put, Remedy, State

RULE: Final = "HUB05"
WANTED_MS: Final = {"fetch-timeout": 120_000, "fetch-retry-mintimeout": 20_000, "fetch-retry-maxtimeout": 120_000}
SETTING: Final = re.compile(r"(?:--)?(fetch-(?:timeout|retry-mintimeout|retry-maxtimeout))\s*[=\s]\s*(\d+)")


def judge(read: HubRead) -> Iterator[Finding]:
    if read.dockerfile is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_dockerfile")
        return
    npm = {one.run.line: one for one in reversed(read.installs) if installs(one.command) == "npm"}
    for ran in reversed(npm.values()):
        set_ms = _settings(read, read.dockerfile, ran)
        missing = [name for name, least in WANTED_MS.items() if set_ms.get(name, 0) < least]
        if missing:
            yield _finding(read.dockerfile, ran, missing)


def _finding(dockerfile: Dockerfile, ran: Ran, missing: list[str]) -> Finding:
    place = dockerfile.at(ran.run)
    pairs = [f"npm_config_{name.replace('-', '_')}={WANTED_MS[name]}" for name in missing]
    lines = tuple(
        f"{'ENV ' if number == 0 else '    '}{pair}{'' if pair == pairs[-1] else ' '}{'' if pair == pairs[-1] else dockerfile.escape}"
        for number, pair in enumerate(pairs)
    )
    remedies = (Remedy(place=place, put=Put.BEFORE, lines=lines),)
    return Finding(rule=RULE, state=State.WARN, kind="missing", place=place, seen={"missing": ", ".join(missing)}, remedies=remedies)


def _settings(read: HubRead, dockerfile: Dockerfile, ran: Ran) -> Mapping[str, int]:
    """In npm's own order: the command line, the environment, then files."""
    before = [one for one in dockerfile.inherited(ran.stage, until=ran.run.line) if one.name == "RUN"]
    found = _in_text(read.texts.get(".npmrc", "")) if _npmrc_is_there(read, dockerfile, ran) else {}
    for run in (*before, ran.run):
        for command in commands_of(run):
            if command.program == "npm" and "config" in command.words:
                found |= _in_text(" ".join(command.words))
    environment = environment_at(dockerfile, ran.stage, line=ran.run.line, args=read.args)
    found |= _in_environment({name: one.value for name, one in environment.items()} | dict(ran.command.env))
    return found | _in_text(" ".join(ran.command.words))


def _in_text(text: str) -> dict[str, int]:
    return {name: int(value) for name, value in SETTING.findall(text)}


def _in_environment(variables: Mapping[str, str]) -> dict[str, int]:
    """`npm_config_…` counts in any case, with `_` for `-`."""
    named = {name.lower().removeprefix("npm_config_").replace("_", "-"): value for name, value in variables.items()}
    return {name: int(value) for name, value in named.items() if name in WANTED_MS and value.isdecimal()}


def _npmrc_is_there(read: HubRead, dockerfile: Dockerfile, ran: Ran) -> bool:
    if read.ignore and keeps_out(patterns_of(read.ignore[1]), ".npmrc"):
        return False
    copies = [one for one in dockerfile.inherited(ran.stage, until=ran.run.line) if one.name in {"COPY", "ADD"}]
    return any(_brings_npmrc(one) for one in copies) or ".npmrc" in ran.run.value


def _brings_npmrc(copy: Instruction) -> bool:
    from_elsewhere = "from" in dict(flags_of(copy.value)[0])
    return any(word.rpartition("/")[2].startswith(".npmrc") or (word in {".", "./"} and not from_elsewhere) for word in words_of(copy)[:-1])
