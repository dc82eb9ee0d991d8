"""Decide what a host lacks before it can build: an engine, its plugins, a start, a place in its group."""

from dataclasses import dataclass
from enum import StrEnum

from hubyard.bootstrap.distribution import OWN_PACKAGES, Distribution

CLIENT_PACKAGES = {
    "debian": {"client": "docker-cli", "buildx": "docker-buildx", "compose": "docker-compose"},
    "ubuntu": {"client": "docker.io", "buildx": "docker-buildx", "compose": "docker-compose-v2"},
}
"""What is needed beside an engine. Debian's engine only recommends its client."""


class Start(StrEnum):
    """How an engine is started."""

    SYSTEMD = "systemd"
    DETACHED = "detached"
    """in a session of its own, where PID 1 is no systemd"""


class Obstacle(StrEnum):
    """Why we cannot help."""

    ELSEWHERE_SILENT = "elsewhere_silent"
    """the engine that DOCKER_HOST or the context names does not answer"""
    NO_PACKAGES = "no_packages"
    """none are known for this distribution"""


@dataclass(frozen=True, kw_only=True)
class EngineFacts:
    """What there is.

    answers: an engine does, here or elsewhere
    forbidden: one listens that this user may not use
    elsewhere: DOCKER_HOST or a context names another than this host's own
    client, buildx, compose: the `docker` command and its plugins
    dockerd: installed, whether it runs or not
    """

    answers: bool
    forbidden: bool
    elsewhere: bool
    client: bool
    buildx: bool
    compose: bool
    dockerd: bool
    systemd: bool
    distribution: Distribution


@dataclass(frozen=True, kw_only=True)
class EnginePlan:
    """Nothing in it: all is there."""

    packages: tuple[str, ...] = ()
    pinned: bool = False
    start: Start | None = None
    join_group: bool = False
    obstacle: Obstacle | None = None


def plan_engine(facts: EngineFacts) -> EnginePlan:
    """An engine that answers is used as it is; else the distribution's own is installed and started."""
    if not facts.answers and not facts.forbidden and facts.elsewhere:
        return EnginePlan(obstacle=Obstacle.ELSEWHERE_SILENT)
    packages = _packages(facts)
    if packages and not facts.distribution.known:
        return EnginePlan(obstacle=Obstacle.NO_PACKAGES)
    runs = facts.answers or facts.forbidden
    return EnginePlan(
        packages=packages,
        pinned=bool(packages) and facts.distribution.needs_pin,
        start=None if runs else Start.SYSTEMD if facts.systemd else Start.DETACHED,
        join_group=facts.forbidden or not runs,
    )


def _packages(facts: EngineFacts) -> tuple[str, ...]:
    own = facts.distribution.id
    if not facts.dockerd and not (facts.answers or facts.forbidden):
        return OWN_PACKAGES.get(own, ("docker.io",))
    packages = CLIENT_PACKAGES.get(own, CLIENT_PACKAGES["debian"])
    missing = {"client": not facts.client, "buildx": not facts.buildx, "compose": not facts.compose}
    return tuple(package for part, package in packages.items() if missing[part])
