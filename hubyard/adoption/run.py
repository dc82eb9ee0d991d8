"""Adopt repositories as they are: look, propose, check, write. Nothing is written into a checkout, and nothing is overwritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hubyard.adoption.files import Wording, render_hub, render_yard
from hubyard.adoption.gathering import COMPOSE_FILE, gather
from hubyard.adoption.port import AdoptTools, Ground
from hubyard.adoption.proposing import part_routes, propose
from hubyard.adoption.survey import survey
from hubyard.adoption.values import Adoption, Proposal
from hubyard.adoption.yard import choose_yard_settings, part_known, refuse_clashes
from hubyard.config.assembling import HUB_FILE, YARD_FILE
from hubyard.config.hub import Hub
from hubyard.errors import AlreadyThere, HubyardError, NothingToAdopt


@dataclass(frozen=True, kw_only=True)
class AdoptRequest:
    """What was asked for. `compose_files` and `services`: chosen by the person, not to be guessed."""

    path: str
    compose_files: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    dry_run: bool = False


def adopt(request: AdoptRequest, *, wording: Wording, tools: AdoptTools) -> Adoption:
    """Write a hub.toml for each hub below the path, and yard.toml where the yard is new.

    Raises NothingToAdopt, UnknownOption, AlreadyThere, YardInsideCheckout, HubClashes, and what the engine says of the Compose files.
    """
    ground, yard_folder = tools.ground, tools.ground.real(tools.yard_folder)
    folder, yard = ground.resolve(request.path), ground.yard(yard_folder)
    files = [_chosen_file(name, folder, ground) for name in request.compose_files]
    found, points = survey(folder, compose_files=files, services=request.services, tools=tools)
    settings, yard_points = choose_yard_settings(yard, [gateway for one in found for gateway in one.gateways])
    known, before = part_known(gather(found, folder=folder, yard_folder=yard_folder, ground=ground, first=not (yard and yard.hubs)), yard)
    if not known:
        raise _nothing_new(folder, before, verdicts=[verdict.service for one in found for verdict in one.verdicts])
    proposals = [propose(one) for one in known]
    proposals = proposals if settings.gateway == "none" else part_routes(proposals)
    texts = _hub_texts(proposals, yard_folder, wording)
    if yard is None:
        ordered = replace(settings, hubs=tuple(one.name for one in proposals))
        texts = {yard_folder / YARD_FILE: render_yard(ordered, wording=wording), **_ignore_file(yard_folder, ground), **texts}
    _refuse_overwriting(texts, ground)
    hubs = [Hub(name=one.name, folder=yard_folder / one.name, settings=one.settings) for one in proposals]
    refuse_clashes(hubs, there=yard.hubs if yard else (), gateway=settings.gateway, task="adopt")
    if not request.dry_run:
        ground.write(texts)
    return Adoption(
        folder=folder,
        yard=yard_folder,
        hubs=tuple(proposals),
        before=tuple(one.name for one in before),
        verdicts=tuple(verdict for one in found for verdict in one.verdicts),
        open_points=(*points, *yard_points),
        files=tuple(texts),
        dry_run=request.dry_run,
    )


def _chosen_file(name: str, folder: Path, ground: Ground) -> Path:
    file = folder / name
    if not ground.exists(file):
        raise NothingToAdopt(folder=folder, reason="no_file", detail=name)
    return file


def _nothing_new(folder: Path, before: Sequence[Hub], *, verdicts: Sequence[str]) -> HubyardError:
    if before:
        return AlreadyThere(file=before[0].folder / HUB_FILE, hubs=", ".join(one.name for one in before))
    return NothingToAdopt(folder=folder, reason="no_hub", detail=", ".join(verdicts))


def _hub_texts(proposals: Sequence[Proposal], yard_folder: Path, wording: Wording) -> dict[Path, str]:
    texts = {}
    for one in proposals:
        texts[yard_folder / one.name / HUB_FILE] = render_hub(
            one.settings, findings=one.findings, open_points=one.open_points, wording=wording
        )
        if one.compose_text:
            texts[yard_folder / one.name / COMPOSE_FILE] = one.compose_text
    return texts


def _ignore_file(yard_folder: Path, ground: Ground) -> Mapping[Path, str]:
    """A new yard may be kept in git, without what is rendered; one that has rules of its own keeps them."""
    file = yard_folder / ".gitignore"
    return {} if ground.exists(file) else {file: ".hubyard/\n"}


def _refuse_overwriting(texts: Mapping[Path, str], ground: Ground) -> None:
    for file in texts:
        if ground.exists(file):
            raise AlreadyThere(file=file)
