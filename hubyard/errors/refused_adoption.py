"""Refused before anything was touched: what `adopt` and `new` would write cannot be, or is there."""

from dataclasses import dataclass
from pathlib import Path

from hubyard.errors.kinds import RefusedError


@dataclass(kw_only=True, eq=False)
class AlreadyThere(RefusedError):
    """Something would be overwritten. `hubs`: all that was found, where all of it is in the yard."""

    file: Path
    hubs: str = ""


@dataclass(kw_only=True, eq=False)
class HubFolderMissing(RefusedError):
    """`new --renew` for a hub that is not there."""

    file: Path


@dataclass(kw_only=True, eq=False)
class NothingToAdopt(RefusedError):
    """`reason`: no_folder (`detail` says why), no_file (`detail` is its name), no_hub (`detail`: the services there are)."""

    folder: Path
    reason: str
    detail: str


@dataclass(kw_only=True, eq=False)
class YardInsideCheckout(RefusedError):
    """Adopting would write into the repository that is adopted."""

    yard: Path
    checkout: Path


@dataclass(kw_only=True, eq=False)
class HubClashes(RefusedError):
    """A hub would share with one of the yard what only one can have. `what`: image, service or route; `owner` its hub.toml.

    `task`: adopt or new, whichever would have written it.
    """

    task: str
    hub: str
    what: str
    value: str
    owner: Path
