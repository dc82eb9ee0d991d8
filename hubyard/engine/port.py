"""What the engine offers. Filled by `drivers/engine`, faked in `tests/fakes/engine.py`, both held to `tests/contracts/engine`.

Every method may raise EngineMissing, EngineElsewhereSilent or EngineForbidden before, and EngineLost or DiskFull while working.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from hubyard.engine.kill_news import OnKill, nobody


@dataclass(frozen=True, kw_only=True)
class EngineInfo:
    """Of `docker info`. `name` is the host name of the machine the daemon runs on."""

    name: str
    kernel: str
    version: str
    memory_bytes: int
    root_folder: Path
    cgroup_driver: str
    cgroup_version: int


@dataclass(frozen=True, kw_only=True)
class Project:
    """A Compose project as the command line names it. `override` comes last in `files`' order and may not exist yet."""

    hub: str
    files: tuple[Path, ...]
    directory: Path
    name: str | None = None
    env_files: tuple[Path, ...] = ()
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BuildSecret:
    """What a step may mount under `id`: a file, or else the value of a variable."""

    id: str
    file: Path | None = None
    variable: str = ""


@dataclass(frozen=True, kw_only=True)
class BuildSection:
    """The `build:` of a service, all paths absolute. `variables`: of its secrets those that are set, from wherever Compose has them."""

    context: Path
    dockerfile: Path
    inline: bool = False
    """Its Dockerfile stands in the Compose file instead."""
    target: str | None = None
    args: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[BuildSecret, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict, repr=False)
    additional_contexts: Mapping[str, str] = field(default_factory=dict)
    extra_hosts: tuple[str, ...] = ()
    network: str | None = None
    ssh: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Service:
    """A service of a Compose project. `section` is all of it as `docker compose config` prints it: never shown, it holds secrets."""

    name: str
    image: str | None
    build: BuildSection | None
    container_name: str | None
    depends_on: tuple[str, ...]
    networks: tuple[str, ...]
    ports: tuple[int, ...]
    """Published on the host."""
    has_healthcheck: bool
    mem_limit_bytes: int | None
    env_file_paths: tuple[Path, ...]
    section: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ComposeConfig:
    """Of `docker compose config --format json`: the merged project."""

    name: str
    services: Mapping[str, Service]
    section: Mapping[str, object] = field(repr=False)
    """The whole document: never shown, it holds secrets."""


@dataclass(frozen=True, kw_only=True)
class BuildOrder:
    """One image to build. `cgroup_parent` is constant per hub (it is part of the cache key).

    release: the tag that it is to have once it is judged; its log is called by it. "": there is none but `tags`
    """

    hub: str
    section: BuildSection
    tags: tuple[str, ...]
    labels: Mapping[str, str]
    cgroup_parent: str
    release: str = ""
    build_contexts: Mapping[str, str] = field(default_factory=dict)
    limit_s: float = 3600
    no_cache_filters: tuple[str, ...] = ()
    """Stages to run anew, as `build_output.stage_of` names them; "" is all."""
    cap_bytes: int = 0
    """Limit of its cgroup, written before and read back while it builds; 0: none is asked for."""


@dataclass(frozen=True, kw_only=True)
class StepMemory:
    """A step that ran. `name` as BuildKit prints it, "[build 4/7] RUN …"; `peak_bytes` 0 where it was over too soon to be read."""

    name: str
    peak_bytes: int
    elapsed_s: float


@dataclass(frozen=True, kw_only=True)
class StepKill:
    """The kernel killed something in a step. `step` "" and `process` "" where it cannot be told; `held_bytes` 0 likewise."""

    step: str
    process: str
    held_bytes: int


@dataclass(frozen=True, kw_only=True)
class BuildMemory:
    """What a build was seen to need.

    peak_bytes: anonymous, shared and kernel memory of all its steps, the most at one time; 0 where it was not seen
    cap_bytes: the limit in force, as read back from a running step; None: none was
    thrashed: it was ended because it fought for memory at its own limit and did nothing else
    """

    peak_bytes: int = 0
    steps: tuple[StepMemory, ...] = ()
    kills: tuple[StepKill, ...] = ()
    cap_bytes: int | None = None
    thrashed: bool = False


