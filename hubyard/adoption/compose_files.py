"""Which Compose files to read, and from which folder: the one that finds most of what is built. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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


def choose_compose(files: Sequence[Path], texts: Mapping[Path, str], *, folder: Path, exists: Exists) -> list[ComposeChoice]:
    """All that build something, the one that builds most first; of equals Compose's own name, then one not for development.

    `texts` of `files` and of all that they draw on. Where none seems to build, all: what has variables in its paths, or is broken,
    only Compose itself can read. A file that another one includes is a part of that.
    """
    included = {one for file, text in texts.items() for one in _included(file, text)}
    groups = _groups(sorted(set(files) - included or files))
    choices = [choose_directory(group, texts, folder=folder, exists=exists) for group in groups]
    return sorted([choice for choice in choices if choice.builds] or choices, key=_rank)


def overlays(files: Sequence[Path], texts: Mapping[Path, str], *, chosen: Sequence[ComposeChoice]) -> list[tuple[Path, ...]]:
    """What people lay over a chosen file with a second `-f`: beside it, of its services, and building nothing. Each behind that file."""
    found = []
    for choice in chosen:
        beside = [file for file in files if file.parent == choice.files[0].parent and not FOR_OTHER_TIMES.search(file.name)]
        drawn = {*choice.files, *_all_drawn(choice.files, texts)}
        for file in (one for one in beside if one not in drawn):
            services = _services(texts.get(file, ""))
            if not builds_in(services) and set(services).intersection(choice.services):
                found.append((*choice.files, file))
    return found


def choose_directory(files: tuple[Path, ...], texts: Mapping[Path, str], *, folder: Path, exists: Exists) -> ComposeChoice:
    """The file's own folder unless its parent, or the folder that was named, finds more: people run Compose with `--project-directory`."""
    services = {name: section for file in files for name, section in _services(texts.get(file, "")).items()}
    wanted, own = builds_in(services), files[0].parent
    drawn = [file for file in _all_drawn(files, texts) if file not in files]
    names = tuple(map(str, dict.fromkeys([*services, *(name for file in drawn for name in _services(texts.get(file, "")))])))
    built = frozenset(one for file in drawn for one in _there(builds_in(_services(texts.get(file, ""))), file.parent, exists))
    choices = [
        ComposeChoice(files=files, directory=at, services=names, builds=_there(wanted, at, exists) | built)
        for at in dict.fromkeys((own, own.parent, folder))
    ]
    return max(choices, key=lambda choice: len(choice.builds))  # the first of equals


def builds_in(services: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(context, dockerfile) of each service that is built here, as written; what has variables in it, or is a URL, is left out."""
    builds = [service.get("build") for service in services.values() if isinstance(service, Mapping)]
    pairs = [_pair(build) for build in builds if build]
    return [pair for pair in pairs if "$" not in "".join(pair) and "://" not in pair[0]]


def drawn_files(file: Path, text: str) -> list[Path]:
    """Files that it includes, or whose services its own extend; their relative paths start from themselves."""
    bases = [service.get("extends") for service in _services(text).values() if isinstance(service, Mapping)]
    names = [base.get("file") for base in bases if isinstance(base, Mapping)]
    return [*_included(file, text), *(_beside(file, name) for name in names if isinstance(name, str))]


def _included(file: Path, text: str) -> list[Path]:
    """Of `include:`, a list of paths or of tables with one or several."""
    entries = _document(text).get("include")
    paths = [entry.get("path") if isinstance(entry, Mapping) else entry for entry in (entries if isinstance(entries, list) else ())]
    names = [name for path in paths for name in (path if isinstance(path, list) else [path])]
    return [_beside(file, name) for name in names if isinstance(name, str)]


def _beside(file: Path, name: str) -> Path:
    return Path(normpath(file.parent / name))


def _all_drawn(files: Sequence[Path], texts: Mapping[Path, str]) -> Iterator[Path]:
    """Of what they draw on, too; each once."""
    left, seen = list(files), set(files)
    while left:
        file = left.pop(0)
        new = [one for one in drawn_files(file, texts.get(file, "")) if one not in seen]
        yield from new
        left += new
        seen |= set(new)


def _services(text: str) -> Mapping[str, Any]:
    services = _document(text).get("services")
    return services if isinstance(services, Mapping) else {}


@lru_cache
def _document(text: str) -> Mapping[str, Any]:
    from ruamel.yaml import YAML  # noqa: PLC0415  40 ms, only here
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415

    reader = YAML()  # the round-trip loader: it takes Compose's own tags (!reset, !override) as they come
    reader.allow_duplicate_keys = True
    try:
        document = reader.load(text)
    except YAMLError:
        return {}  # Compose itself says what is wrong with it, if it is the only one
    return document if isinstance(document, Mapping) else {}


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
