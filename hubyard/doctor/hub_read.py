"""All that was read of a hub, and what several rules ask of it. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from hubyard.config.hub import Hub
from hubyard.doctor.commands import Command, builds, builds_next, commands_of, installs
from hubyard.doctor.compose_lines import ComposeLines
from hubyard.doctor.dockerfile import Dockerfile, Instruction, Stage
from hubyard.doctor.next_config import NAMES, NextConfig
from hubyard.engine.port import BuildSection, ComposeConfig, Service
from hubyard.errors import HubyardError

LOCK_FILES: Final = {
    "npm": ("package-lock.json", "npm-shrinkwrap.json"),
    "yarn": ("yarn.lock",),
    "pnpm": ("pnpm-lock.yaml",),
    "bun": ("bun.lock", "bun.lockb"),
}


@dataclass(frozen=True, kw_only=True)
class Ran:
    """A command that a RUN of the image's build runs."""

    stage: Stage
    run: Instruction
    command: Command


@dataclass(frozen=True, kw_only=True)
class HubRead:
    """What was read of one hub.

    yard: the yard's name, "staging"
    config: None where Compose was not there or refused the files: `refusal` says why
    section: of the service's build; without Compose, as it is plainly written
    dockerfile: None where there is none to read
    texts: small files at the top of the build context, by name; one that is not there is left out
    ignore: the .dockerignore in force, and its text
    present: which of `reading.UNWANTED` are in the build context's folder
    """

    hub: Hub
    yard: str
    config: ComposeConfig | None
    refusal: HubyardError | None = None
    service: Service | None
    section: BuildSection | None
    compose: ComposeLines
    dockerfile_file: Path | None
    dockerfile: Dockerfile | None
    context: Path
    texts: Mapping[str, str]
    ignore: tuple[Path, str] | None
    present: frozenset[str] = frozenset()

    @cached_property
    def package(self) -> Mapping[str, Any]:
        """package.json; empty where there is none, or none that can be read."""
        try:
            document = json.loads(self.texts.get("package.json", "{}"))
        except ValueError:
            return {}
        return document if isinstance(document, dict) else {}

    @cached_property
    def scripts(self) -> Mapping[str, str]:
        found = self.package.get("scripts")
        return {str(name): str(text) for name, text in found.items()} if isinstance(found, dict) else {}

    @property
    def is_next(self) -> bool:
        tables = (self.package.get(key) for key in ("dependencies", "devDependencies"))
        return any("next" in table for table in tables if isinstance(table, dict))

    @property
    def may_be_next(self) -> bool:
        """Something is built by Node, and what it is cannot be told: no package.json is at the top, or it is one of workspaces."""
        elsewhere = "package.json" not in self.texts or "workspaces" in self.package or "pnpm-workspace.yaml" in self.texts
        return not self.is_next and elsewhere and bool(self.builds)

    @cached_property
    def next_config(self) -> NextConfig | None:
        """The one that Next takes, the first that is there."""
        return next((NextConfig(file=self.context / name, text=self.texts[name]) for name in NAMES if name in self.texts), None)

    @property
    def args(self) -> Mapping[str, str]:
        return self.section.args if self.section else {}

    @property
    def container_bytes(self) -> int | None:
        """The container's memory limit: Compose's own, else what hub.toml puts in its place."""
        own = self.service.mem_limit_bytes if self.service else None
        return own or self.hub.settings.memory.run_bytes

    @cached_property
    def ran(self) -> tuple[Ran, ...]:
        """All commands of the stages that the image needs, in order."""
        return tuple(self._ran())

    def _ran(self) -> Iterator[Ran]:
        for stage in self.dockerfile.needed if self.dockerfile else ():
            for run in stage.named("RUN"):
                yield from (Ran(stage=stage, run=run, command=command) for command in commands_of(run))

    @property
    def installs(self) -> tuple[Ran, ...]:
        """Of a RUN that asks which lock file is there, as Next's own Dockerfile does, those that it comes to."""
        return tuple(one for one in self.ran if (manager := installs(one.command)) and not self._is_left_out(manager, one))

    def _is_left_out(self, manager: str, ran: Ran) -> bool:
        beside = {installs(one.command) for one in self.ran if one.run.line == ran.run.line} - {"", manager}
        locked = {name for name, files in LOCK_FILES.items() if any(file in self.texts for file in files)}
        return manager not in locked and bool(beside & locked)

    @property
    def builds(self) -> tuple[Ran, ...]:
        return tuple(one for one in self.ran if builds(one.command, self.scripts))

    @property
    def next_builds(self) -> tuple[Ran, ...]:
        return tuple(one for one in self.ran if builds_next(one.command, self.scripts)) if self.is_next else ()
