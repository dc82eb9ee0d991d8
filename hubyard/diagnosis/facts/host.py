"""The machine itself."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class SystemFacts:
    """Who it is, and who we are there.

    now: by its own clock; `clock_ahead_s`: against who asked, at least: 0 where it lies between the question and the answer
    synchronized: whether a time service keeps it; None where that cannot be told
    virtualization: as systemd-detect-virt says it ("kvm", "docker", "none"); "" where it cannot be told
    """

    name: str
    kernel: str
    distribution: str = ""
    architecture: str = ""
    user: str = ""
    is_root: bool = False
    now: datetime | None = None
    clock_ahead_s: float | None = None
    synchronized: bool | None = None
    booted: datetime | None = None
    virtualization: str = ""


@dataclass(frozen=True, kw_only=True)
class Pressure:
    """Of /proc/pressure/*, shares of the last 10 and 300 s in which some, or all, tasks waited. Zero to one."""

    some_10_share: float = 0.0
    full_10_share: float = 0.0
    some_300_share: float = 0.0
    full_300_share: float = 0.0


@dataclass(frozen=True, kw_only=True)
class MemoryFacts:
    """`limit_bytes`: the least limit of the cgroups above us, with what they hold; None outside of a container that has one.

    kernel_kills: /proc/vmstat's oom_kill since boot; None before Linux 4.13
    pressure: None where the kernel has no PSI
    """

    total_bytes: int
    available_bytes: int
    swap_total_bytes: int = 0
    swap_free_bytes: int = 0
    committed_bytes: int = 0
    shared_bytes: int = 0
    cache_bytes: int = 0
    limit_bytes: int | None = None
    limit_held_bytes: int = 0
    kernel_kills: int | None = None
    pressure: Pressure | None = None
    io_pressure: Pressure | None = None
    cpu_pressure: Pressure | None = None


@dataclass(frozen=True, kw_only=True)
class CpuFacts:
    """Shares are of a moment of half a second, zero to one; `steal_share` is what the virtual machine's host took away."""

    cpus: int
    load_1: float
    load_5: float
    load_15: float
    busy_share: float | None = None
    iowait_share: float | None = None
    steal_share: float | None = None


@dataclass(frozen=True, kw_only=True)
class FileSystem:
    """`uses`: what of ours is on it: "engine", "tmp", "state", a checkout's name."""

    mount: str
    device: str
    total_bytes: int
    free_bytes: int
    inodes: int = 0
    inodes_free: int = 0
    uses: tuple[str, ...] = ()
    read_only: bool = False


@dataclass(frozen=True, kw_only=True)
class DiskFacts:
    file_systems: tuple[FileSystem, ...]


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """A name that was looked up by the host's own resolver. `detail` where it failed; `elapsed_s` None: longer than the limit."""

    name: str
    found: bool
    elapsed_s: float | None = None
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class NetworkFacts:
    """Names that builds need: registries of packages and images as they are configured there, never any other."""

    servers: tuple[str, ...]
    lookups: tuple[Lookup, ...] = ()
