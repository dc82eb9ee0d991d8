"""Every error a person can meet: a class per kind, with its exit status.

The three lines that people read (what happened, why, what to do) are in `show/sentences/errors.toml` under the class's `code`;
their `{fields}` are the attributes declared here. Add an error: a class here and a table there.
"""

from dataclasses import asdict, dataclass, fields
from enum import IntEnum
from pathlib import Path
from typing import Any, ClassVar


class Status(IntEnum):
    """Exit statuses; 75 is EX_TEMPFAIL of sysexits.h, those above 128 are 128 + signal number as a shell says it."""

    DONE = 0
    USAGE = 1
    FAILED = 2
    WARNED = 3
    MEMORY = 4
    REFUSED = 5
    BUSY = 75
    HANGUP = 129
    INTERRUPTED = 130
    TERMINATED = 143


WORST_FIRST = (
    Status.INTERRUPTED,
    Status.TERMINATED,
    Status.HANGUP,
    Status.MEMORY,
    Status.FAILED,
    Status.REFUSED,
    Status.BUSY,
    Status.USAGE,
    Status.WARNED,
    Status.DONE,
)


def worst(statuses: list[Status]) -> Status:
    """Status of a task that did several things; DONE for none."""
    return min(statuses, key=WORST_FIRST.index, default=Status.DONE)


@dataclass(kw_only=True, eq=False)
class HubyardError(Exception):
    """Base of all that is caught in `cli/command.py`. Attributes must never hold secrets: they are shown and logged."""

    status: ClassVar[Status] = Status.USAGE

    @property
    def exit_status(self) -> Status:
        """The status of this very error; a signal's depends on the signal."""
        return self.status

    @classmethod
    def code(cls) -> str:
        """Stable name of the kind, as scripts see it in `--json`: `UnknownHub` is `unknown_hub`."""
        return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in cls.__name__).lstrip("_")

    def fields(self) -> dict[str, Any]:
        """What the sentences may name, by attribute."""
        return asdict(self) if fields(self) else {}

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.fields().items())
        return f"{self.code()}({shown})"


@dataclass(kw_only=True, eq=False)
class UsageError(HubyardError):
    """What was asked for cannot be meant: exit 1."""

    status = Status.USAGE


@dataclass(kw_only=True, eq=False)
class RefusedError(HubyardError):
    """Nothing was touched: exit 5."""

    status = Status.REFUSED


@dataclass(kw_only=True, eq=False)
class WorkError(HubyardError):
    """The work was begun and failed: exit 2."""

    status = Status.FAILED


# -- usage and configuration


@dataclass(kw_only=True, eq=False)
class UnknownHub(UsageError):
    name: str
    nearest: str
    known: str


@dataclass(kw_only=True, eq=False)
class UnknownOption(UsageError):
    """`expected` is a word (`[expected]` in `show/sentences/words.toml`), `bounds` what follows it in any language."""

    option: str
    value: str
    expected: str
    bounds: str = ""


@dataclass(kw_only=True, eq=False)
class BuildUnknown(UsageError):
    """`build` is the beginning of a build's name, "" for the newest; `hub` as it was asked for."""

    hub: str
    build: str


@dataclass(kw_only=True, eq=False)
class YardMissing(UsageError):
    folder: Path


@dataclass(kw_only=True, eq=False)
class SettingsUnreadable(UsageError):
    """A settings file that is missing, not UTF-8 or not TOML. `detail` has line and column where TOML gives them."""

    file: Path
    detail: str


@dataclass(kw_only=True, eq=False)
class SettingsInvalid(UsageError):
    """One setting out of place. `key` is dotted, `found` as a person wrote it (shortened; hidden where it could be a secret).

    `expected` is a word of `config/bounds.py` (in `show/sentences/words.toml`), `bounds` what follows it in any language;
    `nearest` is a known key or name that looks like what was found, or empty.
    """

    file: Path
    key: str
    found: str
    expected: str
    bounds: str = ""
    nearest: str = ""


@dataclass(kw_only=True, eq=False)
class UnexpectedFault(UsageError):
    """A fault of ours, not of the person's; the traceback is shown with HUBYARD_DEBUG=1."""

    kind: str
    place: str
    detail: str


