"""An engine in memory. What a test wants to happen is put into its attributes before; what was asked for is in them afterwards."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML

from hubyard.engine.kill_news import OnKill, nobody
from hubyard.engine.port import (
    BuildExit,
    BuildOrder,
    ComposeConfig,
    Container,
    ContainerBackup,
    EngineInfo,
    Image,
    Project,
    Service,
)
from hubyard.errors import CommandFailed, EngineLost, HubyardError, StartFailed

T = TypeVar("T")
BORN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
PROJECT, SERVICE = "com.docker.compose.project", "com.docker.compose.service"
HERE = EngineInfo(
    name="here",
    kernel="6.1.0",
    version="26.1.5",
    memory_bytes=8 * 1024**3,
    root_folder=Path("/"),
    cgroup_driver="systemd",
    cgroup_version=2,
)
BUILT = BuildExit(status=0, log=Path("/nowhere/build.log"), elapsed_s=1.0, steps_run=3)


def read_from_disk(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None


@dataclass(kw_only=True)
class FakeEngine:
    """`configs` by hub. `build_exits`, `up_errors` (by service) and `healths` (by service) script what happens; without one all goes well.

    `kills` by hub: the steps that `on_kill` hears of before the build ends, whatever its exit says.
    `refusals`, by what `calls` would have or by "image <reference>" for a look at one, are raised in the call's place.
    `up` reads image, labels and so on from the override, as Compose would, by `read`. `calls` are the changing calls in their order.
    """

    address: str = "unix:///var/run/docker.sock"
    engine_info: EngineInfo = HERE
    configs: dict[str, ComposeConfig | HubyardError] = field(default_factory=dict)
    build_exits: dict[str, BuildExit | HubyardError] = field(default_factory=dict)
    kills: dict[str, Sequence[str]] = field(default_factory=dict)
    up_errors: dict[str, HubyardError] = field(default_factory=dict)
    refusals: dict[str, Exception] = field(default_factory=dict)
    healths: dict[str, str] = field(default_factory=dict)
    logs: dict[str, Sequence[str]] = field(default_factory=dict)
    in_registry: dict[str, Image] = field(default_factory=dict)
    cache_bytes: int = 0
    prune_error: HubyardError | None = None
    read: Callable[[Path], str | None] = read_from_disk
    found_images: dict[str, Image] = field(default_factory=dict)
    found_containers: dict[str, Container] = field(default_factory=dict)
    networks: set[str] = field(default_factory=set)
    volumes: set[str] = field(default_factory=set)
    built: list[BuildOrder] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    # -- reading

    def info(self) -> EngineInfo:
        return self.engine_info

    def config(self, project: Project) -> ComposeConfig:
        return _given(self.configs[project.hub])

    def image(self, reference: str) -> Image | None:
        self._refuse(f"image {reference}")
        return self.found_images.get(reference) or next((i for i in self.found_images.values() if _whole(reference) in i.tags), None)

    def images(self, *, label: str) -> Sequence[Image]:
        found = [image for image in self.found_images.values() if _has(image.labels, label)]
        return sorted(found, key=lambda image: image.created, reverse=True)

    def container(self, name: str) -> Container | None:
        return next((c for c in self.found_containers.values() if name in (c.name, c.id)), None)

    def containers(self, *, label: str) -> Sequence[Container]:
        return [c for c in reversed(self.found_containers.values()) if _has(c.labels, label)]

    def service_containers(self, *, project: str, service: str) -> Sequence[Container]:
        return [c for c in self.containers(label=f"{PROJECT}={project}") if c.labels.get(SERVICE) == service]

    def log_tail(self, container: str, *, lines: int) -> Sequence[str]:
        found = self.container(container)
        return tuple(self.logs.get(found.name, ()))[-lines:] if found else ()

    def follow_logs(self, container: str, *, lines: int) -> Iterator[str]:
        yield from self.log_tail(container, lines=lines)

    # -- images

    def build(self, order: BuildOrder, *, ticket_fd: int, on_kill: OnKill = nobody) -> BuildExit:  # noqa: ARG002  nothing inherits it here
        self.built.append(order)
        self.calls.append(f"build {order.hub}")
        if order.hub in self.kills:
            on_kill(self.kills[order.hub])
        ended = _given(self.build_exits.get(order.hub, BUILT))
        if ended.status == 0:
            self.add_image(*order.tags, labels=order.labels)
        return ended

    def add_image(self, *tags: str, labels: Mapping[str, str] | None = None, size_bytes: int = 1000) -> Image:
        """As if it had been built or pulled just now."""
        number = next(self._numbers)
        made = Image(
            id=f"sha256:{number:064x}", tags=(), labels=labels or {}, size_bytes=size_bytes, created=BORN + timedelta(seconds=number)
        )
        self.found_images[made.id] = made
        for tag in tags:
            self.tag(made.id, tag)
        return self.found_images[made.id]

    def tag(self, image: str, tag: str) -> None:
        found = self.image(image)
        if found is None:
            raise CommandFailed(program="image tag", detail=f"No such image: {image}")
        self._note(f"tag {tag}")
        self._forget_tag(tag)
        again = self.found_images[found.id]
        self.found_images[found.id] = replace(again, tags=tuple(sorted((*again.tags, _whole(tag)))))

    def untag(self, tag: str) -> None:
        found = self.image(tag)
        used = found is not None and any(c.image_id == found.id for c in self.found_containers.values())
        if found is None or (used and len(found.tags) == 1):
            return
        self._note(f"untag {tag}")
        self._forget_tag(tag)
        if not self.found_images[found.id].tags:
            del self.found_images[found.id]

    def pull(self, reference: str, *, limit_s: float) -> bool:  # noqa: ARG002  it is here at once
        if reference not in self.in_registry:
            return False
        self.add_image(reference, labels=self.in_registry[reference].labels)
        return True

    def prune_builds(self, *, keep_bytes: int) -> int:
        if self.prune_error:
            raise self.prune_error
        freed = max(0, self.cache_bytes - keep_bytes)
        self.cache_bytes -= freed
        return freed

    def _forget_tag(self, tag: str) -> None:
        for key, image in self.found_images.items():
            self.found_images[key] = replace(image, tags=tuple(other for other in image.tags if other != _whole(tag)))

    # -- containers

    def up(self, project: Project, services: Sequence[str], *, with_dependencies: bool = False, limit_s: float = 300) -> None:  # noqa: ARG002
        config = self.config(project)
        for name in self._with_dependencies(services, config) if with_dependencies else services:
            if name in self.up_errors:
                raise self.up_errors[name]
            running = self.service_containers(project=config.name, service=name)
            if with_dependencies and running:
                continue
            self._replace(running, self._container(config, config.services[name], _override(project, name, self.read)))
            self.calls.append(f"up {name}")

    def _with_dependencies(self, services: Sequence[str], config: ComposeConfig) -> list[str]:
        found: list[str] = []
        for name in services:
            found += [one for one in self._with_dependencies(config.services[name].depends_on, config) if one not in found]
            found.append(name)
        return found

    def _container(self, config: ComposeConfig, service: Service, override: Mapping[str, Any]) -> Container:
        reference = override.get("image") or service.image or f"{config.name}-{service.name}"
        image = self.image(reference)
        if image is None:
            raise StartFailed(hub=service.name, detail=f"No such image: {reference}")
        labels = {str(key): str(value) for key, value in (override.get("labels") or {}).items()}
        return self.make_container(
            service.container_name or f"{config.name}-{service.name}-1",
            image=image,
            reference=reference,
            health=self.healths.get(service.name, "healthy" if service.has_healthcheck else ""),
            labels={**image.labels, **labels, PROJECT: config.name, SERVICE: service.name},
        )

    def make_container(self, name: str, *, image: Image, reference: str = "", health: str = "", labels: Mapping[str, str]) -> Container:
        """A running one; `add_container` puts it into the engine."""
        number = next(self._numbers)
        return Container(
            id=f"{number:064x}",
            name=name,
            image_id=image.id,
            image=reference or image.tags[0],
            state="running",
            health=health,
            labels=labels,
            started=BORN + timedelta(seconds=number),
            exit_code=0,
            restarts=0,
            oom_killed=False,
            addresses={"bridge": f"172.17.0.{number % 250 + 2}"},
        )

    def add_container(self, container: Container) -> None:
        self.found_containers[container.id] = container

    def _replace(self, old: Sequence[Container], new: Container) -> None:
        for container in old:
            del self.found_containers[container.id]
        self.add_container(new)

    def ensure_network(self, name: str) -> None:
        self.networks.add(name)

    def back_up(self, container: Container) -> ContainerBackup:
        if container.id not in self.found_containers:
            raise EngineLost(during="container backup", detail=f"{container.name} is gone")
        return ContainerBackup(
            name=container.name, image_id=container.image_id, document={"container": self.found_containers[container.id]}
        )

    def bring_back(self, backup: ContainerBackup) -> None:
        self._note(f"bring back {backup.name}")
        now = self.container(backup.name)
        if now is not None:
            del self.found_containers[now.id]
        self.add_container(backup.document["container"])

    def remove(self, container: str) -> None:
        found = self.container(container)
        if found is not None:
            self._note(f"remove {found.name}")
            del self.found_containers[found.id]

    def _note(self, call: str) -> None:
        self._refuse(call)
        self.calls.append(call)

    def _refuse(self, call: str) -> None:
        if call in self.refusals:
            raise self.refusals[call]

    def remove_volume(self, name: str) -> None:
        self.calls.append(f"remove volume {name}")
        self.volumes.discard(name)


def _given(scripted: T | HubyardError) -> T:
    if isinstance(scripted, HubyardError):
        raise scripted
    return scripted


def _whole(reference: str) -> str:
    return reference if ":" in reference else f"{reference}:latest"


def _has(labels: Mapping[str, str], label: str) -> bool:
    key, equals, value = label.partition("=")
    return key in labels and (not equals or labels[key] == value)


def _override(project: Project, service: str, read: Callable[[Path], str | None]) -> Mapping[str, Any]:
    """What the last file says of the service, if it is one of ours; the others are in `configs` already."""
    text = read(project.files[-1])
    if text is None or not text.startswith("# Made by Hubyard"):
        return {}
    section: Mapping[str, Any] = YAML(typ="safe").load(text)["services"].get(service, {})
    return section
