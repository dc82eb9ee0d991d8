"""Which container a cgroup belongs to."""

import re
from typing import Final

ENGINE_ID: Final = re.compile(r"(?<![0-9a-z])[0-9a-f]{64}(?![0-9a-z])")
"""Docker, containerd, CRI-O, Podman: "docker-<id>.scope", "cri-containerd:<id>", "libpod-<id>.scope", "<id>"."""
BUILD_ID: Final = re.compile(r"(?:^|[:-])(?P<id>(?=[a-z]{0,24}[0-9])(?=[0-9a-f]{0,24}[g-z])[0-9a-z]{25})(?:\.scope)?$")
"""A step of BuildKit: 25 letters and digits, alone or behind colons ("system.slice:docker:<id>"). All hex: part of another id."""
SHORT_ID: Final = re.compile(r"(?:^|/)docker[/-](?P<id>[0-9a-f]{12})(?:\.scope)?$")
"""As people shorten it."""
LONGEST: Final = 4096


def find_container_id(cgroup: str | None) -> str | None:
    """Of the innermost container on the path: a container in LXC, a step in a builder. LXC's own names are no ids.

    conmon sits in a group named after the container that it watches, and is not in it.
    """
    if match := SHORT_ID.search((cgroup or "")[-LONGEST:]):
        return match["id"]
    for part in reversed((cgroup or "")[-LONGEST:].split("/")):
        if "conmon" in part:
            return None
        if ids := ENGINE_ID.findall(part):
            return str(ids[-1])
        if match := BUILD_ID.search(part):
            return match["id"]
    return None
