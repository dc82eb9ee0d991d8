"""Folders as people left them: read within bounds, and written to only where nothing is."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from hubyard.adoption.values import Origin
from hubyard.config.yard import Yard
from hubyard.drivers.adoption.origin import read_origin
from hubyard.drivers.settings import read_yard
from hubyard.errors import AlreadyThere, FolderForbidden, NothingToAdopt, YardMissing

COMPOSE_PATTERNS: Final = ("compose*.yaml", "compose*.yml", "docker-compose*.yaml", "docker-compose*.yml")

SOURCE_SUFFIXES: Final = frozenset(
    ".js .mjs .cjs .jsx .ts .mts .cts .tsx .py .go .rb .php .java .kt .rs .cs .ex .exs .conf .template .cfg .caddyfile".split()  # noqa: SIM905
)
SOURCE_NAMES: Final = frozenset({"Caddyfile", "nginx.conf", "haproxy.cfg"})
NOT_SOURCES: Final = frozenset(
    "node_modules vendor dist build out target coverage venv __pycache__ bower_components third_party fixtures".split()  # noqa: SIM905
)

MOST_FILES: Final = 3000
LONGEST_BYTES: Final = 256 * 1024
"""A longer file was generated. Both bounds keep a home folder that was named by mistake from being read through."""


class RealGround:
    """`adoption.port.Ground` over this machine's file system."""

    def resolve(self, path: str) -> Path:
        try:
            folder = Path(path).expanduser().resolve()
            with os.scandir(folder):
                return folder
        except (OSError, RuntimeError) as fault:  # RuntimeError: a loop of symlinks, or a `~` of nobody
            raise NothingToAdopt(folder=Path(path), reason="no_folder", detail=getattr(fault, "strerror", None) or str(fault)) from None

    def real(self, path: Path) -> Path:
        return path.expanduser().resolve()

    def compose_files(self, folder: Path) -> Sequence[Path]:
        found = {file for place in (folder, *_folders(folder)) for pattern in COMPOSE_PATTERNS for file in place.glob(pattern)}
        return sorted(filter(_is_file, found))

    def dockerfiles(self, folder: Path) -> Sequence[Path]:
        return [file for place in (folder, *_folders(folder)) if _is_file(file := place / "Dockerfile")]

    def exists(self, path: Path) -> bool:
        return os.path.lexists(path)  # a broken symlink is something that we would write through

    def text(self, file: Path) -> str:
        if file.name.startswith(".env") or not _is_file(file):
            return ""
        try:
            content = file.read_bytes()[:LONGEST_BYTES]
        except OSError:
            return ""
        return "" if b"\0" in content else content.decode(errors="replace")

    def sources(self, place: Path, *, without: Collection[Path] = ()) -> Mapping[Path, str]:
        if _is_file(place):
            return {place: self.text(place)}
        texts: dict[Path, str] = {}
        for file in _walk(place, frozenset(without)):
            if len(texts) == MOST_FILES:
                break
            with suppress(OSError):
                if file.stat().st_size <= LONGEST_BYTES:
                    texts[file] = self.text(file)
        return texts

    def texts(self, folder: Path) -> Mapping[str, str]:
        files = {file.relative_to(folder): file for file in sorted(folder.rglob("*")) if file.is_file()}
        return {
            place.as_posix(): file.read_text(encoding="utf-8") for place, file in files.items() if not NOT_SOURCES.intersection(place.parts)
        }

    def origin(self, folder: Path) -> Origin | None:
        return read_origin(folder)

    def yard(self, folder: Path) -> Yard | None:
        try:
            return read_yard(folder)
        except YardMissing:
            return None

    def write(self, files: Mapping[Path, str]) -> None:
        made: list[Path] = []
        try:
            for file, text in files.items():
                made += _make_folders(file.parent)
                with file.open("x", encoding="utf-8") as new:
                    made.append(file)
                    new.write(text)
        except BaseException as fault:
            _unmake(made)
            if isinstance(fault, FileExistsError):
                raise AlreadyThere(file=Path(fault.filename)) from None
            if isinstance(fault, OSError):
                raise _forbidden(file, fault) from None
            raise

    def replace(self, files: Mapping[Path, str]) -> None:
        for file, text in files.items():
            new = file.with_name(f".{file.name}.new")
            try:
                _make_folders(file.parent)
                new.write_text(text, encoding="utf-8")
                new.replace(file)
            except OSError as fault:
                new.unlink(missing_ok=True)
                raise _forbidden(file, fault) from None


def _forbidden(file: Path, fault: OSError) -> FolderForbidden:
    """Of the nearest folder that is there: whose it is can be looked up, and changed."""
    nearest = next(folder for folder in file.parents if os.path.isdir(folder))  # noqa: PTH112  Path.is_dir raises below a closed one
    return FolderForbidden(folder=nearest, detail=fault.strerror or str(fault))


def _is_file(path: Path) -> bool:
    """False below a folder that is closed to us, as a database's data often is: there Path.is_file raises."""
    return os.path.isfile(path)  # noqa: PTH113


def _folders(folder: Path) -> list[Path]:
    """One level below, without hidden ones and without what is installed or generated."""
    with suppress(OSError):
        return sorted(one for one in folder.iterdir() if _is_ours(one.name) and one.is_dir() and not one.is_symlink())
    return []


def _is_ours(name: str) -> bool:
    return not name.startswith(".") and name not in NOT_SOURCES


def _walk(place: Path, without: frozenset[Path]) -> Iterator[Path]:
    """Sources in an order that does not change; symlinks are not followed: they may lead out of the repository, or in circles."""
    for folder, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if _is_ours(name) and Path(folder, name) not in without)
        for name in sorted(names):
            file = Path(folder, name)
            if (file.suffix.lower() in SOURCE_SUFFIXES or name in SOURCE_NAMES) and not file.is_symlink():
                yield file


def _make_folders(folder: Path) -> list[Path]:
    if folder.is_dir():
        return []
    made = _make_folders(folder.parent)
    folder.mkdir()
    return [*made, folder]


def _unmake(made: Sequence[Path]) -> None:
    """What was made, the last first; a folder that is not empty is somebody else's by now."""
    for path in reversed(made):
        with suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
