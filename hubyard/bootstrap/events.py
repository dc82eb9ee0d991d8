"""What the bootstrap tells before it does it."""

from dataclasses import dataclass

from hubyard.events import Event


@dataclass(frozen=True, kw_only=True)
class PackagesInstalled(Event):
    """About to be installed from the distribution."""

    packages: str


@dataclass(frozen=True, kw_only=True)
class BasePulled(Event):
    """About to be asked of its registry."""

    reference: str


@dataclass(frozen=True, kw_only=True)
class BaseMade(Event):
    """About to be made from the distribution's packages, because no registry gave it."""

    reference: str
    image: str


@dataclass(frozen=True, kw_only=True)
class EngineStarted(Event):
    """About to be started. `how` is "systemd" or "detached"."""

    how: str


@dataclass(frozen=True, kw_only=True)
class UserAdded(Event):
    """Added to the engine's group; shells that run already know it only after a new login."""

    user: str
    group: str
