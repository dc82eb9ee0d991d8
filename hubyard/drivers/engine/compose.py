"""`docker compose`, by its command line, within a deadline."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hubyard.drivers.alone import alone_in
from hubyard.drivers.programs import ProgramExit, run_program
from hubyard.engine.compose import parse_config
from hubyard.engine.compose_command import compose_argv
from hubyard.engine.compose_errors import Neighbours, config_error, files_of, up_error
from hubyard.engine.compose_variables import parse_answer, question, secret_variables, with_variables
from hubyard.engine.port import ComposeConfig, Project
from hubyard.errors import CommandFailed, ComposeInvalid, EngineMissing, StartFailed

if TYPE_CHECKING:
    from hubyard.host.port import Clock

CONFIG_LIMIT_S = 60
STANDARD_INPUT = Path("-")
"""As a file, to Compose."""


class Compose:
    def __init__(self, *, neighbours: Neighbours, clock: "Clock", config_limit_s: float = CONFIG_LIMIT_S) -> None:
        self._neighbours = neighbours
        self._clock = clock
        self._config_limit_s = config_limit_s

    def config(self, project: Project) -> ComposeConfig:
        printed = self._config(project, hub=project)
        try:
            config = parse_config(printed)
            variables = secret_variables(config)
            return with_variables(config, self._values(project, variables)) if variables else config
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ComposeInvalid(hub=project.hub, files=files_of(project), detail="docker compose printed what is no config") from None

    def _values(self, project: Project, variables: Iterable[str]) -> dict[str, str]:
        asked = replace(project, files=(STANDARD_INPUT,), profiles=())
        return parse_answer(self._config(asked, hub=project, text=question(variables)))

    def _config(self, asked: Project, *, hub: Project, text: str = "") -> str:
        """`hub` is whom a refusal is about."""
        ran = run(asked, ["config", "--format", "json"], limit_s=self._config_limit_s, text=text)
        if ran.status is None:
            raise CommandFailed(program="docker compose config", detail=f"it had not ended after {self._config_limit_s:.0f} s")
        if not ran.good:
            raise config_error(ran.errors, hub)
        return ran.output

    def up(self, project: Project, services: Sequence[str], *, with_dependencies: bool, limit_s: float) -> None:
        """Dependencies that run are not made anew: a database is not ours to restart.

        Hubs of one project start theirs one after the other: of two at once Compose lets one fail, "name already in use" (2.26).
        """
        if not with_dependencies:
            self._up(project, ["--no-deps", *services], limit_s=limit_s)
            return

        def late() -> StartFailed:
            return StartFailed(hub=project.hub, detail=f"another deploy has been starting services of this project for {limit_s:.0f} s")

        with alone_in(project.directory, limit_s=limit_s, late=late, clock=self._clock):
            self._up(project, ["--no-recreate", *services], limit_s=limit_s)

    def _up(self, project: Project, words: Sequence[str], *, limit_s: float) -> None:
        ran = run(project, ["up", "--detach", "--no-build", "--no-color", *words], limit_s=limit_s)
        if ran.status is None:
            raise StartFailed(hub=project.hub, detail=f"docker compose up had not ended after {limit_s:.0f} s")
        if not ran.good:
            raise up_error(ran.errors, project, neighbours=self._neighbours)


def run(project: Project, words: Sequence[str], *, limit_s: float, text: str = "") -> ProgramExit:
    """Our locale is not forced on it: a Compose file may use `${LANG}`. Raises EngineMissing where there is no client."""
    locale = {name: os.environ.get(name) for name in ("LC_ALL", "LANGUAGE")}
    try:
        return run_program(
            [*compose_argv(project), *words],
            limit_s=limit_s,
            env={**locale, "COMPOSE_IGNORE_ORPHANS": "true"},
            cwd=_somewhere(project),
            input=text,
        )
    except FileNotFoundError:
        raise EngineMissing(address="", detail="no_docker_program") from None


def _somewhere(project: Project) -> "Path | None":
    """Compose would look for files of its own in our working directory."""
    return project.directory if project.directory.is_dir() else None