# -- refused before anything was touched


@dataclass(kw_only=True, eq=False)
class DockerfileMissing(RefusedError):
    hub: str
    file: Path


@dataclass(kw_only=True, eq=False)
class ComposeInvalid(RefusedError):
    """`docker compose config` did not take the files. `detail` is its own last line."""

    hub: str
    files: str
    detail: str


@dataclass(kw_only=True, eq=False)
class ServiceMissing(RefusedError):
    hub: str
    service: str
    files: str
    known: str
    nearest: str


@dataclass(kw_only=True, eq=False)
class ServiceHasNoBuild(RefusedError):
    hub: str
    service: str
    files: str


@dataclass(kw_only=True, eq=False)
class ImageNameShared(RefusedError):
    """Two services would build the same image name: the last writer would win (BuildKit says nothing)."""

    hub: str
    image: str
    services: str


@dataclass(kw_only=True, eq=False)
class EnvFileMissing(RefusedError):
    hub: str
    file: Path


@dataclass(kw_only=True, eq=False)
class VariableMissing(RefusedError):
    """A `${NAME:?…}` of the Compose file is not set anywhere."""

    hub: str
    variable: str
    files: str


@dataclass(kw_only=True, eq=False)
class LocalChanges(RefusedError):
    hub: str
    checkout: Path
    files: str


@dataclass(kw_only=True, eq=False)
class BranchDiverged(RefusedError):
    hub: str
    checkout: Path
    branch: str
    ahead: int
    behind: int


@dataclass(kw_only=True, eq=False)
class WrongBranch(RefusedError):
    hub: str
    checkout: Path
    branch: str
    expected: str


@dataclass(kw_only=True, eq=False)
class CheckoutMissing(RefusedError):
    hub: str
    checkout: Path


@dataclass(kw_only=True, eq=False)
class CheckoutUnreadable(RefusedError):
    """Git refuses to work in it (another owner, broken). `detail` is git's own line."""

    hub: str
    checkout: Path
    detail: str


@dataclass(kw_only=True, eq=False)
class HubNotThere(RefusedError):
    """The hub has no container."""

    hub: str


@dataclass(kw_only=True, eq=False)
class PortTaken(RefusedError):
    port: int
    holder: str


@dataclass(kw_only=True, eq=False)
class NameTaken(RefusedError):
    """A container of the wanted name exists and is not the hub's."""

    hub: str
    container: str
    project: str


@dataclass(kw_only=True, eq=False)
class DiskTooSmall(RefusedError):
    folder: Path
    free_bytes: int
    needed_bytes: int


@dataclass(kw_only=True, eq=False)
class EngineMissing(RefusedError):
    """No engine of this host's own answers. `detail` is a word (`[detail]` in `show/sentences/words.toml`), or what the system said."""

    address: str
    detail: str


@dataclass(kw_only=True, eq=False)
class EngineElsewhereSilent(RefusedError):
    """The engine that DOCKER_HOST or a context names does not answer: not ours to start. `detail` as of EngineMissing."""

    address: str
    detail: str


@dataclass(kw_only=True, eq=False)
class DistributionUnknown(RefusedError):
    """Something is to be installed, and nobody knows how it is called here. `distribution` is "" where the system does not say."""

    distribution: str
    known: str


@dataclass(kw_only=True, eq=False)
class InstallNotAllowed(RefusedError):
    """HUBYARD_ENGINE=none, and something is missing: `packages`, or a start where there are none."""

    address: str
    packages: str


@dataclass(kw_only=True, eq=False)
class EngineForbidden(RefusedError):
    """An engine is there and this user may not use it."""

    address: str
    user: str
    group: str


@dataclass(kw_only=True, eq=False)
class GroupNotYetActive(RefusedError):
    """The user was put into the engine's group after this session began: only a new one has it."""

    address: str
    user: str
    group: str


@dataclass(kw_only=True, eq=False)
class EngineElsewhere(RefusedError):
    """The engine runs on another kernel than we do, so our locks and readings would say nothing about it."""

    address: str
    engine_host: str
    this_host: str


