"""Write a new hub into the yard, from `templates/new_hub/`. yard.toml needs no change: hubs that it does not list follow those it does."""

from dataclasses import dataclass
from pathlib import Path

from hubyard.adoption.new_hub import SHARED_FILES, render_new_hub
from hubyard.adoption.port import NewHubTools
from hubyard.adoption.yard import refuse_clashes
from hubyard.config.assembling import HUB_FILE
from hubyard.config.hub import Hub
from hubyard.config.loading import parse_hub
from hubyard.errors import AlreadyThere, HubFolderMissing
from hubyard.templating import TEMPLATES


@dataclass(frozen=True, kw_only=True)
class NewHub:
    name: str
    folder: Path
    files: tuple[Path, ...]


def make_hub(name: str, *, route: str | None, tools: NewHubTools) -> NewHub:
    """At the route, or at one called as it is. Raises UnknownOption for names that cannot be, AlreadyThere, HubClashes, FolderForbidden."""
    ground, yard_folder = tools.ground, tools.ground.real(tools.yard_folder)
    texts = render_new_hub(name=name, route=route or f"/{name.lower()}", templates=ground.texts(TEMPLATES / "new_hub"))
    folder = yard_folder / name
    if ground.exists(folder):
        raise AlreadyThere(file=folder)
    yard = ground.yard(yard_folder)
    hub = Hub(name=name, folder=folder, settings=parse_hub(texts[HUB_FILE], file=folder / HUB_FILE))
    refuse_clashes([hub], there=yard.hubs if yard else (), gateway=yard.settings.gateway if yard else "caddy", task="new")
    files = {folder / path: text for path, text in texts.items()}
    ground.write(files)
    return NewHub(name=name, folder=folder, files=tuple(files))


def renew_hub(name: str, *, tools: NewHubTools) -> NewHub:
    """Write a hub's shared files anew from the template; its own pages, data and settings stay as they are. Raises HubFolderMissing."""
    ground, folder = tools.ground, tools.ground.real(tools.yard_folder) / name
    settings_file = folder / HUB_FILE
    if not ground.exists(settings_file):
        raise HubFolderMissing(file=settings_file)
    route = parse_hub(ground.text(settings_file), file=settings_file).route
    texts = render_new_hub(name=name, route=route, templates=ground.texts(TEMPLATES / "new_hub"))
    files = {folder / path: texts[path] for path in SHARED_FILES if path in texts}
    ground.replace(files)
    return NewHub(name=name, folder=folder, files=tuple(files))
