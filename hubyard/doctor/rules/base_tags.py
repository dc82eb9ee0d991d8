"""HUB08: each base image is a named version.

Threshold: a tag that is not `latest`, or a digest. Source: without one the same commit builds another image tomorrow, and the first build
after a new base begins cold, which takes most memory (https://docs.docker.com/build/building/best-practices/#pin-base-image-versions).
"""

import re
from collections.abc import Iterator
from typing import Final

from hubyard.doctor.dockerfile import Dockerfile, Instruction, Stage
from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.images import TAGS, parse_reference
from hubyard.doctor.values import Finding, Put, Remedy, State

RULE: Final = "HUB08"
FROM: Final = re.compile(r"^(\s*FROM\s+(?:--\S+\s+)*)\S+", re.IGNORECASE)


def judge(read: HubRead) -> Iterator[Finding]:
    if read.dockerfile is None:
        yield Finding(rule=RULE, state=State.SKIP, kind="no_dockerfile")
        return
    given = set(read.section.additional_contexts) if read.section else set()
    for stage in read.dockerfile.needed:
        for image, place in _images(read.dockerfile, stage):
            if image == "":
                yield Finding(rule=RULE, state=State.SKIP, kind="unknown", place=read.dockerfile.at(place))
            elif image not in given and image != "scratch" and not parse_reference(image).is_fixed:
                yield _floating(read.dockerfile, image, place)


def _images(dockerfile: Dockerfile, stage: Stage) -> Iterator[tuple[str, Stage | Instruction]]:
    """Those outside the file, with where they are named."""
    if dockerfile.stage_named(stage.base, before=stage.number) is None:
        yield stage.base, stage
    for source in stage.sources:
        if source and dockerfile.stage_named(source, before=stage.number) is None:
            named = (one for one in stage.named("COPY", "RUN") if f"from={source}" in one.value)
            yield source, next(named, stage)


def _floating(dockerfile: Dockerfile, image: str, place: Stage | Instruction) -> Finding:
    one = parse_reference(image)
    tag = TAGS.get(one.name)
    written = FROM if isinstance(place, Stage) else re.compile(rf"(from=){re.escape(image)}(?![\w:.-])")
    line = written.sub(rf"\g<1>{one.path}:{tag}", dockerfile.text_at(place), count=1)
    known = tag is not None and line != dockerfile.text_at(place)
    remedies = (Remedy(place=dockerfile.at(place), put=Put.REPLACE, lines=(line,)),) if known else ()
    kind = "latest" if one.tag else "untagged"
    return Finding(rule=RULE, state=State.WARN, kind=kind, place=dockerfile.at(place), seen={"image": image}, remedies=remedies)
