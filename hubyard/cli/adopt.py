"""`invoke adopt`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import LANGUAGE, command

if TYPE_CHECKING:
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def adopt(tools: "Tools", path: str, *, dry_run: bool = False, compose_file: str = "", service: str = "") -> "Answer":
    from hubyard.adoption.run import AdoptRequest  # noqa: PLC0415  only what a task needs is loaded
    from hubyard.adoption.run import adopt as adopt_all  # noqa: PLC0415
    from hubyard.show.speech import Speech  # noqa: PLC0415
    from hubyard.show.tables.adoption import AdoptionAnswer, SpokenWording  # noqa: PLC0415

    request = AdoptRequest(path=path, compose_files=_several(compose_file), services=_several(service), dry_run=dry_run)
    return AdoptionAnswer(adoption=adopt_all(request, wording=SpokenWording(Speech(LANGUAGE)), tools=tools))


def _several(typed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in typed.split(",") if part.strip())
