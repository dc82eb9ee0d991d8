"""Look at a folder: its Compose files or Dockerfiles, its services, and what stands written about each that is a hub."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from hubyard.adoption.compose_files import ComposeChoice, choose_compose, choose_directory, drawn_files, overlays
from hubyard.adoption.hints.compose import bind_sources, read_section
from hubyard.adoption.hints.gateway import Passed, names_in, read_gateway
from hubyard.adoption.judging import GATEWAY_PORTS, judge_services
from hubyard.adoption.naming import write_path
from hubyard.adoption.port import AdoptTools, Ground
from hubyard.adoption.values import Because, Kind, Open, OpenPoint, Verdict
from hubyard.engine.port import BuildSection, ComposeConfig, Project, Service
from hubyard.errors import EngineElsewhereSilent, EngineForbidden, EngineLost, EngineMissing, GroupNotYetActive, UnknownOption

PROJECT: Final = "com.docker.compose.project"
FILES: Final = "com.docker.compose.project.config_files"
DIRECTORY: Final = "com.docker.compose.project.working_dir"


@dataclass(frozen=True, kw_only=True)
class Found:
    """Services of one Compose project that are hubs, with what was found beside them."""

    choice: ComposeChoice
    hubs: Mapping[str, Service]
    verdicts: tuple[Verdict, ...]
    passed: Mapping[str, Passed]
    """what gateways of theirs say of the hubs"""
    gateways: tuple[Service, ...] = ()
    code_folders: frozenset[Path] = frozenset()
    """of all services that are built: a hub's code does not lie in another's"""
    project_name: str | None = None
    without_compose: bool = False


def survey(
    folder: Path, *, compose_files: Sequence[Path], services: Collection[str], tools: AdoptTools
) -> tuple[list[Found], list[OpenPoint]]:
    """What there is, and what was passed over. `compose_files` and `services`, where a person chose them, are not questioned.

    Raises UnknownOption for a service that no Compose file has.
    """
    ground = tools.ground
    files = compose_files or ground.compose_files(folder)
    texts = _texts_with_drawn(files, ground)
    if compose_files:
        choices = [choose_directory(tuple(compose_files), texts, folder=folder, exists=ground.exists)]
    else:
        choices = choose_compose(files, texts, folder=folder, exists=ground.exists)
    found, points = _projects(choices, folder, services, tools)
    if not compose_files:
        points += _overlays(files, texts, found, folder)
    _refuse_unknown(services, among=[verdict.service for one in found for verdict in one.verdicts])
    if not services and not any(one.hubs for one in found):
        built = {file for one in found for file in one.choice.builds}  # by what is no hub: a database, a worker
        found += [_app(file) for file in ground.dockerfiles(folder) if file not in built]
    used = {parent for one in found for place in one.code_folders for parent in (place, *place.parents)}
    left = [file.parent for file in ground.dockerfiles(folder) if file.parent not in used]
    return found, points + [OpenPoint(what=Open.FOLDER_PASSED_OVER, detail=str(place)) for place in left]


def _texts_with_drawn(files: Sequence[Path], ground: Ground) -> Mapping[Path, str]:
    """Of the files and of all that they draw on, wherever that lies."""
    texts: dict[Path, str] = {}
    left = list(files)
    while left:
        file = left.pop()
        texts[file] = ground.text(file)
        left += [one for one in drawn_files(file, texts[file]) if one not in texts]
    return texts


def _refuse_unknown(services: Collection[str], *, among: Sequence[str]) -> None:
    for name in services:
        if name not in among:
            nearest = "".join(get_close_matches(name, among, n=1))
            raise UnknownOption(option="--service", value=name, expected="service_of_compose", bounds=", ".join(among), nearest=nearest)


def _projects(
    choices: Iterable[ComposeChoice], folder: Path, services: Collection[str], tools: AdoptTools
) -> tuple[list[Found], list[OpenPoint]]:
    """Each Compose file that builds something which no file before it builds."""
    found: list[Found] = []
    points: list[OpenPoint] = []
    covered: set[Path] = set()
    for choice in choices:
        if choice.builds and choice.builds <= covered:
            points.append(OpenPoint(what=Open.COMPOSE_FILE_PASSED_OVER, detail=str(choice.files[0])))
            continue
        found.append(_project(choice, folder, services, tools))
        covered |= choice.builds
    return found, points


def _overlays(files: Sequence[Path], texts: Mapping[Path, str], found: Sequence[Found], folder: Path) -> list[OpenPoint]:
    """Their detail is what `--compose-file` would take."""
    several = overlays(files, texts, chosen=[one.choice for one in found])
    return [
        OpenPoint(what=Open.COMPOSE_OVERLAY, detail=",".join(write_path(file, start=folder) for file in together)) for together in several
    ]


def _project(choice: ComposeChoice, folder: Path, asked_for: Collection[str], tools: AdoptTools) -> Found:
    choice, running_as = _as_it_runs(choice, tools)
    config = tools.engine.config(Project(hub=folder.name, files=choice.files, directory=choice.directory, profiles=("*",)))
    names = {name: _names(service) for name, service in config.services.items()}
    spoken_of = {name: _names_spoken(service, names, tools.ground) for name, service in config.services.items()}
    verdicts = [
        _elsewhere(verdict, config, tools.ground) for verdict in judge_services(config.services, spoken_of=spoken_of, asked_for=asked_for)
    ]
    hubs = [verdict.service for verdict in verdicts if verdict.kind is Kind.HUB]
    gateways = [config.services[verdict.service] for verdict in verdicts if verdict.kind is Kind.GATEWAY]
    texts = [text for gateway in gateways for text in _texts(gateway, tools.ground)]
    return Found(
        choice=choice,
        hubs={name: config.services[name] for name in sorted(hubs, key=lambda name: _place(name, choice.services))},
        verdicts=tuple(verdicts),
        passed=read_gateway(texts, names={name: names[name] for name in hubs}),
        gateways=tuple(gateways),
        code_folders=frozenset(
            place for service in config.services.values() if service.build for place in (service.build.context, code_folder(service.build))
        ),
        project_name=running_as if running_as != config.name else None,
    )


def _as_it_runs(choice: ComposeChoice, tools: AdoptTools) -> tuple[ComposeChoice, str | None]:
    """Containers that were started from these files say from which folder, and under which name: surer than any rule."""
    silent = (EngineMissing, EngineElsewhereSilent, EngineForbidden, GroupNotYetActive, EngineLost)
    with suppress(*silent):  # then there is nothing that runs, or nobody to ask
        for container in tools.engine.containers(label=PROJECT):
            labels = container.labels
            directory = Path(labels.get(DIRECTORY, ""))
            if labels.get(FILES, "").split(",")[0] == str(choice.files[0]) and tools.ground.exists(directory):
                return replace(choice, directory=directory), labels[PROJECT]
    return choice, None


def _names(service: Service) -> set[str]:
    return {service.name, *read_section(service.section).aliases, *([service.container_name] if service.container_name else [])}


def _names_spoken(service: Service, names: Mapping[str, Collection[str]], ground: Ground) -> set[str]:
    """Read only for services on a gateway's port: the others are judged without."""
    if not GATEWAY_PORTS.intersection(service.ports):
        return set()
    return {name for text in _texts(service, ground) for name in names_in(text, names)} - {service.name}


