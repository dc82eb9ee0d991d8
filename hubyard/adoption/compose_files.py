"""Which Compose files to read, and from which folder: the one that finds most of what is built. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path
from typing import Any, Final

DEFAULT_NAMES: Final = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
"""In Compose's own order; each may have an override beside it, which Compose lays over it unasked."""

FOR_OTHER_TIMES: Final = re.compile(r"\b(dev|devel|development|local|test|tests|testing|ci|e2e|debug|example|sample)\b", re.IGNORECASE)

Exists = Callable[[Path], bool]


@dataclass(frozen=True, kw_only=True)
class ComposeChoice:
    """Files that belong together and the folder their relative paths start from.

    `services` in the order of the text; `builds` are the Dockerfiles that they build and that are there.
    """

    files: tuple[Path, ...]
    directory: Path
    services: tuple[str, ...] = ()
    builds: frozenset[Path] = frozenset()


def choose_compose(texts: Mapping[Path, str], *, folder: Path, exists: Exists) -> list[ComposeChoice]:
    """All that build something, the one that builds most first; of equals Compose's own name, then one not for development.

    Where none seems to, all: what has variables in its paths, or is broken, only Compose itself can read.
    """
    choices = [choose_directory(files, texts, folder=folder, exists=exists) for files in _groups(sorted(texts))]
    return sorted([choice for choice in choices if choice.builds] or choices, key=_rank)


def choose_directory(files: tuple[Path, ...], texts: Mapping[Path, str], *, folder: Path, exists: Exists) -> ComposeChoice:
    """The file's own folder unless its parent, or the folder that was named, finds more: people run Compose with `--project-directory`."""
    services = {name: section for file in files for name, section in _services(texts.get(file, "")).items()}
    wanted, own = builds_in(services), files[0].parent
    choices = [
        ComposeChoice(files=files, directory=at, services=tuple(map(str, services)), builds=_there(wanted, at, exists))
        for at in dict.fromkeys((own, own.parent, folder))
    ]
    return max(choices, key=lambda choice: len(choice.builds))  # the first of equals


def builds_in(services: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(context, dockerfile) of each service that is built here, as written; what has variables in it, or is a URL, is left out."""
    builds = [service.get("build") for service in services.values() if isinstance(service, Mapping)]
    pairs = [_pair(build) for build in builds if build]
    return [pair for pair in pairs if "$" not in "".join(pair) and "://" not in pair[0]]


def _services(text: str) -> Mapping[str, Any]:
    from ruamel.yaml import YAML  # noqa: PLC0415  40 ms, only here
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    reader = YAML()  # the round-trip loader: it takes Compose's own tags (!reset, !override) as they come
    reader.allow_duplicate_keys = True
    try:
        document = reader.load(text)
    except YAMLError:
        return {}  # Compose itself says what is wrong with it, if it is the only one
    services = document.get("services") if isinstance(document, Mapping) else None
    return services if isinstance(services, Mapping) else {}


def _pair(build: Any) -> tuple[str, str]:  # noqa: ANN401  a text or a table
    if isinstance(build, Mapping):
        return str(build.get("context", ".")), str(build.get("dockerfile", "Dockerfile"))
    return str(build), "Dockerfile"


def _there(wanted: Sequence[tuple[str, str]], directory: Path, exists: Exists) -> frozenset[Path]:
    dockerfiles = {Path(normpath(directory / context / dockerfile)) for context, dockerfile in wanted}
    return frozenset(file for file in dockerfiles if exists(file))


def _groups(files: Sequence[Path]) -> list[tuple[Path, ...]]:
    """A default file with its override; any other by itself. Only the first default name of a folder is one for Compose."""
    groups = []
    for folder in dict.fromkeys(file.parent for file in files):
        here = [file for file in files if file.parent == folder and ".override." not in file.name]
        defaults = [folder / name for name in DEFAULT_NAMES if folder / name in here]
        overrides = [file for file in files if file.parent == folder and ".override." in file.name]
        groups += [(defaults[0], *overrides[:1])] if defaults else []
        groups += [(file,) for file in here if file not in defaults]
    return groups


def _rank(choice: ComposeChoice) -> tuple[int, bool, bool, Path]:
    name = choice.files[0].name
    return (-len(choice.builds), bool(FOR_OTHER_TIMES.search(name)), name not in DEFAULT_NAMES, choice.files[0])
