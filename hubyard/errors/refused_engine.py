"""Refused before anything was touched: no engine, not this engine, or not what it needs."""

from dataclasses import dataclass

from hubyard.errors.kinds import RefusedError


@dataclass(kw_only=True, eq=False)
class EngineMissing(RefusedError):
    """No engine of this host's own answers. `detail` is a word (`[detail]` in `show/sentences/words.toml`), or what the system said."""

    address: str
    detail: str


@dataclass(kw_only=True, eq=False)
class EngineElsewhereSilent(RefusedError):
    """The engine that DOCKER_HOST or a context names does not answer: not ours to start. `detail` as of EngineMissing."""

    address: str
    detail: str


@dataclass(kw_only=True, eq=False)
class DistributionUnknown(RefusedError):
    """Something is to be installed, and nobody knows how it is called here. `distribution` is "" where the system does not say."""

    distribution: str
    known: str


@dataclass(kw_only=True, eq=False)
class InstallNotAllowed(RefusedError):
    """HUBYARD_ENGINE=none, and something is missing: `packages`, or a start where there are none."""

    address: str
    packages: str


@dataclass(kw_only=True, eq=False)
class EngineForbidden(RefusedError):
    """An engine is there and this user may not use it."""

    address: str
    user: str
    group: str


@dataclass(kw_only=True, eq=False)
class GroupNotYetActive(RefusedError):
    """The user was put into the engine's group after this session began: only a new one has it."""

    address: str
    user: str
    group: str


@dataclass(kw_only=True, eq=False)
class EngineElsewhere(RefusedError):
    """The engine runs on another kernel than we do, so our locks and readings would say nothing about it."""

    address: str
    engine_host: str
    this_host: str


@dataclass(kw_only=True, eq=False)
class PluginMissing(RefusedError):
    plugin: str


@dataclass(kw_only=True, eq=False)
class RootNeeded(RefusedError):
    """Something must be installed or started and we may not. `commands` are what a person has to run, one a line."""

    purpose: str
    commands: str


@dataclass(kw_only=True, eq=False)
class InstallWouldRemove(RefusedError):
    packages: str


@dataclass(kw_only=True, eq=False)
class EngineNotOurs(RefusedError):
    """`engine.stop` for an engine that we did not start."""

    detail: str


@dataclass(kw_only=True, eq=False)
class BaseImageMissing(RefusedError):
    """Neither here, nor to be pulled, nor known how to be made from the distribution's packages."""

    hub: str
    reference: str
    detail: str
