"""Docker and what runs in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hubyard.diagnosis.heard import Unread


@dataclass(frozen=True, kw_only=True)
class EngineFacts:
    """An engine that answered. One that is down or hangs, or that we may not ask, is an Unread.

    plugins: version by name, "buildx", "compose"; cgroup_version 1 or 2; warnings as the engine has them about itself
    mirrors: of the public registry, as they are configured
    log_limited: whether containers' logs have a greatest size by default
    """

    version: str
    api: str = ""
    root_folder: str = ""
    storage: str = ""
    cgroup_version: int = 0
    cgroup_driver: str = ""
    rootless: bool = False
    plugins: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    mirrors: tuple[str, ...] = ()
    log_driver: str = ""
    log_limited: bool = False
    name: str = ""
    memory_bytes: int = 0
    live_restore: bool = False


@dataclass(frozen=True, kw_only=True)
class ContainerFacts:
    """A container, running or not. No environment, no command line: those may hold secrets.

    hub: slug, of one of our hubs, "" of none; project, service: of Compose
    limit_bytes: None without one; held_bytes: anonymous, shared and kernel memory, None where its cgroup cannot be read
    kernel_kills: counted in its cgroup since that was made (v2), None where it is not counted
    oom_killed: the engine's flag: may be missing though something was killed, and may be there though PID 1 lives
    is_builder: a buildx builder's
    """

    id: str
    name: str
    image: str = ""
    hub: str = ""
    project: str = ""
    service: str = ""
    state: str = ""
    health: str = ""
    exit_status: int | None = None
    oom_killed: bool = False
    restarts: int = 0
    restart_policy: str = ""
    started: datetime | None = None
    finished: datetime | None = None
    limit_bytes: int | None = None
    held_bytes: int | None = None
    kernel_kills: int | None = None
    has_healthcheck: bool = False
    is_builder: bool = False


@dataclass(frozen=True, kw_only=True)
class ContainersFacts:
    containers: tuple[ContainerFacts, ...]


@dataclass(frozen=True, kw_only=True)
class UsageFacts:
    """`docker system df`, in bytes; what can be freed without ending anything. None where it was not counted.

    rest: why there is the build cache alone, which is counted by itself; None where there is all
    """

    images_bytes: int | None = None
    images_free_bytes: int | None = None
    containers_bytes: int | None = None
    containers_free_bytes: int | None = None
    volumes_bytes: int | None = None
    volumes_free_bytes: int | None = None
    cache_bytes: int | None = None
    cache_free_bytes: int | None = None
    rest: Unread | None = None


@dataclass(frozen=True, kw_only=True)
class EngineEvent:
    """Of `docker events`: "oom", "kill" with its signal, "die" with its exit status, "stop", "restart"."""

    at: datetime
    action: str
    container: str
    name: str = ""
    signal: int | None = None
    exit_status: int | None = None
