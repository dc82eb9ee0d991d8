"""The texts of a yard's files → a yard. Pure.

All hubs are loaded, whichever is asked for: whether a route or a name is free can be said of a whole yard only.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from hubyard.config.bounds import Expected
from hubyard.config.hub import HUB_NAME, Hub
from hubyard.config.loading import parse_hub, parse_yard, written_keys
from hubyard.config.yard import Yard, YardSettings
from hubyard.errors import SettingsInvalid

YARD_FILE = "yard.toml"
HUB_FILE = "hub.toml"


def assemble_yard(*, folder: Path, yard_text: str | None, hub_texts: Mapping[str, str]) -> Yard:
    """Yard of `folder` from its yard.toml (None: there is none, all defaults) and its hub.toml files by the folders' names.

    Raises SettingsUnreadable and SettingsInvalid.
    """
    settings = parse_yard(yard_text, file=folder / YARD_FILE) if yard_text is not None else YardSettings()
    hubs = [_hub(folder / name, text) for name, text in sorted(hub_texts.items(), key=lambda one: one[0].lower())]
    check_together(hubs, gateway=settings.gateway)
    return Yard(
        folder=folder,
        settings=settings,
        hubs=tuple(_in_order(hubs, settings.hubs, file=folder / YARD_FILE)),
        written=written_keys(yard_text or ""),
    )


def _hub(folder: Path, text: str) -> Hub:
    file = folder / HUB_FILE
    if not re.fullmatch(HUB_NAME, folder.name):
        raise SettingsInvalid(file=file, key=folder.name, found="", expected=Expected.FOLDER_NAME, bounds="WBSalesHub, web-2")
    return Hub(name=folder.name, folder=folder, settings=parse_hub(text, file=file), written=written_keys(text))


def check_together(hubs: Sequence[Hub], *, gateway: str) -> None:
    """Nothing of which there is one may belong to two. Routes count where our gateway shares them out; another one may go by host names."""
    _each_its_own(hubs, "image", lambda hub: hub.image, Expected.OWN_NAME)
    _each_its_own(hubs, "service", lambda hub: f"{hub.settings.service} ({hub.compose_files[0]})", Expected.OWN_SERVICE)
    if gateway != "none":
        _each_its_own(hubs, "route", lambda hub: hub.settings.route, Expected.OWN_ROUTE)


def _each_its_own(hubs: Iterable[Hub], key: str, value_of: Callable[[Hub], str], expected: Expected) -> None:
    owners: dict[str, Hub] = {}
    for hub in hubs:
        value = value_of(hub)
        owner = owners.setdefault(value, hub)
        if owner is not hub:
            raise SettingsInvalid(file=hub.folder / HUB_FILE, key=key, found=value, expected=expected, bounds=str(owner.folder / HUB_FILE))


def _in_order(hubs: Sequence[Hub], names: Sequence[str], *, file: Path) -> list[Hub]:
    by_slug = {hub.slug: hub for hub in hubs}
    for place, name in enumerate(names, start=1):
        if name.lower() not in by_slug:
            nearest = get_close_matches(name.lower(), by_slug, n=1)
            raise SettingsInvalid(
                file=file,
                key=f"hubs[{place}]",
                found=f'"{name}"',
                expected=Expected.HUB_OF_YARD,
                bounds=", ".join(hub.name for hub in hubs),
                nearest=by_slug[nearest[0]].name if nearest else "",
            )
    listed = [by_slug[slug] for slug in dict.fromkeys(name.lower() for name in names)]
    return listed + [hub for hub in hubs if hub not in listed]
