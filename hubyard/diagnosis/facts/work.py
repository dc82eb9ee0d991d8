"""What is built there, and what the logs say of it."""

from dataclasses import dataclass
from datetime import datetime

from hubyard.history.values import BuildMeasured


@dataclass(frozen=True, kw_only=True)
class KernelFacts:
    """The kernel's log, or what other programs said in the journal: only lines that can matter, as they were printed.

    since: of the oldest line that there is, whether it matters or not; None where that cannot be told
    """

    text: str
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class BuildStep:
    """A running build step, of anybody's.

    hub: slug where its cgroup is below ours, else ""
    command: its first process's, cut, and without values that may be secrets; elapsed_s: since that began
    cpu_share: of one processor, over half a second; None where it cannot be told
    states: of its processes, as ps has them: "D" waits for a disk, "S" sleeps
    sockets: how many connections its processes hold that wait for an answer: None where we may not look
    """

    cgroup: str
    pids: tuple[int, ...]
    hub: str = ""
    command: str = ""
    elapsed_s: float | None = None
    held_bytes: int = 0
    limit_bytes: int | None = None
    cpu_share: float | None = None
    states: tuple[str, ...] = ()
    sockets: int | None = None
    full_pressure_share: float | None = None


@dataclass(frozen=True, kw_only=True)
class BuildClient:
    """A process that builds: `docker build`, `docker buildx build`, `docker compose build`. `of_ours`: under a deploy of Hubyard."""

    pid: int
    user: str
    command: str
    elapsed_s: float
    of_ours: bool = False


@dataclass(frozen=True, kw_only=True)
class SliceKills:
    """The counter of a hub's build cgroup (v2), since that was made."""

    hub: str
    kernel_kills: int


@dataclass(frozen=True, kw_only=True)
class BuildsFacts:
    steps: tuple[BuildStep, ...] = ()
    clients: tuple[BuildClient, ...] = ()
    slices: tuple[SliceKills, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GatePresence:
    """Somebody at the gate, by the file that he holds locked."""

    hub: str
    title: str
    command: str
    pid: int
    since: datetime
    granted_bytes: int = 0
    stopped: bool = False


@dataclass(frozen=True, kw_only=True)
class GateFacts:
    """`directory` exists and could be read. old_lock_pids: who holds the old script's lock."""

    directory: str
    running: tuple[GatePresence, ...] = ()
    waiting: tuple[GatePresence, ...] = ()
    old_lock: str = ""
    old_lock_pids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class YardHub:
    """What hub.toml says of a hub that matters here. Sizes None where it does not say.

    container: what its container is called in this yard, whoever started it
    """

    slug: str
    name: str
    container: str = ""
    checkout: str = ""
    parallelism: int | None = None
    build_hint_bytes: int | None = None
    run_hint_bytes: int | None = None


@dataclass(frozen=True, kw_only=True)
class BuildLogTail:
    """The end of the log of a hub's last build that did not go well, as BuildKit printed it."""

    hub: str
    at: datetime
    status: int | None
    text: str


@dataclass(frozen=True, kw_only=True)
class YardFacts:
    """What only Hubyard itself knows, where it runs. `history` newest first."""

    hubs: tuple[YardHub, ...] = ()
    history: tuple[BuildMeasured, ...] = ()
    failed_logs: tuple[BuildLogTail, ...] = ()
    jobs: int = 0
    reserve_bytes: int | None = None
    build_cache_limit_bytes: int = 0
