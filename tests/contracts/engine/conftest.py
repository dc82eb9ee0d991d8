"""The real engine and the fake one, and a Compose project of our own in each."""

import os
import shlex
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from hubyard.drivers.clock import HostClock
from hubyard.drivers.engine.as_root import AsRoot
from hubyard.drivers.engine.build_logs import BuildLogs
from hubyard.drivers.engine.connection import Connection
from hubyard.drivers.engine.docker_engine import DockerEngine
from hubyard.drivers.files import StateFiles
from hubyard.engine.as_root import Way
from hubyard.engine.compose import parse_config
from hubyard.engine.port import BuildOrder, BuildSection, Engine, Project
from hubyard.events import Event
from tests.contracts.engine.tiny_image import TINY, ensure_tiny_image
from tests.fakes.engine import FakeEngine

REMOVED_S: Final = {Way.ROOT: 10.0, Way.SUDO: 15.0, Way.CONTAINER: 60.0}
COMPOSE = """\
name: {name}
services:
  web:
    image: {image}
    container_name: {name}-web
    command: ["sh", "-c", "trap 'exit 0' TERM; echo begun; sleep 300 & wait"]
    volumes: ["data:/data"]
    networks: {{default: {{aliases: [other-name]}}, second: {{}}}}
    depends_on: [db]
  db:
    image: {image}
    command: ["sh", "-c", "trap 'exit 0' TERM; sleep 300 & wait"]
networks: {{second: {{}}}}
volumes: {{data: {{}}}}
"""


@dataclass(kw_only=True)
class Bench:
    """An engine with a project in it. `mark` is a label and a name of this test alone; `told` the events."""

    engine: Engine
    project: Project
    mark: str
    image: str
    folder: Path
    told: list[Event] = field(default_factory=list)

    def order(self, dockerfile: str, *, tag: str = "1", limit_s: float = 60, cap_bytes: int = 0) -> BuildOrder:
        folder = self.folder / f"context-{tag}"  # two builds at once, two Dockerfiles
        folder.mkdir(exist_ok=True)
        (folder / "Dockerfile").write_text(dockerfile, encoding="utf-8")
        return BuildOrder(
            hub="Toy",
            section=BuildSection(context=folder, dockerfile=folder / "Dockerfile"),
            tags=(f"{self.mark}:{tag}",),
            labels={self.mark: "yes", "hubyard.revision": "0123456789ab"},
            cgroup_parent=f"/hubyard.slice/{self.mark}",
            limit_s=limit_s,
            cap_bytes=cap_bytes,
        )


def real_engine(folder: Path, told: list[Event], *, connection: Connection | None = None) -> DockerEngine:
    clock = HostClock()
    files = StateFiles(folder / "state", group=None)
    (folder / "state").mkdir(exist_ok=True)
    logs = BuildLogs(folder / "state" / "builds", files=files, clock=clock)
    return DockerEngine(logs=logs, clock=clock, tell=told.append, port_holder=lambda _port: None, connection=connection)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Bench]:
    mark = f"hubyard-test-{uuid.uuid4().hex[:8]}"
    told: list[Event] = []
    connection = Connection()
    yield bench(real_engine(tmp_path, told, connection=connection), tmp_path, mark, ensure_tiny_image(), told)
    connection.close()
    clean(mark, tmp_path / "compose.yaml")


@pytest.fixture(params=["real", "fake"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    if request.param == "real":
        made: Bench = request.getfixturevalue("real")
        return made
    engine = FakeEngine()
    image = TINY
    engine.add_image(image)
    mark = "hubyard-test-fake"
    found = bench(engine, tmp_path, mark, image, [])
    services = (
        f"""{{"web": {{"image": "{image}", "container_name": "{mark}-web", "depends_on": {{"db": {{}}}}}}, "db": {{"image": "{image}"}}}}"""
    )
    engine.configs["Toy"] = parse_config(f'{{"name": "{mark}", "services": {services}}}')
    engine.logs[f"{mark}-web"] = ["begun"]
    return found


def bench(engine: Engine, folder: Path, mark: str, image: str, told: list[Event]) -> Bench:
    file = folder / "compose.yaml"
    file.write_text(COMPOSE.format(name=mark, image=image), encoding="utf-8")
    project = Project(hub="Toy", files=(file,), directory=folder)
    return Bench(engine=engine, project=project, mark=mark, image=image, folder=folder, told=told)


def clean(mark: str, file: Path) -> None:
    """Only what this test made."""
    docker("compose", "--project-name", mark, "--file", str(file), "down", "--remove-orphans", "--volumes", "--timeout", "1")
    for image in docker("image", "ls", "--quiet", "--filter", f"label={mark}").split():
        docker("image", "rm", "--force", image)
    for tag in docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}", mark).split():
        docker("image", "rm", tag)
    for network in docker("network", "ls", "--quiet", "--filter", f"name=^{mark}").split():
        docker("network", "rm", network)
    remove_cgroups(mark)


def remove_cgroups(mark: str) -> None:
    """Of builds, in each hierarchy, by whatever way we have to be root. A step of a build that was ended goes some moments later."""
    top = Path("/sys/fs/cgroup")
    made = [shlex.quote(str(hub)) for root in (top, *top.glob("*/")) if (hub := root / "hubyard.slice" / mark).exists()]
    if made:
        script = "".join(f"rmdir {hub}/buildkit/* {hub}/buildkit {hub}\n" for hub in made)
        as_root = AsRoot(images=lambda: [ensure_tiny_image()], prefix=lambda: ("docker",))
        any(one.ended.good for one in as_root.tries(f"{script}true", limits_s=REMOVED_S))


@pytest.fixture
def ticket(tmp_path: Path) -> Iterator[int]:
    descriptor = os.open(tmp_path / "ticket", os.O_CREAT | os.O_RDWR)
    yield descriptor
    os.close(descriptor)


def docker(*words: str) -> str:
    return subprocess.run(["docker", *words], capture_output=True, text=True, check=False, timeout=60).stdout
