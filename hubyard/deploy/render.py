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
from hubyard.gate.port import Patience, Want


def render_files(hubs: Sequence[Hub], *, tools: DeployTools) -> tuple[Path, ...]:
    """The files, in the order they were written. Raises what refuses a hub, and GateBusy for one that is just being deployed.

    A deploy writes the same file and then starts what it says: it must not find another in its place.
    """
    files = []
    for hub in hubs:
        with tools.gate.hub(Want(hub=hub.slug, title=hub.name, command="invoke render"), patience=Patience(limit_s=0)):
            write_override(plan_hub(read_facts(hub, tools=tools)), tools)
        files.append(override_file(hub, tools.yard))
    gateway_file = tools.gateway.render(upstreams_of(tools))
    return (*files, gateway_file) if gateway_file else tuple(files)
