"""Usage and configuration: what was asked for cannot be meant."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hubyard.errors.kinds import UsageError

_PACKAGE: Final = Path(__file__).parents[1]
_LONGEST: Final = 200


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
    nearest: str = ""


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
class RecordingUnreadable(UsageError):
    """What `diagnose --from` was given cannot be read, or is no recording. `detail`: the system's own words, "" for no recording."""

    file: Path
    detail: str = ""


@dataclass(kw_only=True, eq=False)
class RecordingInvalid(UsageError):
    """A file that is no recording of a host, or one of another version. `detail` is what was found, `expected` the schema that is read."""

    detail: str
    expected: str


@dataclass(kw_only=True, eq=False)
class UnexpectedFault(UsageError):
    """A fault of ours, not of the person's; the traceback is shown with HUBYARD_DEBUG=1."""

    kind: str
    place: str
    detail: str

    @classmethod
    def of(cls, unexpected: Exception) -> "UnexpectedFault":
        """`place` is the innermost line of Hubyard's. Messages of libraries are left out: some carry whole command lines with secrets."""
        import traceback  # noqa: PLC0415  only where something went wrong

        frames = traceback.extract_tb(unexpected.__traceback__)
        ours = [frame for frame in frames if _PACKAGE in Path(frame.filename).parents] or list(frames)
        place = f"{ours[-1].filename.removeprefix(f'{_PACKAGE.parent}/')}:{ours[-1].lineno}" if ours else "?"
        told = type(unexpected).__module__ == "builtins"
        first_line = (str(unexpected).splitlines() or [""])[0][:_LONGEST]
        return cls(kind=type(unexpected).__name__, place=place, detail=first_line if told else "")
