"""Write the files that a deploy would write: each hub's override, checked by Compose itself, and the gateway's."""

from collections.abc import Sequence
from pathlib import Path

from hubyard.config.hub import Hub
from hubyard.deploy.facts import read_facts
from hubyard.deploy.gateway import upstreams_of
from hubyard.deploy.plan import plan_hub
from hubyard.deploy.project import override_file
from hubyard.deploy.stages.start import write_override
from hubyard.deploy.values import DeployTools


def render_files(hubs: Sequence[Hub], *, tools: DeployTools) -> tuple[Path, ...]:
    """The files, in the order they were written. Raises what refuses a hub."""
    files = []
    for hub in hubs:
        write_override(plan_hub(read_facts(hub, tools=tools)), tools)
        files.append(override_file(hub, tools.yard))
    gateway_file = tools.gateway.render(upstreams_of(tools))
    return (*files, gateway_file) if gateway_file else tuple(files)
