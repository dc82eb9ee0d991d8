"""What adopting asks of the machine. Filled by `drivers/adoption`, faked in `tests/fakes/ground.py`."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from hubyard.adoption.values import Origin
from hubyard.config.yard import Yard
from hubyard.engine.port import ComposeConfig, Container, Project


class Ground(Protocol):
    """Folders as people left them. Reads source code and settings of other programs, never `.env` files."""

    def resolve(self, path: str) -> Path:
        """Absolute, symlinks and `~` resolved. Raises NothingToAdopt for what is no folder that we may read."""

    def real(self, path: Path) -> Path:
        """Absolute, with symlinks and `~` resolved as far as it exists."""

    def compose_files(self, folder: Path) -> Sequence[Path]:
        """compose*.yaml and the like, in the folder and one level below."""

    def dockerfiles(self, folder: Path) -> Sequence[Path]:
        """`Dockerfile` of the folder and one level below."""

    def exists(self, path: Path) -> bool: ...

    def text(self, file: Path) -> str:
        """Empty for what is not there, not a text, or a secret's file."""

    def sources(self, place: Path, *, without: Collection[Path] = ()) -> Mapping[Path, str]:
        """Source texts of a folder (or of one file), by path, without what lies in `without` and what was generated or installed."""

    def texts(self, folder: Path) -> Mapping[str, str]:
        """Every file below a folder of ours, by its path from there."""

    def origin(self, folder: Path) -> Origin | None:
        """None where it is in no git checkout. Asks no network and changes nothing."""

    def yard(self, folder: Path) -> Yard | None:
        """None where there is none yet. Raises SettingsUnreadable, SettingsInvalid."""

    def write(self, files: Mapping[Path, str]) -> None:
        """Make all of them, or none: raises AlreadyThere for one that exists, FolderForbidden."""

    def replace(self, files: Mapping[Path, str]) -> None:
        """Make each anew at once, whether it exists or not. Raises FolderForbidden."""


class ComposeReader(Protocol):
    """As much of `engine.port.Engine` as is asked here."""

    def config(self, project: Project) -> ComposeConfig: ...

    def containers(self, *, label: str) -> Sequence[Container]: ...


class NewHubTools(Protocol):
    @property
    def yard_folder(self) -> Path:
        """Of `--yard`, HUBYARD_YARD, or hubs/: it need not exist."""

    @property
    def ground(self) -> Ground: ...


class AdoptTools(NewHubTools, Protocol):
    @property
    def engine(self) -> ComposeReader: ...