def _texts(service: Service, ground: Ground) -> list[str]:
    """Of its build context and of what is mounted into it."""
    places = [*([service.build.context] if service.build else []), *map(Path, bind_sources(service.section))]
    return [text for place in places for text in ground.sources(place).values()]


def _elsewhere(verdict: Verdict, config: ComposeConfig, ground: Ground) -> Verdict:
    """A context that is a URL, or a folder that is not there, is nothing that we can build."""
    build = config.services[verdict.service].build
    if verdict.kind is Kind.HUB and not (build and ground.exists(build.context)):
        return Verdict(service=verdict.service, kind=Kind.OTHER, because=Because.CONTEXT_ELSEWHERE if build else Because.NOT_BUILT)
    return verdict


def code_folder(build: BuildSection) -> Path:
    """Where its own code lies: in a context that several apps share, as a monorepo's root, the folder of its Dockerfile."""
    beside = build.dockerfile.parent
    return beside if build.context in beside.parents else build.context


def _place(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else len(order)


def _app(dockerfile: Path) -> Found:
    """A folder with a Dockerfile and no Compose file that knows it. Its service is named when the hub is."""
    folder = dockerfile.parent
    service = Service(
        name=folder.name,
        image=None,
        build=BuildSection(context=folder, dockerfile=dockerfile),
        container_name=None,
        depends_on=(),
        networks=(),
        ports=(),
        has_healthcheck=False,
        mem_limit_bytes=None,
        env_file_paths=(),
        section={},
    )
    return Found(
        choice=ComposeChoice(files=(), directory=folder),
        hubs={folder.name: service},
        verdicts=(),
        passed={},
        code_folders=frozenset({folder}),
        without_compose=True,
    )
