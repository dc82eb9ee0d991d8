"""What Compose says when it refuses, as our errors. Its words often repeat the value they complain of, which may be a secret.

So nothing is passed on as it stands: what is known is named by its place, and the rest says only where to look.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hubyard.engine.port import Project
from hubyard.errors import (
    ComposeInvalid,
    DiskFull,
    EngineLost,
    EnvFileMissing,
    HubyardError,
    NameTaken,
    PluginMissing,
    PortTaken,
    ProjectNameless,
    StartFailed,
    VariableMissing,
)

UNKNOWN = "docker compose refuses them"
ENV_FILE = re.compile(r"(?:[Cc]ouldn't find env file: (.+)|env file (.+?) not found|Failed to load (.+?): open .*no such file)")
VARIABLE = re.compile(r"required variable (\w+) is missing a value")
NAMELESS = re.compile(r"project name must not be empty")
PLUGIN = re.compile(r"unknown (?:shorthand )?flag|is not a docker command|unknown command: docker")
LOST = re.compile(
    r"Cannot connect to the Docker daemon|error during connect|unexpected EOF|connection reset by peer|(?:: |^)EOF$", re.MULTILINE
)
DISK = re.compile(r"no space left on device")
PORT = re.compile(r":(\d+)(?: failed: port is already allocated|\S*:? (?:listen \w+ )?.*address already in use)")
NAME = re.compile(r'container name "/?([^"]+)" is already in use')
ENGINE_SAID = re.compile(r"^(?:Error response from daemon|dependency failed to start|no such image|no such service): ?.*", re.MULTILINE)

SAFE = (  # with nothing in them that a file's value could be
    re.compile(r"yaml: (?:line \d+: )?(?:did not find|found|mapping|could not find|block|unexpected|invalid)[^:'`\"\n]*"),
    re.compile(r'line \d+: mapping key "[\w.-]+" already defined at line \d+'),
    re.compile(r"yaml: unknown anchor '[\w.-]+' referenced"),
    re.compile(r"services\.\S+ [Aa]dditional propert(?:y|ies) \S+ (?:is|are) not allowed"),
    re.compile(r"(?:services|networks|volumes|secrets|configs)\.\S+ must be an? [a-z, ]+"),
    re.compile(r"error decoding '[^']+': [a-z ]+"),
    re.compile(r"services[.\[]\S+: can't set distinct values on '[\w.]+' and '[\w.]+'"),
    re.compile(r"invalid interpolation format for [\w.\[\]\"-]+"),
    re.compile(r'service "[\w.-]+" (?:depends on|refers to) undefined \w+ [\w.\"-]+'),
    re.compile(r'service "[\w.-]+" has neither an image nor a build context specified'),
    re.compile(r"open [^:\n]+: (?:no such file or directory|permission denied|is a directory)"),
    re.compile(r"failed to read \S+: line \d+: (?:unterminated quoted value|key cannot contain a space|unexpected character)"),
    re.compile(r"empty compose file"),
    re.compile(r"no such service: [\w.-]+"),
)


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """Who else has it: `port_holder` in words for people, "" if nobody can tell; `project_of` a container's Compose project, or ""."""

    port_holder: Callable[[int], str]
    project_of: Callable[[str], str]


def config_error(text: str, project: Project) -> HubyardError:
    """Of what `docker compose config` wrote to its standard error."""
    if found := VARIABLE.search(text):
        return VariableMissing(hub=project.hub, variable=found[1], files=files_of(project))
    if found := ENV_FILE.search(text):
        return EnvFileMissing(hub=project.hub, file=Path(found[1] or found[2] or found[3]))
    if NAMELESS.search(text):
        return ProjectNameless(hub=project.hub, folder=project.directory)
    if PLUGIN.search(text):
        return PluginMissing(plugin="compose")
    return ComposeInvalid(hub=project.hub, files=files_of(project), detail=safe_detail(text))


def up_error(text: str, project: Project, *, neighbours: Neighbours) -> HubyardError:
    """Of what `docker compose up` wrote."""
    if found := PORT.search(text):
        return PortTaken(port=int(found[1]), holder=neighbours.port_holder(int(found[1])))
    if found := NAME.search(text):
        return NameTaken(hub=project.hub, container=found[1], project=neighbours.project_of(found[1]))
    return engine_trouble(text, during="docker compose up") or _start_error(text, project)


def engine_trouble(text: str, *, during: str) -> HubyardError | None:
    """What has nothing to do with the project. An engine that answers with an error is not lost, whatever its containers have lost."""
    if found := DISK.search(text):
        return DiskFull(during=during, detail=found[0])
    if found := LOST.search(ENGINE_SAID.sub("", text)):
        return EngineLost(during=during, detail=found[0].strip(": "))
    return None


def _start_error(text: str, project: Project) -> HubyardError:
    said = ENGINE_SAID.findall(text)
    if said:
        return StartFailed(hub=project.hub, detail=said[-1].removeprefix("Error response from daemon: "))
    refused = config_error(text, project)
    if isinstance(refused, ComposeInvalid) and refused.detail == UNKNOWN:
        return StartFailed(hub=project.hub, detail="docker compose up failed")
    return refused


def safe_detail(text: str) -> str:
    """The first known complaint, without values."""
    for pattern in SAFE:
        if found := pattern.search(text):
            return found[0]
    return UNKNOWN


def files_of(project: Project) -> str:
    return ", ".join(str(file) for file in project.files)
