"""Read what is known of a hub before anything is decided. Nothing is changed, nothing waited for."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from hubyard.config.hub import Hub
from hubyard.deploy.health import answers
from hubyard.deploy.inputs import LOCK_FILES, build_inputs, cold_inputs, run_inputs
from hubyard.deploy.labels import BUILD_INPUTS, HUB, alias_tag, is_release
from hubyard.deploy.override import override_of
from hubyard.deploy.project import build_section_of, dependencies_of, project_of, service_of
from hubyard.deploy.values import DeployTools, HubFacts, Inputs
from hubyard.engine.base_images_port import Bases
from hubyard.engine.base_references import base_references
from hubyard.engine.compose_errors import files_of
from hubyard.engine.override import override_inputs
from hubyard.engine.port import BuildSection, ComposeConfig, Container, Service
from hubyard.errors import DockerfileInline, DockerfileMissing, EnvFileMissing, NameTaken, VariableMissing


def read_facts(hub: Hub, *, tools: DeployTools) -> HubFacts:
    """Raises what refuses a hub: see `errors/refused_*.py`."""
    checkout = tools.checkouts.state(hub.checkout, hub=hub.name)
    _must_have_env_files(hub, tools)
    config = tools.engine.config(project_of(hub))
    service = service_of(hub, config)
    section = build_section_of(hub, service.build) if service.build else None
    if section and section.inline:
        raise DockerfileInline(hub=hub.name, service=service.name, files=files_of(project_of(hub)))
    if section is None or not tools.files.exists(section.dockerfile):
        raise DockerfileMissing(hub=hub.name, file=section.dockerfile if section else hub.checkout)
    _must_have_secrets(hub, section)
    references = references_of(section, tools)
    bases = tools.base_images.look(references, chosen=tools.yard.settings.build_contexts)
    images = [image for image in tools.engine.images(label=f"{HUB}={hub.slug}") if is_release(image, hub)]
    inputs = _inputs(hub, service, section, bases=standing_for(references, bases, tools), tools=tools)
    container = container_of(hub, service, config, tools)
    return HubFacts(
        hub=hub,
        project=project_of(hub),
        project_name=config.name,
        service=service,
        section=section,
        dependencies=dependencies_of(service, config.services),
        checkout=checkout,
        bases=bases,
        inputs=inputs,
        release=next((image for image in images if image.labels.get(BUILD_INPUTS) == inputs.build), None),
        built_before=bool(images),
        container=container,
        unwell=container is not None and container.health == "unhealthy" and not answers(hub, container, tools),
        previous=tools.engine.image(alias_tag(hub, tools.yard)),
    )


def _must_have_secrets(hub: Hub, section: BuildSection) -> None:
    """The client would leave such a secret out, and the step that reads it would fail, or build without."""
    unset = [secret.variable for secret in section.secrets if secret.variable and secret.variable not in section.variables]
    if unset:
        raise VariableMissing(hub=hub.name, variable=unset[0], files=files_of(project_of(hub)))


def _inputs(hub: Hub, service: Service, section: BuildSection, *, bases: Mapping[str, str], tools: DeployTools) -> Inputs:
    digests = tools.checkouts.file_digests
    dockerfile_digest = digests([section.dockerfile])[0]
    override = override_inputs(override_of(hub, tools.yard, service=service, revision="", run_inputs=""))
    return Inputs(
        build=build_inputs(
            section,
            context_digest=tools.checkouts.context_digest(section.context, dockerfile=section.dockerfile),
            dockerfile_digest=dockerfile_digest,
            bases=bases,
        ),
        run=run_inputs(service, override=override, env_digests=digests(env_files_of(hub, service))),
        cold=cold_inputs(
            dockerfile_digest=dockerfile_digest, lock_digests=digests([section.context / name for name in LOCK_FILES]), bases=bases
        ),
    )


def references_of(section: BuildSection, tools: DeployTools) -> tuple[str, ...]:
    """External images that the Dockerfile builds on."""
    text = tools.files.read(section.dockerfile) or ""
    named = base_references(text, args=section.args, target=section.target)
    return tuple(reference for reference in named if reference not in section.additional_contexts)


def env_files_of(hub: Hub, service: Service) -> Sequence[Path]:
    """Files whose content a container's environment comes from: the service's own, and those for `${…}` in the Compose files."""
    interpolated = hub.env_files or (hub.project_directory / ".env",)
    return (*service.env_file_paths, *interpolated)


def container_of(hub: Hub, service: Service, config: ComposeConfig, tools: DeployTools) -> Container | None:
    """The service's container, the newest where there are several. Raises NameTaken where another project has its name."""
    own = tools.engine.service_containers(project=config.name, service=service.name)
    if own:
        return own[0]
    named = tools.engine.container(service.container_name) if service.container_name else None
    if named is not None:
        raise NameTaken(hub=hub.name, container=named.name, project=named.labels.get("com.docker.compose.project", ""))
    return None


def _must_have_env_files(hub: Hub, tools: DeployTools) -> None:
    for file in hub.env_files:
        if not tools.files.exists(file):
            raise EnvFileMissing(hub=hub.name, file=file)


def standing_for(references: Sequence[str], bases: Bases, tools: DeployTools) -> dict[str, str]:
    """Each reference with the build context or the image id that it means now; "" for a missing one."""
    standing = {}
    for reference in references:
        image = None if reference in bases.contexts else tools.engine.image(reference)
        standing[reference] = bases.contexts.get(reference) or (image.id if image else "")
    return standing