@dataclass(kw_only=True, eq=False)
class PluginMissing(RefusedError):
    plugin: str


@dataclass(kw_only=True, eq=False)
class RootNeeded(RefusedError):
    """Something must be installed or started and we may not. `commands` are what a person has to run, one a line."""

    purpose: str
    commands: str


@dataclass(kw_only=True, eq=False)
class InstallWouldRemove(RefusedError):
    packages: str


@dataclass(kw_only=True, eq=False)
class EngineNotOurs(RefusedError):
    """`engine.stop` for an engine that we did not start."""

    detail: str


@dataclass(kw_only=True, eq=False)
class BaseImageMissing(RefusedError):
    """Neither here, nor to be pulled, nor known how to be made from the distribution's packages."""

    hub: str
    reference: str
    detail: str


@dataclass(kw_only=True, eq=False)
class FolderForbidden(RefusedError):
    """We may not write where we must."""

    folder: Path
    detail: str


@dataclass(kw_only=True, eq=False)
class LockDirectoryUnsafe(RefusedError):
    """The lock directory is not what it must be (a symlink, a foreign owner, open to others). `detail` says which."""

    folder: Path
    detail: str
    remedy: str


@dataclass(kw_only=True, eq=False)
class LockFileForbidden(RefusedError):
    """A lock file that we may not open. Never reported as "another build runs"."""

    file: Path
    owner: str
    detail: str


@dataclass(kw_only=True, eq=False)
class AlreadyThere(RefusedError):
    """Something would be overwritten."""

    file: Path


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
    """An adopted hub would share with one of the yard what only one can have. `what`: image, service or route; `owner` its hub.toml."""

    hub: str
    what: str
    value: str
    owner: Path


@dataclass(kw_only=True, eq=False)
class NotConfirmed(RefusedError):
    """Volumes go only with their name typed."""

    expected: str


# -- the lock is busy


@dataclass(kw_only=True, eq=False)
class GateBusy(HubyardError):
    """`--no-wait`, or the wait ran out. `holders` says who has it and since when."""

    status = Status.BUSY
    hub: str
    waited_s: float
    holders: str
    wait_for: str


# -- the work failed


@dataclass(kw_only=True, eq=False)
class PullFailed(WorkError):
    hub: str
    remote: str
    detail: str


@dataclass(kw_only=True, eq=False)
class BuildFailed(WorkError):
    """`step` is the failing one as the Dockerfile has it; `tail` its last lines; `log` where all of it is."""

    hub: str
    step: str
    tail: str
    log: Path


@dataclass(kw_only=True, eq=False)
class BuildTooLate(WorkError):
    hub: str
    limit_s: float
    log: Path


@dataclass(kw_only=True, eq=False)
class EngineLost(WorkError):
    """The engine stopped answering in the middle. `during` is the call."""

    during: str
    detail: str


@dataclass(kw_only=True, eq=False)
class DiskFull(WorkError):
    """No space left while working."""

    during: str
    detail: str


@dataclass(kw_only=True, eq=False)
class StartFailed(WorkError):
    """Compose could not start the container."""

    hub: str
    detail: str


@dataclass(kw_only=True, eq=False)
class HubUnhealthy(WorkError):
    """`why` is what the probe or the container said; `tail` the app's last log lines; `old` what runs now instead."""

    hub: str
    why: str
    limit_s: float
    tail: str
    old: str = ""


@dataclass(kw_only=True, eq=False)
class GatewayFailed(WorkError):
    detail: str


@dataclass(kw_only=True, eq=False)
class StepsLeftOver(WorkError):
    """Build steps of an earlier build of this hub still run in the engine. `remedy` ends them."""

    hub: str
    pids: str
    waited_s: float
    remedy: str


@dataclass(kw_only=True, eq=False)
class CommandFailed(WorkError):
    """A program that should simply work did not; `detail` is its last line, without its command line (secrets)."""

    program: str
    detail: str


# -- signals


@dataclass(kw_only=True, eq=False)
class Interrupted(HubyardError):
    """Ctrl-C, SIGTERM or SIGHUP reached us; all was put back."""

    signal_number: int

    @property
    def exit_status(self) -> Status:
        return Status(128 + self.signal_number)
