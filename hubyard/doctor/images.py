"""What is known of public base images by their names: which programs they lack, and whether they run as root. Pure.

Sources: the Dockerfiles of Docker's official images, of buildpack-deps, and of distroless. What is not known is None, never a guess.
"""

from dataclasses import dataclass
from typing import Final

HAS_ROOT: Final = frozenset(
    "node python ruby golang php debian ubuntu alpine busybox nginx httpd caddy bun rust openjdk eclipse-temurin buildpack-deps".split()  # noqa: SIM905
)
ON_BUILDPACK_DEPS: Final = frozenset({"node", "python", "ruby", "golang", "rust", "buildpack-deps"})
"""Without "slim" or "alpine" these have both curl and wget."""
WITH_CURL: Final = frozenset({"nginx", "php"})
"""These have it in all variants but nginx's slim ones (docker-nginx, docker-php-library/php)."""
NEED_ROOT_TO_START: Final = frozenset({"nginx", "httpd", "php", "caddy"})
"""They begin as root, write below /var or bind port 80, and step down by themselves: another USER alone does not start."""
WITHOUT_USER: Final = ("nonroot", "unprivileged", "rootless", "chainguard")
TAGS: Final = {
    "node": "24-slim",
    "python": "3.13-slim",
    "debian": "trixie-slim",
    "ubuntu": "24.04",
    "alpine": "3.22",
    "nginx": "1.28",
    "caddy": "2",
    "golang": "1.25",
    "ruby": "3.4-slim",
    "php": "8.4-apache",
    "bun": "1",
}
"""A tag to paste where none is written."""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """`name` is the last part of an official image's path, else the whole of it; `tag` "" where there is none."""

    name: str
    tag: str
    digest: str
    path: str

    @property
    def is_fixed(self) -> bool:
        return bool(self.digest) or self.tag not in {"", "latest"}


def parse_reference(image: str) -> Reference:
    rest, _, digest = image.partition("@")
    path, colon, tag = rest.rpartition(":")
    if not colon or "/" in tag:
        path, tag = rest, ""
    official = path.removeprefix("docker.io/").removeprefix("library/").removeprefix("oven/")
    return Reference(name=official, tag=tag.lower(), digest=digest, path=path)


def lacks(image: str, program: str) -> bool | None:
    """Of curl, wget and sh; None where it is not known."""
    one = parse_reference(image)
    if "distroless" in one.path or image == "scratch":
        return "debug" not in one.tag or program == "curl"  # debug ones have busybox
    if one.name in WITH_CURL and program == "curl":
        return "slim" in one.tag
    if "alpine" in one.name or "alpine" in one.tag or one.name in {"busybox", "caddy"}:
        return (True if one.name in HAS_ROOT else None) if program == "curl" else False  # busybox has a wget; strangers add what they like
    if program == "sh":
        return False if one.name in HAS_ROOT else None
    if "slim" in one.tag or one.name in {"debian", "ubuntu"}:
        return True if one.name in HAS_ROOT else None
    return False if one.name in ON_BUILDPACK_DEPS else None


def runs_as_root(image: str) -> bool | None:
    """Where no USER says otherwise; None where it is not known."""
    one = parse_reference(image)
    if any(word in image for word in WITHOUT_USER):
        return False
    if "distroless" in one.path or image == "scratch" or one.name in HAS_ROOT:
        return True
    return None
