"""HUB14: two services that are built do not have one image name.

Threshold: none. Source: the last of two builds to one tag wins, and on a clean host their parallel export fails ("already exists").
"""

from collections.abc import Iterator
from typing import Final

from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.rules.built_twice import run_the_hub_s_image
from hubyard.doctor.values import Finding, Put, Remedy, State
from hubyard.engine.port import Service

RULE: Final = "HUB14"


def judge(read: HubRead) -> Iterator[Finding]:
    if read.config is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_compose")
        return
    service = read.service
    if service is None or service.build is None or not service.image:
        return
    rivals = [one for one in read.config.services.values() if one.build and one.image == service.image and one.name != service.name]
    for rival in rivals:
        remedies = run_the_hub_s_image(read, rival) if rival.build == service.build else _another_name(read, service, rival)
        place = read.compose.nearest("services", rival.name, "image")
        seen = {"image": service.image, "service": service.name, "rival": rival.name}
        yield Finding(rule=RULE, state=State.FAIL, kind="shared", place=place, seen=seen, remedies=remedies)


def _another_name(read: HubRead, service: Service, rival: Service) -> tuple[Remedy, ...]:
    """With the same tag."""
    place = read.compose.nearest("services", rival.name, "image")
    repository, colon, tag = (service.image or "").rpartition(":")
    name = f"{rival.name}{colon}{tag}" if repository and "/" not in tag else rival.name
    line = f"{read.compose.indent_of(place)}image: {name}"
    return (Remedy(place=place, put=Put.REPLACE, lines=(line,)),) if read.compose.begins(place, "image") else ()
