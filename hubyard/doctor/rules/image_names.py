"""HUB14: two services that are built do not have one image name.

Threshold: none. Source: the last of two builds to one tag wins, and on a clean host their parallel export fails ("already exists").
"""

from collections.abc import Iterator
from typing import Final

from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.values import Finding, Put, Remedy, State

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
        place = read.compose.nearest("services", rival.name, "image")
        repository, colon, tag = service.image.rpartition(":")
        line = f"{read.compose.indent_of(place)}image: {rival.name}{colon}{tag}" if repository else f"    image: {rival.name}"
        seen = {"image": service.image, "service": service.name, "rival": rival.name}
        remedies = (Remedy(place=place, put=Put.REPLACE, lines=(line,)),) if read.compose.begins(place, "image") else ()
        yield Finding(rule=RULE, state=State.FAIL, kind="shared", place=place, seen=seen, remedies=remedies)
