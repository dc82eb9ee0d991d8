"""A hub: one web app, a service in somebody's Compose file. `HubSettings` is its hub.toml; `Hub` is that with its place."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final

from hubyard.config.bounds import Between, Expected, NotEmpty, Shape, Size

HUB_NAME: Final = r"(?=.{1,63}$)[A-Za-z0-9]+(?:(?:\.|_{1,2}|-+)[A-Za-z0-9]+)*"
"""An image repository's name, a container's and a cgroup's at once, after lower-casing (image names have the strictest rule)."""

MEBIBYTE: Final = 1024**2
LEAST_BUILD: Final = 32 * MEBIBYTE
"""In a step a shell takes 4 MiB, `node` 9 and `npm --version` 17 (measured): with less than about twice that every build is killed."""
LEAST_CONTAINER: Final = 6 * MEBIBYTE
"""Docker's own: it starts no container with less."""

Text = Annotated[str, Shape(r"[^\x00-\x1f\x7f-][^\x00-\x1f\x7f]{0,4095}")]
"""No "-" in front: as a file it would be Compose's standard input, elsewhere an option of the program it is given to."""

HubName = Annotated[str, Shape(HUB_NAME, Expected.HUB_NAME, "WBSalesHub")]
ROUTE: Final = r"/|(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+"
"""Without `.` and `..`: browsers resolve them before they ask."""
Route = Annotated[str, Shape(ROUTE, Expected.ROUTE, '"/", "/saleshub"')]
UrlPath = Annotated[str, Shape(r"(?:/[A-Za-z0-9._~/%?=&,:@+-]*)?", Expected.URL_PATH, '"/api/health", ""')]
ProjectName = Annotated[str, Shape(r"[a-z0-9][a-z0-9_-]*", Expected.PROJECT_NAME, "a – z, 0 – 9, _, -")]


@dataclass(frozen=True, kw_only=True)
class MemoryHints:
    """What a hub is expected to need; a hint only, what was measured counts more.

    build_bytes: the most that a build needs at a time
    run_bytes: what its container needs; its limit where the Compose files name none, and kept free for it while it starts
    """

    build_bytes: Annotated[int, Size(LEAST_BUILD, 1024**4, Expected.BUILD_SIZE)] | None = None
    run_bytes: Annotated[int, Size(LEAST_CONTAINER, 1024**4, Expected.CONTAINER_SIZE)] | None = None


@dataclass(frozen=True, kw_only=True)
class HubSettings:
    """hub.toml. Paths are relative to the folder of the file, those of Compose to `path`.

    path: the app's checkout; "." for an app that lies beside its hub.toml
    remote: what `deploy` pulls from, a remote's name or a URL; without one nothing is pulled
    branch: the one to be on and to pull; the checkout's own if left out
    compose_files: first to last, as Compose merges them
    project_directory: what relative paths in the Compose files mean; the folder of the first file if left out
    project_name: Compose's project; what Compose would choose if left out
    service: the hub's own service in the Compose files
    dockerfile: in place of the one that the service names, from `path`
    target: in place of the stage that the service names
    env_files: files for `${…}` in the Compose files (`--env-file`); Compose's own `.env` if left out
    profiles: Compose profiles to switch on
    route: the path under which the gateway offers the hub
    health_path: what must answer 200 at the gateway and at the container; "" where the app has none
    port: the container's port
    parallelism: `BUILDKIT_MAX_PARALLELISM` as a build arg, for Dockerfiles that give it to their framework's workers
    build_timeout_s: how long a build may take
    health_timeout_s: how long a container may take to become healthy
    keep_releases: how many releases Cleanup leaves
    memory: what it is expected to need
    """

    service: Text
    path: Text = "."
    remote: Text | None = None
    branch: Text | None = None
    compose_files: Annotated[tuple[Text, ...], NotEmpty()] = ("compose.yaml",)
    project_directory: Text | None = None
    project_name: ProjectName | None = None
    dockerfile: Text | None = None
    target: Text | None = None
    env_files: tuple[Text, ...] = ()
    profiles: tuple[Text, ...] = ()
    route: Route = "/"
    health_path: UrlPath = "/api/health"
    port: Annotated[int, Between(1, 65535)] = 3000
    parallelism: Annotated[int, Between(1, 64)] = 2
    build_timeout_s: Annotated[int, Between(1, 86_400)] = 3600
    health_timeout_s: Annotated[int, Between(1, 3600)] = 120
    keep_releases: Annotated[int, Between(1, 100)] = 3
    memory: MemoryHints = field(default_factory=MemoryHints)


@dataclass(frozen=True, kw_only=True)
class Hub:
    """A hub of the yard with all paths absolute. `folder` holds its hub.toml, and `written` is which keys that has, dotted."""

    name: str
    folder: Path
    settings: HubSettings
    written: frozenset[str] = frozenset()

    @property
    def slug(self) -> str:
        """The name where only lower case is allowed: images, cgroups, lock files."""
        return self.name.lower()

    @property
    def image(self) -> str:
        """Repository of the hub's images: `<image>:<revision>-<inputs>`, `<image>:staging` and so on."""
        return self.slug

    def name_in(self, yard: str) -> str:
        """What people, the gateway and other hubs call its container in the yard of that name: `wbfinhub-staging`."""
        return f"{self.slug}-{yard}"

    @cached_property
    def checkout(self) -> Path:
        return (self.folder / self.settings.path).resolve()

    @cached_property
    def compose_files(self) -> tuple[Path, ...]:
        return tuple((self.checkout / file).resolve() for file in self.settings.compose_files)

    @cached_property
    def project_directory(self) -> Path:
        chosen = self.settings.project_directory
        return (self.checkout / chosen).resolve() if chosen else self.compose_files[0].parent

    @cached_property
    def env_files(self) -> tuple[Path, ...]:
        return tuple((self.checkout / file).resolve() for file in self.settings.env_files)

    @property
    def bundled(self) -> bool:
        """Nothing is pulled for it: it lies in the yard, or has no remote."""
        return self.settings.remote is None
