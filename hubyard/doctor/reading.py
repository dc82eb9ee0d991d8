"""Read all of a hub's files that the rules ask for, once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hubyard.config.hub import Hub
from hubyard.doctor.compose_lines import ComposeLines
from hubyard.doctor.dockerfile import Dockerfile, parse_dockerfile
from hubyard.doctor.hub_read import HubRead
from hubyard.doctor.next_config import NAMES as NEXT_CONFIGS
from hubyard.doctor.port import DoctorTools, Texts
from hubyard.engine.port import BuildSection, ComposeConfig, Project
from hubyard.errors import FileUnreadable, HubyardError

CONTEXT_FILES: Final = (
    "package.json",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "pnpm-workspace.yaml",
    ".npmrc",
    ".yarnrc",
    *NEXT_CONFIGS,
)
UNWANTED: Final = (".env", ".env.local", ".env.production", ".env.production.local", ".env.staging", ".git", ".git/HEAD")
"""Of these only whether they are there is asked."""


def read_hub(hub: Hub, *, tools: DoctorTools) -> HubRead:
    """Nothing is changed or asked of a network. What refuses to be read is in the value."""
    config, refusal = _compose(hub, tools)
    lines = ComposeLines(texts={file: text for file in hub.compose_files if (text := _text(file, tools.files)) is not None})
    service = config.services.get(hub.settings.service) if config else None
    section = service.build if service else _written_build(hub, lines) if config is None else None
    file = _dockerfile_of(hub, section)
    context = section.context if section else hub.checkout
    return HubRead(
        hub=hub,
        yard=tools.yard.settings.name,
        config=config,
        refusal=refusal,
        service=service,
        section=section,
        compose=lines,
        dockerfile_file=file,
        dockerfile=_dockerfile(hub, section, file, tools.files),
        context=context,
        texts={name: text for name in CONTEXT_FILES if (text := _text(context / name, tools.files)) is not None},
        ignore=_ignore(context, file, tools.files),
        present=frozenset(name for name in UNWANTED if _exists(context / name, tools.files)),
    )


def _compose(hub: Hub, tools: DoctorTools) -> tuple[ComposeConfig | None, HubyardError | None]:
    project = Project(
        hub=hub.name,
        files=hub.compose_files,
        directory=hub.project_directory,
        name=hub.settings.project_name,
        env_files=hub.env_files,
        profiles=hub.settings.profiles,
    )
    try:
        return tools.engine.config(project), None
    except HubyardError as refusal:
        return None, refusal


def _written_build(hub: Hub, lines: ComposeLines) -> BuildSection | None:
    """What the Compose files plainly say of the build, for hosts without Compose; None where a variable would decide it."""
    build = lines.written("services", hub.settings.service, "build")
    plain = {"context": build} if isinstance(build, str) else build
    if not isinstance(plain, Mapping):
        return None
    words = {key: str(plain[key]) for key in ("context", "dockerfile", "target") if plain.get(key)}
    if any("$" in word or "://" in word for word in words.values()):
        return None
    context = (hub.project_directory / words.get("context", ".")).resolve()
    return BuildSection(context=context, dockerfile=context / words.get("dockerfile", "Dockerfile"), target=words.get("target"))


def _dockerfile_of(hub: Hub, section: BuildSection | None) -> Path | None:
    if hub.settings.dockerfile:
        return hub.checkout / hub.settings.dockerfile
    return section.dockerfile if section else None


def _dockerfile(hub: Hub, section: BuildSection | None, file: Path | None, files: Texts) -> Dockerfile | None:
    text = _text(file, files) if file else None
    if text is None or file is None:
        return None
    target = hub.settings.target or (section.target if section else None)
    return parse_dockerfile(text, file=file, args=section.args if section else {}, target=target)


def _ignore(context: Path, dockerfile: Path | None, files: Texts) -> tuple[Path, str] | None:
    """BuildKit reads the one beside the Dockerfile, else the context's: never both."""
    beside = (dockerfile.with_name(f"{dockerfile.name}.dockerignore"),) if dockerfile else ()
    for file in (*beside, context / ".dockerignore"):
        if (text := _text(file, files)) is not None:
            return file, text
    return None


def _text(file: Path, files: Texts) -> str | None:
    """None too for what we may not read: the rules then say that they could not judge it."""
    try:
        return files.read(file)
    except (FileUnreadable, OSError):
        return None


def _exists(file: Path, files: Texts) -> bool:
    try:
        return files.exists(file)
    except OSError:
        return False
