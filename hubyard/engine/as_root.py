"""The ways to run a script as root, as command lines."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

CGROUPS: Final = "/sys/fs/cgroup"


class Way(StrEnum):
    """How a script is run as root, in the order in which they are tried."""

    ROOT = "root"
    SUDO = "sudo"
    CONTAINER = "container"


def as_root(script: str) -> tuple[str, ...]:
    return ("sh", "-c", script)


def by_sudo(script: str) -> tuple[str, ...]:
    """`-n`: never asks for a password."""
    return ("sudo", "-n", "sh", "-c", script)


def by_container(script: str, *, image: str, prefix: Sequence[str]) -> tuple[str, ...]:
    """Who may use the engine may do this: its group is as good as root.

    Nothing is pulled, and the image's own user and entrypoint, which may be an app's, do not count. It has the host's cgroups, and the
    host's devices.
    """
    return (
        *(*prefix, "run", "--rm", "--pull=never", "--network=none"),
        *("--privileged", "--cgroupns=host", "-v", f"{CGROUPS}:{CGROUPS}", "--user=0:0", "--entrypoint=sh"),
        *(image, "-c", script),
    )
