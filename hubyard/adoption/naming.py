"""Names and paths for a hub.toml. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, count
from os.path import relpath
from pathlib import Path
from typing import Final

from hubyard.config.hub import HUB_NAME

FARTHEST_UP: Final = 4
"""More steps up than this read worse than an absolute path."""

LONGEST: Final = 63
"""As `HUB_NAME` has it."""

STAGE_SUFFIX: Final = re.compile(r"[-_](staging|stage|production|prod)$", re.IGNORECASE)
"""The yard's own name is put behind a hub's: without this there would be `api-staging-staging`."""


def name_hubs(services: Sequence[tuple[str, Path]]) -> list[str]:
    """A name each, from (service, the checkout or context it is made from): that folder's name, or the service's where two share it."""
    shared = Counter(place for _, place in services)
    names = [fit(place.name if shared[place] == 1 else service) or fit(service) or "hub" for service, place in services]
    slugs = Counter(name.lower() for name in names)
    once = [name if slugs[name.lower()] == 1 else fit(service) or "hub" for name, (service, _) in zip(names, services, strict=True)]
    return _numbered(once)


def fit(name: str) -> str:
    """`name` as a hub may be called, "" where nothing is left of it."""
    short = STAGE_SUFFIX.sub("", name)
    return short if re.fullmatch(HUB_NAME, short) else re.sub(r"[^A-Za-z0-9]+", "-", short).strip("-")[:LONGEST].rstrip("-")


def _numbered(names: Sequence[str]) -> list[str]:
    numbered: dict[str, str] = {}
    for name in names:
        endings = chain([""], (f"-{number}" for number in count(2)))
        free = next(one for ending in endings if (one := f"{name[: LONGEST - len(ending)]}{ending}").lower() not in numbered)
        numbered[free.lower()] = free
    return list(numbered.values())


def write_path(target: Path, *, start: Path) -> str:
    """Relative to `start` where the two are near each other, so that both may be moved together; else absolute."""
    relative = relpath(target, start)
    ups = Path(relative).parts.count("..")
    only_the_root_in_common = ups >= len(start.parts) - 1
    return str(target) if ups > FARTHEST_UP or (ups and only_the_root_in_common) else relative
