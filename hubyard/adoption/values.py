"""What adopting is made of: what was found, what is proposed, what stays open. Only values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hubyard.config.hub import HubSettings


class Source(StrEnum):
    """Where a value was read. The words are in `show/sentences/words.toml`."""

    COMPOSE = "compose"
    CONTAINER = "container"
    DOCKERFILE = "dockerfile"
    GATEWAY = "gateway"
    CODE = "code"
    GIT = "git"
    FOLDER = "folder"
    GUESS = "guess"


class Open(StrEnum):
    """What could not be decided, or should be known. The sentences are in `show/sentences/adoption.toml`."""

    ROUTE_GUESSED = "route_guessed"
    ROUTE_DISAGREES = "route_disagrees"
    ROUTE_SHARED = "route_shared"
    HEALTH_GUESSED = "health_guessed"
    HEALTH_UNKNOWN = "health_unknown"
    HEALTH_OUTSIDE_ROUTE = "health_outside_route"
    PORT_GUESSED = "port_guessed"
    PORT_DISAGREES = "port_disagrees"
    REMOTE_MISSING = "remote_missing"
    REMOTE_AMBIGUOUS = "remote_ambiguous"
    REMOTE_UNREADABLE = "remote_unreadable"
    BRANCH_MISSING = "branch_missing"
    DOCKERFILE_MISSING = "dockerfile_missing"
    DOCKERFILE_INLINE = "dockerfile_inline"
    COMPOSE_WRITTEN = "compose_written"
    COMPOSE_FILE_PASSED_OVER = "compose_file_passed_over"
    COMPOSE_OVERLAY = "compose_overlay"
    FOLDER_PASSED_OVER = "folder_passed_over"
    GATEWAY_PORT_GUESSED = "gateway_port_guessed"
    GATEWAY_KEPT = "gateway_kept"


@dataclass(frozen=True, kw_only=True)
class OpenPoint:
    """One of them. `hub` "" for what concerns the yard; `key` is the setting it is about, or ""; `detail` as the sentence uses it."""

    what: Open
    hub: str = ""
    key: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A value and where it was read; `place` is a file's name, or empty."""

    value: str
    source: Source
    place: str = ""


class Kind(StrEnum):
    """What a service is."""

    HUB = "hub"
    GATEWAY = "gateway"
    DATABASE = "database"
    WORKER = "worker"
    OTHER = "other"


class Because(StrEnum):
    """Why it was taken for that."""

    BUILT = "built"
    ASKED_FOR = "asked_for"
    NOT_BUILT = "not_built"
    NAME = "name"
    IMAGE = "image"
    DATA_FOLDER = "data_folder"
    GATEWAY_PORT = "gateway_port"
    CONTEXT_ELSEWHERE = "context_elsewhere"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    service: str
    kind: Kind
    because: Because
    evidence: str = ""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Of a checkout. `remote` is a remote's name, never its URL (which may hold credentials). `problem`: git's word, if it refuses.

    `several`: the names of remotes, where nothing says which of them it is.
    """

    root: Path
    remote: str | None = None
    several: tuple[str, ...] = ()
    branch: str | None = None
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A hub.toml to be. `findings` by key; `compose_text`: a Compose file to lie beside it, for an app that has none."""

    name: str
    checkout: Path
    settings: HubSettings
    findings: Mapping[str, Finding]
    open_points: tuple[OpenPoint, ...] = ()
    compose_text: str | None = None


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """What was, or with `dry_run` would be, written. `files` in the order in which they were made."""

    folder: Path
    yard: Path
    hubs: tuple[Proposal, ...]
    before: tuple[str, ...]
    """Hubs that the yard has already; they were left as they are."""
    verdicts: tuple[Verdict, ...]
    open_points: tuple[OpenPoint, ...]
    files: tuple[Path, ...]
    dry_run: bool
