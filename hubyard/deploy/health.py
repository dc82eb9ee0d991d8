"""Is a hub well? Its own health path decides; the engine's HEALTHCHECK only where there is none: its interval is often 30 s."""

import json
from collections.abc import Sequence

from hubyard.config.hub import Hub
from hubyard.deploy.events import HealthAwaited
from hubyard.deploy.values import DeployTools, HealthReport, HubFacts, HubHealth
from hubyard.engine.port import Container
from hubyard.errors import HubUnhealthy

PROBE_LIMIT_S = 2.0
LOOK_EVERY_S = 0.2
STEADY_S = 3.0
"""How long a container without any health check must run to count as well."""
CRASHES = 2
"""Restarts after which a container is called crashing: with `restart: unless-stopped` it would go on for ever."""
TAIL_LINES = 12


def await_healthy(facts: HubFacts, *, old: str, tools: DeployTools) -> None:
    """Return once the new container is well. Raises HubUnhealthy with its last log lines; `old` is what will be brought back."""
    hub, began_s, told = facts.hub, tools.clock.monotonic_s(), ""
    while True:
        containers = tools.engine.service_containers(project=facts.project_name, service=facts.service.name)
        container = containers[0] if containers else None
        waited_s = tools.clock.monotonic_s() - began_s
        state = look(hub, container, steady=waited_s >= STEADY_S, tools=tools)
        if state == "":
            return
        if container is None or crashed(container) or waited_s >= hub.settings.health_timeout_s:
            tail = tools.engine.log_tail(container.id, lines=TAIL_LINES) if container else ()
            raise HubUnhealthy(hub=hub.name, why=state, limit_s=hub.settings.health_timeout_s, tail="\n".join(tail), old=old)
        if state != told:
            tools.tell(HealthAwaited(hub=hub.name, state=state))
            told = state
        tools.clock.sleep(LOOK_EVERY_S)


def look(hub: Hub, container: Container | None, *, steady: bool, tools: DeployTools) -> str:
    """What is still wrong, in a few words; "" for well."""
    if container is None:
        return "no container"
    if container.state != "running" or container.restarts >= CRASHES:
        return f"{container.state}, exit status {container.exit_code}"
    if hub.settings.health_path:
        return probe(hub, container, tools)
    if container.health:
        return "" if container.health == "healthy" else container.health
    return "" if steady else "starting"


def crashed(container: Container) -> bool:
    return container.state in {"exited", "dead"} or container.restarts >= CRASHES or container.health == "unhealthy"


def answers(hub: Hub, container: Container, tools: DeployTools) -> bool:
    return bool(hub.settings.health_path) and probe(hub, container, tools) == ""


def probe(hub: Hub, container: Container, tools: DeployTools) -> str:
    """Ask the container itself, by its address on this host's bridge. What is wrong, or ""."""
    address = container.addresses.get(tools.yard.network) or next(iter(container.addresses.values()), "")
    if not address:
        return "no address"
    answer = tools.probe.get(f"http://{address}:{hub.settings.port}{hub.settings.health_path}", limit_s=PROBE_LIMIT_S)
    return "" if answer.good else f"{hub.settings.health_path}: {answer.status or answer.why}"


def ask_all(hubs: Sequence[Hub], *, tools: DeployTools) -> HealthReport:
    """Ask each hub through the gateway, ours or the yard's own, as a browser on this host would."""
    return HealthReport(hubs=tuple(_ask(hub, tools) for hub in hubs))


def _ask(hub: Hub, tools: DeployTools) -> HubHealth:
    url = f"http://127.0.0.1:{tools.yard.settings.port}{hub.settings.health_path or hub.settings.route}"
    began_s = tools.clock.monotonic_s()
    answer = tools.probe.get(url, limit_s=5.0)
    said = _said(answer.body) if answer.good else {}
    return HubHealth(
        hub=hub.name,
        url=url,
        well=answer.good,
        status=answer.status,
        seconds=tools.clock.monotonic_s() - began_s,
        revision=str(said.get("revision", "")),
        started=str(said.get("started_at", said.get("started", ""))),
        detail="" if answer.good else answer.why,
    )


def _said(body: str) -> dict[str, object]:
    """What a health answer says in JSON; nothing for any other answer."""
    try:
        document = json.loads(body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
