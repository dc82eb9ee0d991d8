"""The yard that adopted hubs go to: what a new one is like, and what an existing one has no room for. Pure."""

from collections.abc import Sequence
from pathlib import Path

from hubyard.adoption.proposing import Known
from hubyard.adoption.values import Open, OpenPoint
from hubyard.config.assembling import check_together
from hubyard.config.hub import Hub
from hubyard.config.yard import Yard, YardSettings
from hubyard.engine.port import Service
from hubyard.errors import HubClashes, SettingsInvalid

TLS_PORT = 443


def choose_yard_settings(yard: Yard | None, gateways: Sequence[Service]) -> tuple[YardSettings, list[OpenPoint]]:
    """Of a new yard: who has a gateway keeps it. An existing yard stays as it is; where the two do not fit, that is said."""
    ports = sorted((port for gateway in gateways for port in gateway.ports), key=lambda port: (port == TLS_PORT, port))
    names = ", ".join(gateway.name for gateway in gateways)
    if yard is not None:
        unlike = gateways and yard.settings.gateway != "none"
        return yard.settings, [OpenPoint(what=Open.GATEWAY_KEPT, key="gateway", detail=names)] if unlike else []
    if not gateways:
        return YardSettings(), []
    if not ports:
        return YardSettings(gateway="none"), [OpenPoint(what=Open.GATEWAY_PORT_GUESSED, key="port", detail=names)]
    return YardSettings(gateway="none", port=ports[0]), []


def part_known(known: Sequence[Known], yard: Yard | None) -> tuple[list[Known], list[Hub]]:
    """Those that are new; and for the others the yard's own, by whatever name: the same service of the same file, or checkout."""
    there = {(hub.settings.service, place): hub for hub in (yard.hubs if yard else ()) for place in (hub.compose_files[0], hub.checkout)}
    owners = [there.get((one.service.name, one.choice.files[0])) or there.get((one.service.name, one.checkout)) for one in known]
    return [one for one, owner in zip(known, owners, strict=True) if owner is None], [owner for owner in owners if owner]


def refuse_clashes(new: Sequence[Hub], *, there: Sequence[Hub], gateway: str, task: str) -> None:
    """Raises HubClashes where a hub of the yard has the name, the service or the route already."""
    try:
        check_together([*there, *new], gateway=gateway)
    except SettingsInvalid as fault:
        raise HubClashes(task=task, hub=fault.file.parent.name, what=fault.key, value=fault.found, owner=Path(fault.bounds)) from None
