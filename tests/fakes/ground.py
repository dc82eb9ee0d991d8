"""Folders in memory: a mapping of files to texts. What was written is in `files` afterwards."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from hubyard.adoption.values import Origin
from hubyard.config.assembling import HUB_FILE, YARD_FILE, assemble_yard
from hubyard.config.yard import Yard
from hubyard.errors import AlreadyThere, NothingToAdopt

COMPOSE = ("compose*.y*ml", "docker-compose*.y*ml")


@dataclass(kw_only=True)
class FakeGround:
    """`origins` by checkout. Paths are taken as they are: nothing is a symlink."""

    files: dict[Path, str] = field(default_factory=dict)
    origins: dict[Path, Origin] = field(default_factory=dict)

    def resolve(self, path: str) -> Path:
        if not self.exists(Path(path)) or Path(path) in self.files:
            raise NothingToAdopt(folder=Path(path), reason="no_folder", detail="No such file or directory")
        return Path(path)

    def real(self, path: Path) -> Path:
        return path

    def compose_files(self, folder: Path) -> Sequence[Path]:
        return [file for file in self._near(folder) if any(fnmatch(file.name, pattern) for pattern in COMPOSE)]

    def dockerfiles(self, folder: Path) -> Sequence[Path]:
        return [file for file in self._near(folder) if file.name == "Dockerfile"]

    def exists(self, path: Path) -> bool:
        return path in self.files or any(path in file.parents for file in self.files)

    def text(self, file: Path) -> str:
        return "" if file.name.startswith(".env") else self.files.get(file, "")

    def sources(self, place: Path, *, without: Collection[Path] = ()) -> Mapping[Path, str]:
        return {
            file: text
            for file, text in sorted(self.files.items())
            if (place == file or (place in file.parents and file.suffix == ".js")) and not set(without).intersection(file.parents)
        }

    def texts(self, folder: Path) -> Mapping[str, str]:
        return {file.relative_to(folder).as_posix(): text for file, text in sorted(self.files.items()) if folder in file.parents}

    def origin(self, folder: Path) -> Origin | None:
        return next((self.origins[place] for place in (folder, *folder.parents) if place in self.origins), None)

    def yard(self, folder: Path) -> Yard | None:
        hubs = {file.parent.name: text for file, text in self.files.items() if file.name == HUB_FILE and file.parent.parent == folder}
        text = self.files.get(folder / YARD_FILE)
        return assemble_yard(folder=folder, yard_text=text, hub_texts=hubs) if hubs or text is not None else None

    def write(self, files: Mapping[Path, str]) -> None:
        for file in files:
            if self.exists(file):
                raise AlreadyThere(file=file)
        self.files |= files

    def replace(self, files: Mapping[Path, str]) -> None:
        self.files |= files

    def _near(self, folder: Path) -> list[Path]:
        return [file for file in sorted(self.files) if folder in {file.parent, file.parent.parent}]
