"""For each service that is a hub: its name, its checkout, and every text that says something of it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from hubyard.adoption.compose_files import ComposeChoice
from hubyard.adoption.hints.code import read_code
from hubyard.adoption.hints.compose import read_section
from hubyard.adoption.hints.dockerfile import read_dockerfile
from hubyard.adoption.naming import name_hubs
from hubyard.adoption.port import Ground
from hubyard.adoption.proposing import Known, decide_port
from hubyard.adoption.survey import Found, code_folder
from hubyard.adoption.values import Origin
from hubyard.engine.port import BuildSection
from hubyard.errors import YardInsideCheckout
from hubyard.templating import render

COMPOSE_FILE: Final = "compose.yaml"
"""Beside hub.toml, for an app without one."""


def gather(found: Sequence[Found], *, folder: Path, yard_folder: Path, ground: Ground, first: bool) -> list[Known]:
    """In the order of the Compose files; `first`: the yard has no hub yet.

    Raises YardInsideCheckout: what we write would be a change in somebody's repository.
    """
    chosen = [(one, service, service.build) for one in found for service in one.hubs.values() if service.build]
    origins = [ground.origin(build.context) for _, _, build in chosen]
    checkouts = [
        _checkout(build.context, origin, folder=folder, yard_folder=yard_folder)
        for (_, _, build), origin in zip(chosen, origins, strict=True)
    ]
    for checkout, origin in zip(checkouts, origins, strict=True):
        _refuse_inside(yard_folder, checkout, origin)
    names = name_hubs([(service.name, checkout) for (_, service, _), checkout in zip(chosen, checkouts, strict=True)])
    known = [
        Known(
            name=name,
            service=service,
            choice=one.choice,
            folder=yard_folder / name,
            checkout=checkout,
            origin=origin,
            alone=first and len(chosen) == 1,
            project_name=one.project_name,
            has_env_file=not one.without_compose and ground.exists(one.choice.directory / ".env"),
        )
        for name, (one, service, _), checkout, origin in zip(names, chosen, checkouts, origins, strict=True)
    ]
    return [_with_hints(one, source, build, ground) for one, (source, _, build) in zip(known, chosen, strict=True)]


def _checkout(context: Path, origin: Origin | None, *, folder: Path, yard_folder: Path) -> Path:
    """The git checkout, if it does not reach beyond the folder that was named; an app that lies in the yard is its own."""
    if context.parent == yard_folder or origin is None or origin.problem:
        return context
    return origin.root if folder in {origin.root, *origin.root.parents} else context


def _refuse_inside(yard_folder: Path, checkout: Path, origin: Origin | None) -> None:
    if checkout.parent == yard_folder:
        return
    for root in (checkout, *([origin.root] if origin else [])):
        if root in {yard_folder, *yard_folder.parents}:
            raise YardInsideCheckout(yard=yard_folder, checkout=root)


def _with_hints(known: Known, found: Found, build: BuildSection, ground: Ground) -> Known:
    own = code_folder(build)
    others = {place for place in found.code_folders if build.context in place.parents and place not in {own, *own.parents}}
    hinted = replace(
        known,
        has_dockerfile=ground.exists(build.dockerfile),
        compose=read_section(known.service.section),
        dockerfile=read_dockerfile(ground.text(build.dockerfile), target=build.target),
        gateway=found.passed.get(known.service.name),
        code=read_code({file.relative_to(build.context): text for file, text in ground.sources(build.context, without=others).items()}),
    )
    return _with_compose_file(hinted, build.context) if found.without_compose else hinted


def _with_compose_file(known: Known, context: Path) -> Known:
    """A Compose file of ours, beside hub.toml, for an app that has none. Its paths start from the app, not from the checkout around it."""
    service = f"{known.name.lower()}-staging"
    port, _ = decide_port(known)
    return replace(
        known,
        service=replace(known.service, name=service),
        choice=ComposeChoice(files=(known.folder / COMPOSE_FILE,), directory=context),
        project_name=known.name.lower().replace(".", "-"),
        compose_text=render("adoption/compose.yaml", {"service": service, "port": port}),
    )
