"""What Hubyard lays over a hub's own Compose files: an `Override` and its text, which `templates/compose/override.yaml.jinja` shapes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hubyard.engine.port import Service
from hubyard.templating import render, source_of

TEMPLATE = "compose/override.yaml.jinja"


@dataclass(frozen=True, kw_only=True)
class Healthcheck:
    """`test` as Compose has it: `("CMD", "node", …)` or `("CMD-SHELL", "…")`."""

    test: tuple[str, ...]
    interval_s: int = 15
    timeout_s: int = 4
    start_period_s: int = 30
    retries: int = 3


@dataclass(frozen=True, kw_only=True)
class Override:
    """For one service. What its own files say about memory and logs is left as it is; `service` is what they say.

    `network` is the yard's own, made before and joined beside the service's; None where the yard has a gateway of its own.
    """

    service: Service
    image: str
    parallelism: int
    dockerfile: str | None = None
    target: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    revision: str = ""
    mem_limit_bytes: int | None = None
    healthcheck: Healthcheck | None = None
    network: str | None = None
    alias: str | None = None


def render_override(override: Override) -> str:
    """Text of the file. The same value gives the same bytes."""
    return render(TEMPLATE, _values(override))


def override_inputs(override: Override) -> Mapping[str, object]:
    """All that the text is made of: as long as this is the same, so is the text.

    It needs no Jinja, so a deploy that waits, or finds nothing to do, has not loaded it: docs/decisions/memory-of-waiting.md.
    """
    return {"template": source_of(TEMPLATE), **_values(override)}


def _values(override: Override) -> Mapping[str, object]:
    service = override.service
    return {
        "service": service.name,
        "image": override.image,
        "parallelism": override.parallelism,
        "dockerfile": override.dockerfile,
        "target": override.target,
        "labels": sorted(override.labels.items()),
        "revision": override.revision,
        "mem_limit_bytes": override.mem_limit_bytes if service.mem_limit_bytes is None else None,
        "limits_in_deploy": has_deploy_limits(service),
        "log_limits": not service.section.get("logging"),
        "healthcheck": override.healthcheck,
        "network": override.network if can_join_networks(service) else None,
        "alias": override.alias,
        # networks of several files add up, but for the default one, which a service has only while no file names another
        "on_default_network": service.networks in ((), ("default",)),
    }


def can_join_networks(service: Service) -> bool:
    """Not one on the host's network or in another container's: Compose refuses `networks` beside `network_mode`."""
    return not service.section.get("network_mode")


def has_deploy_limits(service: Service) -> bool:
    """Compose refuses a mem_limit beside `deploy.resources.limits`, even where these say nothing of memory (2.26)."""
    deploy = service.section.get("deploy")
    resources = deploy.get("resources") if isinstance(deploy, Mapping) else None
    return bool(isinstance(resources, Mapping) and resources.get("limits"))
