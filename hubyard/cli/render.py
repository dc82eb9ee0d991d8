"""`invoke render`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def render(tools: "Tools", *, hub: str = "all") -> "Answer":
    from hubyard.config.yard import choose_hubs  # noqa: PLC0415  only what a task needs is loaded
    from hubyard.deploy.render import render_files  # noqa: PLC0415
    from hubyard.show.tables.rendered import RenderedAnswer  # noqa: PLC0415

    return RenderedAnswer(files=render_files(choose_hubs(hub, tools.yard), tools=tools))
