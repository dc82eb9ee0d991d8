"""Adoption over folders in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hubyard.adoption.run import AdoptRequest, adopt
from hubyard.adoption.values import Adoption
from hubyard.engine.port import ComposeConfig, Container, Project
from tests.fakes.ground import FakeGround
from tests.unit.adoption.test_files import Plain

WORKHUB = Path("/srv/workhub")
YARD = Path("/srv/yard")
DOCKERFILE = "FROM node:24-slim\nEXPOSE 4000\nHEALTHCHECK CMD curl http://localhost:4000/healthz\n"


@dataclass
class FakeCompose:
    """`configs` by the first file."""

    configs: dict[Path, ComposeConfig | Exception] = field(default_factory=dict)
    running: list[Container] | Exception = field(default_factory=list)
    asked: list[Project] = field(default_factory=list)

    def config(self, project: Project) -> ComposeConfig:
        self.asked.append(project)
        found = self.configs[project.files[0]]
        if isinstance(found, Exception):
            raise found
        return found

    def containers(self, *, label: str) -> Sequence[Container]:
        if isinstance(self.running, Exception):
            raise self.running
        return [one for one in self.running if label in one.labels]


@dataclass
class FakeTools:
    ground: FakeGround
    engine: FakeCompose = field(default_factory=FakeCompose)
    yard_folder: Path = YARD


def lay_out(**files: str) -> FakeGround:
    return FakeGround(files={Path("/srv") / name: text for name, text in files.items()})


def run(tools: FakeTools, path: str = str(WORKHUB), *, services: tuple[str, ...] = (), dry_run: bool = False) -> Adoption:
    return adopt(AdoptRequest(path=path, services=services, dry_run=dry_run), wording=Plain(), tools=tools)