@dataclass(frozen=True, kw_only=True)
class BuildExit:
    """How a build client ended. `failed_step` and `tail` are read from its output.

    status: None: we ended it, by the time limit, or where `memory.thrashed` by the watchdog; minus a number: by that signal.
        0 says little where there are kills: a step can survive the child that the kernel killed.
    """

    status: int | None
    failed_step: str = ""
    tail: tuple[str, ...] = ()
    log: Path
    elapsed_s: float
    steps_cached: int = 0
    steps_run: int = 0
    network_trouble: bool = False
    """Its output names a network failure, as npm and others write them. A hint only."""
    sigkilled_child: str = ""
    """A line of its output that tells of a child ended by SIGKILL. Likewise: where the kernel did it `memory.kills` has it."""
    memory: BuildMemory = BuildMemory()


@dataclass(frozen=True, kw_only=True)
class Image:
    id: str
    tags: tuple[str, ...]
    labels: Mapping[str, str]
    size_bytes: int
    created: datetime


@dataclass(frozen=True, kw_only=True)
class Container:
    """A container. `health` is "" without a HEALTHCHECK, else "starting", "healthy" or "unhealthy"; `addresses` by network name."""

    id: str
    name: str
    image_id: str
    image: str
    state: str
    """created, running, restarting, paused, exited, dead"""
    health: str
    labels: Mapping[str, str]
    started: datetime | None
    exit_code: int
    restarts: int
    oom_killed: bool
    addresses: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ContainerBackup:
    """Enough to bring a replaced container back exactly as it was. Opaque outside the driver; never shown, it holds secrets."""

    name: str
    image_id: str
    document: Mapping[str, Any] = field(repr=False)


class Engine(Protocol):
    @property
    def address(self) -> str:
        """Where it is asked, as `docker context` would say it: `unix:///var/run/docker.sock`."""

    def info(self) -> EngineInfo: ...

    def config(self, project: Project) -> ComposeConfig:
        """The merged project. Raises ComposeInvalid, EnvFileMissing, VariableMissing, CommandFailed; values never enter a message."""

    def build(self, order: BuildOrder, *, ticket_fd: int, on_kill: OnKill = nobody) -> BuildExit:
        """Build under `ticket_fd`, which the client alone inherits; tells BuildStep events. A failing build is a value.

        `on_kill` hears of kills while it still builds, half a second late, and for the last time before this returns or raises. It hears of
        each step once, and of more steps than `BuildMemory.kills` will have: whose a kill was is known at the end.
        """

    def image(self, reference: str) -> Image | None: ...

    def images(self, *, label: str) -> Sequence[Image]:
        """Images with `label` ("key" or "key=value"), newest first."""

    def tag(self, image: str, tag: str) -> None: ...

    def untag(self, tag: str) -> None:
        """Remove one tag (and the image with its last one). No error if it is not there or in use."""

    def pull(self, reference: str, *, limit_s: float) -> bool:
        """True if a registry gave it; False, quickly, where none answers or knows it."""

    def container(self, name: str) -> Container | None: ...

    def containers(self, *, label: str) -> Sequence[Container]:
        """Running or not, with `label` ("key" or "key=value")."""

    def service_containers(self, *, project: str, service: str) -> Sequence[Container]:
        """Running or not, by Compose's own labels."""

    def up(self, project: Project, services: Sequence[str], *, with_dependencies: bool = False, limit_s: float = 300) -> None:
        """`docker compose up --detach --no-build`, without touching other services. Raises StartFailed, PortTaken, NameTaken."""

    def ensure_network(self, name: str) -> None: ...

    def back_up(self, container: Container) -> ContainerBackup: ...

    def bring_back(self, backup: ContainerBackup) -> None:
        """Put the container of the backup in the place of whatever has its name now, started."""

    def remove(self, container: str) -> None:
        """Stop (with its own grace) and remove. No error if it is not there."""

    def remove_volume(self, name: str) -> None:
        """No error if it is not there; EngineLost if something still mounts it."""

    def follow_logs(self, container: str, *, lines: int) -> Iterator[str]:
        """The last `lines` and then each new one, until the container ends or the caller stops."""

    def log_tail(self, container: str, *, lines: int) -> Sequence[str]: ...

    def prune_builds(self, *, keep_bytes: int) -> int:
        """Bytes freed from the build cache beyond `keep_bytes`."""
