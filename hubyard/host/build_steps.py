"""Build steps of anybody's, known by the paths of their cgroups.

BuildKit runs each step in a cgroup of its own, named after the step's id: 25 letters and digits (identity/randomid.go). The folder it is in
depends on whose builder it is:

/docker/buildkit/<id>                       the engine's own builder; instead of /docker what a build or the engine was given as parent
/system.slice/system.slice:docker:<id>      likewise, where systemd keeps the engine's cgroups: the parent is written into the name
/docker/buildx/<container>/buildkit/<id>    a builder container, which cannot name a parent outside of itself
/system.slice/docker-<container>.scope/buildkit/<id>   likewise, under systemd
"""

import re
from typing import Final

ID: Final = r"[0-9a-z]{25}"
STEP: Final = re.compile(rf"/buildkit/{ID}$|\.slice:[^/:]*:{ID}$")
CONTAINER: Final = re.compile(r"(?:^|[/-])([0-9a-f]{64})(?:\.scope)?(?=/)")
SLICE: Final = "hubyard.slice"
"""Of all our builds, at the top: the steps of a hub's are below `/hubyard.slice/<hub>`."""
OF_HUB: Final = re.compile(rf"(?:^|/){re.escape(SLICE)}/(?!buildkit(?:/|$))(?P<hub>[^/]+)")
"""Without a hub of its own the slice is directly above BuildKit's folder."""
SHORT: Final = 12
"""Letters of a container's id, as the engine shows it."""
SHELL: Final = re.compile(rb"^(?:/\S*/)?\w*sh\0-\w*c\0")
"""How a step of one line starts: /bin/sh -c …, /bin/bash -euxc …"""


def is_step(path: str) -> bool:
    """Whether the cgroup is a build step's."""
    return STEP.search(path) is not None


def hub_of(path: str) -> str:
    """Slug of the hub in whose build cgroup a path is; "" in none."""
    found = OF_HUB.search(path)
    return found["hub"] if found else ""


def container_of(path: str) -> str:
    """Short id of the container that a cgroup is in, the innermost; "" in none."""
    found = CONTAINER.findall(path)
    return found[-1][:SHORT] if found else ""


def step_command(cmdline: bytes) -> bytes:
    """What a step runs, of its first process's /proc/<pid>/cmdline and in the same form: the shell around it is left out."""
    script = SHELL.sub(b"", cmdline)
    return cmdline if script == cmdline else b"\0".join(script.replace(b"\0", b" ").split())
