"""What Hubyard lays over a hub's Compose files, as a value. Its text: `engine/override.py` and the template."""

from hubyard.config.hub import Hub
from hubyard.config.yard import Yard
from hubyard.deploy.labels import HUB, REVISION, RUN_INPUTS, YARD, alias_tag
from hubyard.engine.override import Override
from hubyard.engine.port import Service


def override_of(hub: Hub, yard: Yard, *, service: Service, revision: str, run_inputs: str) -> Override:
    """`revision` and `run_inputs` are "" where the override itself is hashed: they are no inputs."""
    ours = yard.settings.gateway != "none"
    return Override(
        service=service,
        image=alias_tag(hub, yard),
        parallelism=hub.settings.parallelism,
        dockerfile=str(hub.checkout / hub.settings.dockerfile) if hub.settings.dockerfile else None,
        target=hub.settings.target,
        labels={HUB: hub.slug, YARD: yard.settings.name, REVISION: revision, RUN_INPUTS: run_inputs},
        revision=revision,
        mem_limit_bytes=hub.settings.memory.run_bytes,
        network=yard.network if ours else None,
        alias=hub.name_in(yard.settings.name) if ours else None,
    )
