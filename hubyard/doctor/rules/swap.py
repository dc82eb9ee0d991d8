"""HUB11: nothing of which a host has only one stands in the way of a second container beside the first.

Threshold: no published host port on the hub's own service, and no fixed container name. The name that the hub has in its yard
(`<hub>-<yard>`) is what people and other services call it: it is told, and is no warning.
Source: https://docs.docker.com/reference/compose-file/services/#container_name: Compose scales no service that has one.
"""

from collections.abc import Iterator
from typing import Final

from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.values import Finding, Place, Put, Remedy, State
from hubyard.engine.port import Service

RULE: Final = "HUB11"


def judge(read: HubRead) -> Iterator[Finding]:
    if read.config is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_compose")
    elif read.service:
        yield from _ports(read, read.service)
        yield from _network(read, read.service)
        yield from _name(read, read.service)


def _ports(read: HubRead, service: Service) -> Iterator[Finding]:
    if not service.ports:
        return
    place = read.compose.nearest("services", service.name, "ports")
    lines = (f'{read.compose.indent_of(place)}expose: ["{read.hub.settings.port}"]',)
    exposed = bool(service.section.get("expose"))
    put = Put.REMOVE if exposed else Put.REPLACE
    instead = Remedy(place=place, put=put, lines=() if exposed else lines, last=read.compose.last_of(place))
    remedies = (instead,) if read.compose.begins(place, "ports") else ()
    seen = {"ports": ", ".join(str(port) for port in service.ports)}
    yield Finding(rule=RULE, state=State.WARN, kind="ports", place=place, seen=seen, remedies=remedies)


def _network(read: HubRead, service: Service) -> Iterator[Finding]:
    """On the host's own network each port that the app listens on is a host port."""
    if service.section.get("network_mode") == "host":
        place = read.compose.nearest("services", service.name, "network_mode")
        remedies = _without(read, place, "network_mode")
        yield Finding(rule=RULE, state=State.WARN, kind="host_network", place=place, remedies=remedies)


def _name(read: HubRead, service: Service) -> Iterator[Finding]:
    if not service.container_name:
        return
    place: Place = read.compose.nearest("services", service.name, "container_name")
    own = service.container_name == read.hub.name_in(read.yard)
    yield Finding(
        rule=RULE,
        state=State.OK if own else State.WARN,
        kind="own_name" if own else "name",
        place=place,
        seen={"name": service.container_name},
        remedies=() if own else _without(read, place, "container_name"),
    )


def _without(read: HubRead, place: Place, key: str) -> tuple[Remedy, ...]:
    return (Remedy(place=place, put=Put.REMOVE),) if read.compose.begins(place, key) else ()
