"""Digests of what a build is given. Times and owners do not count, as they do not for BuildKit's own cache."""

import os
import re
import stat
from collections.abc import Iterator
from hashlib import file_digest as hash_file
from hashlib import sha256
from pathlib import Path

from hubyard.errors import ContextUnreadable

MODE_BITS = 0o7777
GIT = ".git"


def context_digest(folder: Path, *, dockerfile: Path) -> str:
    """Hex SHA-256 over names, modes, contents and links of `folder`, but for what .dockerignore excludes. Order does not count.

    `.git` does not count either, also where nobody excludes it: each fetch changes it, and the revision is no input of a build.
    Raises ContextUnreadable.
    """
    whole = sha256()
    try:
        ignored = Ignored(ignore_patterns(folder, dockerfile=dockerfile))
        for name, path in sorted(_walk(str(folder), "", ignored)):
            whole.update(_digest_of(name, path))
    except OSError as fault:
        raise ContextUnreadable(file=Path(fault.filename or folder), detail=fault.strerror or str(fault)) from None
    return whole.hexdigest()


def file_digest(file: Path) -> str:
    """Hex SHA-256 of the content, "" for one that is not there."""
    try:
        with file.open("rb") as opened:
            return hash_file(opened, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""


def ignore_patterns(folder: Path, *, dockerfile: Path) -> list[str]:
    """Of `<Dockerfile>.dockerignore` beside the Dockerfile, else of `.dockerignore` in the context: never of both."""
    for file in (dockerfile.with_name(f"{dockerfile.name}.dockerignore"), folder / ".dockerignore"):
        if file.is_file():
            lines = (line.strip() for line in file.read_text(encoding="utf-8-sig", errors="surrogateescape").splitlines())
            return [line for line in lines if line and not line.startswith("#")]
    return []


class Ignored:
    """What .dockerignore excludes, by name relative to the context."""

    def __init__(self, patterns: list[str]) -> None:
        from docker.utils.build import PatternMatcher  # noqa: PLC0415  90 ms, shared with the engine's driver

        self._matcher = PatternMatcher(patterns) if patterns else None
        self._exceptions = [pattern[1:].strip().strip("/") for pattern in patterns if pattern.startswith("!")]

    def excludes(self, name: str) -> bool:
        return name == GIT or (self._matcher is not None and bool(self._matcher.matches(name)))  # type: ignore[arg-type]  # it splits text

    def excludes_all_below(self, name: str) -> bool:
        return self.excludes(name) and not any(may_be_below(name, exception) for exception in self._exceptions)


def may_be_below(folder: str, exception: str) -> bool:
    """An exception with a wildcard may mean something in any folder, which docker-py's own walk would pass over."""
    literal = re.split(r"[*?\[]", exception, maxsplit=1)[0]
    if literal == exception:
        return exception.startswith(f"{folder}/")
    return literal.startswith(f"{folder}/") or f"{folder}/".startswith(literal)


def _walk(folder: str, prefix: str, ignored: Ignored) -> Iterator[tuple[str, str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = prefix + entry.name
            if not ignored.excludes(name):
                yield name, entry.path
            if entry.is_dir(follow_symlinks=False) and name != GIT and not ignored.excludes_all_below(name):
                yield from _walk(entry.path, f"{name}/", ignored)


def _digest_of(name: str, path: str) -> bytes:
    """Of one entry, its length told by being a digest: no name can pass for another's content."""
    found = os.lstat(path)
    kind = stat.S_IFMT(found.st_mode)
    said = sha256(f"{kind:o} {found.st_mode & MODE_BITS:o} {len(os.fsencode(name))} ".encode() + os.fsencode(name))
    if stat.S_ISREG(kind):
        with open(path, "rb") as opened:  # noqa: PTH123  ten thousand of them
            said.update(hash_file(opened, "sha256").digest())
    elif stat.S_ISLNK(kind):
        said.update(os.fsencode(os.readlink(path)))  # noqa: PTH115  likewise
    return said.digest()
