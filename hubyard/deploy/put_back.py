"""What stood before the Tag and Start stages, and how it is brought back: the tags, the container exactly as it was, the override."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from hubyard.deploy.events import PutBack
from hubyard.deploy.labels import REVISION, alias_tag, previous_tag
from hubyard.deploy.project import override_file
from hubyard.deploy.values import DeployTools, HubFacts, HubPlan
from hubyard.engine.port import ContainerBackup


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`tags` maps an alias to the image it pointed to, or to None where it did not exist."""

    facts: HubFacts
    tags: Mapping[str, str | None]
    backup: ContainerBackup | None
    override: str | None


def remember(plan: HubPlan, tools: DeployTools) -> Standing:
    """To be called before anything is replaced."""
    facts = plan.facts
    tags = (alias_tag(facts.hub, tools.yard), previous_tag(facts.hub))
    images = {tag: tools.engine.image(tag) for tag in tags}
    return Standing(
        facts=facts,
        tags={tag: image.id if image else None for tag, image in images.items()},
        backup=tools.engine.back_up(facts.container) if facts.container else None,
        override=tools.files.read(override_file(facts.hub, tools.yard)),
    )


def put_back(standing: Standing, tools: DeployTools) -> None:
    """Undisturbed by further signals, and a second time without effect. Each part is tried; raises what went wrong first.

    The tags before the container: it is made by its name only where that means its image again, else people see a digest.
    """
    with tools.undisturbed():
        try_all(
            *(partial(_point, tag, image_id, tools) for tag, image_id in standing.tags.items()),
            partial(_bring_container_back, standing, tools),
            partial(_restore_override, standing, tools),
        )


def try_all(*steps: Callable[[], None]) -> None:
    """None of them keeps another from being tried. Raises the first error when all are done."""
    errors: list[Exception] = []
    for step in steps:
        try:
            step()
        except Exception as error:  # noqa: BLE001  a fault of ours must not leave a site down either
            errors.append(error)
    if errors:
        raise errors[0]


def _point(tag: str, image_id: str | None, tools: DeployTools) -> None:
    now = tools.engine.image(tag)
    if image_id is None and now is not None:
        tools.engine.untag(tag)
    elif image_id is not None and (now is None or now.id != image_id):
        tools.engine.tag(image_id, tag)


def _bring_container_back(standing: Standing, tools: DeployTools) -> None:
    facts = standing.facts
    now = tools.engine.service_containers(project=facts.project_name, service=facts.service.name)
    old = facts.container
    if old is not None and [container.id for container in now if container.state == old.state] == [old.id]:
        return
    others = [container.id for container in now if old is None or container.id != old.id]
    try_all(*(partial(tools.engine.remove, other) for other in others), partial(_run_again, standing, tools))


def _run_again(standing: Standing, tools: DeployTools) -> None:
    facts = standing.facts
    if standing.backup is not None and facts.container is not None:
        tools.engine.bring_back(standing.backup)
        tools.tell(PutBack(hub=facts.hub.name, revision=facts.container.labels.get(REVISION, "")))


def _restore_override(standing: Standing, tools: DeployTools) -> None:
    if standing.override is not None:
        tools.files.write(override_file(standing.facts.hub, tools.yard), standing.override)
