"""`invoke config`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def config(tools: "Tools", *, hub: str = "all") -> "Answer":
    from hubyard.config.yard import choose_hubs  # noqa: PLC0415  only what a task needs is loaded
    from hubyard.show.tables.config import ConfigAnswer  # noqa: PLC0415

    return ConfigAnswer(yard=tools.yard, hubs=tuple(choose_hubs(hub, tools.yard)))
