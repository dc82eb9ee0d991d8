"""The engine's port, filled: which part does what."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from hubyard.drivers.engine.backups import Backups
from hubyard.drivers.engine.compose import Compose
from hubyard.drivers.engine.connection import Connection
from hubyard.drivers.engine.containers import PROJECT, Containers
from hubyard.drivers.engine.images import Images
from hubyard.engine.compose_errors import Neighbours
from hubyard.engine.inspected import info_of
from hubyard.engine.kill_news import OnKill, nobody
from hubyard.engine.port import BuildExit, BuildOrder, ComposeConfig, Container, ContainerBackup, EngineInfo, Image, Project

if TYPE_CHECKING:
    from hubyard.drivers.engine.build_logs import BuildLogs
    from hubyard.drivers.engine.builds import Builds
    from hubyard.events import Tell
    from hubyard.host.port import Clock

BASE, HUB = "hubyard.base", "hubyard.hub"


class DockerEngine:
    """Fills `hubyard.engine.port.Engine`. `port_holder` is the host's, asked when a container finds its port taken."""

    def __init__(
        self,
        *,
        logs: "BuildLogs",
        clock: "Clock",
        tell: "Tell",
        port_holder: Callable[[int], str | None],
        connection: Connection | None = None,
    ) -> None:
        self._connection = connection or Connection()
        self._images = Images(self._connection)
        self._containers = Containers(self._connection)
        self._backups = Backups(self._connection, self._containers)
        self._logs, self._tell = logs, tell
        self._compose = Compose(neighbours=Neighbours(port_holder=self._holder_of_port, project_of=self._project_of), clock=clock)
        self._port_holder = port_holder

    @cached_property
    def _builds(self) -> "Builds":
        """Loaded when a build begins: a deploy that waits for its turn does without."""
        from hubyard.drivers.engine.as_root import AsRoot  # noqa: PLC0415
        from hubyard.drivers.engine.builds import Builds, prefix  # noqa: PLC0415
        from hubyard.drivers.engine.caps import Caps  # noqa: PLC0415
        from hubyard.drivers.host.cgroup_files import read_tree  # noqa: PLC0415

        tree = read_tree()
        caps = Caps(tree=tree, as_root=AsRoot(images=self._images_with_a_shell, prefix=prefix), tell=self._tell)
        return Builds(self._connection, logs=self._logs, tell=self._tell, tree=tree, caps=caps)

    @property
    def address(self) -> str:
        return self._connection.address.url

    def info(self) -> EngineInfo:
        with self._connection.asked("info") as api:
            return info_of(api.info())

    def config(self, project: Project) -> ComposeConfig:
        return self._compose.config(project)

    def build(self, order: BuildOrder, *, ticket_fd: int, on_kill: OnKill = nobody) -> BuildExit:
        return self._builds.build(order, ticket_fd=ticket_fd, on_kill=on_kill)

    def image(self, reference: str) -> Image | None:
        return self._images.image(reference)

    def images(self, *, label: str) -> Sequence[Image]:
        return self._images.images(label=label)

    def tag(self, image: str, tag: str) -> None:
        self._images.tag(image, tag)

    def untag(self, tag: str) -> None:
        self._images.untag(tag)

    def pull(self, reference: str, *, limit_s: float) -> bool:
        return self._images.pull(reference, limit_s=limit_s)

    def container(self, name: str) -> Container | None:
        return self._containers.container(name)

    def containers(self, *, label: str) -> Sequence[Container]:
        return self._containers.containers(label=label)

    def service_containers(self, *, project: str, service: str) -> Sequence[Container]:
        return self._containers.service_containers(project=project, service=service)

    def up(self, project: Project, services: Sequence[str], *, with_dependencies: bool = False, limit_s: float = 300) -> None:
        self._compose.up(project, services, with_dependencies=with_dependencies, limit_s=limit_s)

    def ensure_network(self, name: str) -> None:
        self._containers.ensure_network(name)

    def back_up(self, container: Container) -> ContainerBackup:
        return self._backups.back_up(container)

    def bring_back(self, backup: ContainerBackup) -> None:
        self._backups.bring_back(backup)

    def remove(self, container: str) -> None:
        self._containers.remove(container)

    def remove_volume(self, name: str) -> None:
        self._containers.remove_volume(name)

    def follow_logs(self, container: str, *, lines: int) -> Iterator[str]:
        return self._containers.follow_logs(container, lines=lines)

    def log_tail(self, container: str, *, lines: int) -> Sequence[str]:
        return self._containers.log_tail(container, lines=lines)

    def prune_builds(self, *, keep_bytes: int) -> int:
        return self._images.prune_builds(keep_bytes=keep_bytes)

    def _images_with_a_shell(self) -> Sequence[str]:
        """Base images that we made, newest first; then images of our hubs, which may have none."""
        return [image.id for label in (BASE, HUB) for image in self._images.images(label=label)]

    def _holder_of_port(self, port: int) -> str:
        """A container's name says more than that of the engine's proxy, which listens for it."""
        publishers = self._containers.publishers(port)
        if publishers:
            return f"container {', '.join(publishers)}"
        return self._port_holder(port) or ""

    def _project_of(self, container: str) -> str:
        found = self._containers.container(container)
        return found.labels.get(PROJECT, "") if found else ""
