"""A hub's service in its Compose project: found, checked, and with what the hub's settings change about its build."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from hubyard.config.hub import Hub
from hubyard.config.yard import Yard
from hubyard.engine.port import BuildSection, ComposeConfig, Project, Service
from hubyard.errors import ImageNameShared, ServiceHasNoBuild, ServiceMissing

PARALLELISM_ARG = "BUILDKIT_MAX_PARALLELISM"


def project_of(hub: Hub, *, override: Path | None = None) -> Project:
    """The Compose project as its own files say it, and with our override at the end if given."""
    return Project(
        hub=hub.name,
        files=(*hub.compose_files, *((override,) if override else ())),
        directory=hub.project_directory,
        name=hub.settings.project_name,
        env_files=hub.env_files,
        profiles=hub.settings.profiles,
    )


def override_file(hub: Hub, yard: Yard) -> Path:
    return yard.state / "rendered" / hub.slug / "override.yaml"


def service_of(hub: Hub, config: ComposeConfig) -> Service:
    """The hub's own service. Raises ServiceMissing, ServiceHasNoBuild, ImageNameShared."""
    files = ", ".join(str(file) for file in hub.compose_files)
    service = config.services.get(hub.settings.service)
    if service is None:
        nearest = get_close_matches(hub.settings.service, config.services, n=1)
        known = ", ".join(sorted(config.services))
        raise ServiceMissing(hub=hub.name, service=hub.settings.service, files=files, known=known, nearest="".join(nearest))
    if service.build is None:
        raise ServiceHasNoBuild(hub=hub.name, service=service.name, files=files)
    rivals = sorted(other.name for other in config.services.values() if other.build and other.image and other.image == service.image)
    if len(rivals) > 1:
        raise ImageNameShared(hub=hub.name, image=str(service.image), services=", ".join(rivals))
    return service


def build_section_of(hub: Hub, section: BuildSection) -> BuildSection:
    """The service's `build:` with the hub's parallelism, and its Dockerfile and target where hub.toml names others."""
    dockerfile = hub.checkout / hub.settings.dockerfile if hub.settings.dockerfile else section.dockerfile
    return replace(
        section,
        dockerfile=dockerfile,
        inline=section.inline and not hub.settings.dockerfile,
        target=hub.settings.target or section.target,
        args={**section.args, PARALLELISM_ARG: str(hub.settings.parallelism)},
    )


def dependencies_of(service: Service, services: Mapping[str, Service]) -> dict[str, Service]:
    """All services that `service` waits for, directly or not, the farthest first."""
    found: dict[str, Service] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path or name in found or name not in services:
            return
        for needed in services[name].depends_on:
            visit(needed, (*path, name))
        found[name] = services[name]

    for needed in service.depends_on:
        visit(needed, (service.name,))
    return found
