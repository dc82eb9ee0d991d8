"""A yard: one Docker host with several hubs. `YardSettings` is its yard.toml; `Yard` is that with its place and its hubs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Final, Literal, Protocol, TypeVar

from hubyard.config.bounds import Between, Expected, Shape, Size
from hubyard.config.hub import Hub, HubName, Text
from hubyard.errors import UnknownHub

STATE_FOLDER: Final = ".hubyard"


@dataclass(frozen=True, kw_only=True)
class GateSettings:
    """The gate's place and patience.

    directory: the locks; one for all yards of a host, or they would not know of each other
    old_lock: the lock file of an older script, which is honoured and honours us
    wait_s: how long a deploy waits for its turn, and `down` for a deploy of the hub
    jobs: the most builds at once; 0 for as many as the memory holds
    reserve_bytes: memory that stays free whatever builds; a tenth of the host's, and 512 MiB at least, if left out
    """

    directory: Text = "/run/lock/hubyard/v1"
    old_lock: Text = "/tmp/deploy-staging.lock"  # noqa: S108  the place is the old script's, not ours to choose
    wait_s: Annotated[int, Between(0, 86_400)] = 3600
    jobs: Annotated[int, Between(0, 64)] = 0
    reserve_bytes: Annotated[int, Size(0, 1024**4)] | None = None


@dataclass(frozen=True, kw_only=True)
class YardSettings:
    """yard.toml.

    name: the word after the dash in container names and the alias tag: `wbfinhub-staging`, `wbfinhub:staging`
    hubs: the first of them in `--hub=all`; the other folders with a hub.toml follow by name
    gateway: "caddy" for ours, "none" where the yard has its own
    port: the gateway's port on this host
    settle_s: how long to wait between two hubs for memory to return, at most
    disk_reserve_bytes: free space below which no build is begun
    build_cache_bytes: how much of the engine's build cache Cleanup leaves
    build_contexts: image reference → what stands in its place in every FROM, as `docker buildx build --build-context`
    gate: the lock over builds
    """

    name: Annotated[str, Shape(r"[a-z0-9](?:[a-z0-9-]{0,29}[a-z0-9])?", Expected.YARD_NAME, "a – z, 0 – 9, -")] = "staging"
    hubs: tuple[HubName, ...] = ()
    gateway: Literal["caddy", "none"] = "caddy"
    port: Annotated[int, Between(1, 65535)] = 4400
    settle_s: Annotated[int, Between(0, 60)] = 5
    disk_reserve_bytes: Annotated[int, Size(0)] = 1000**3
    build_cache_bytes: Annotated[int, Size(0)] = 20 * 1000**3
    build_contexts: dict[Text, Text] = field(default_factory=dict)
    gate: GateSettings = field(default_factory=GateSettings)


@dataclass(frozen=True, kw_only=True)
class Yard:
    """`folder` holds yard.toml, and `written` is which keys that has.

    Rendered files and build logs go to `state`, never into a checkout.
    """

    folder: Path
    settings: YardSettings
    hubs: tuple[Hub, ...]
    written: frozenset[str] = frozenset()

    @property
    def state(self) -> Path:
        return self.folder / STATE_FOLDER

    @property
    def network(self) -> str:
        """Docker network on which our gateway reaches the hubs."""
        return f"hubyard-{self.settings.name}"


class Named(Protocol):
    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=Named)


def choose_hubs(asked: str, yard: Yard) -> Sequence[Hub]:
    """The hubs that `--hub=` means. Raises UnknownHub with the nearest name."""
    return choose(asked, yard.hubs)


def choose(asked: str, hubs: Sequence[N]) -> Sequence[N]:
    """`all`, a name, or several with commas, in the order of `hubs`; case does not count. Raises UnknownHub with the nearest name."""
    if asked.strip().lower() == "all":
        return hubs
    by_slug = {hub.slug: hub for hub in hubs}
    wanted = [name.strip() for name in asked.split(",") if name.strip()]
    for name in wanted or [asked]:
        if name.lower() not in by_slug:
            nearest = get_close_matches(name.lower(), by_slug, n=1, cutoff=0.3)
            raise UnknownHub(name=name, nearest=by_slug[nearest[0]].name if nearest else "", known=", ".join(hub.name for hub in hubs))
    return [hub for hub in hubs if hub.slug in {name.lower() for name in wanted}]
