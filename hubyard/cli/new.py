"""`invoke new`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def new(tools: "Tools", name: str, *, route: str | None = None, renew: bool = False) -> "Answer":
    from hubyard.adoption.new import make_hub, renew_hub  # noqa: PLC0415  only what a task needs is loaded
    from hubyard.show.tables.new_hub import NewHubAnswer  # noqa: PLC0415

    return NewHubAnswer(new=renew_hub(name, tools=tools) if renew else make_hub(name, route=route, tools=tools))
