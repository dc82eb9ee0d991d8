"""`invoke status` and `invoke health`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def status(tools: "Tools", *, hub: str = "all") -> "Answer":
    from hubyard.config.yard import choose_hubs  # noqa: PLC0415  only what a task needs is loaded
    from hubyard.deploy.status import read_status  # noqa: PLC0415
    from hubyard.show.tables.status import StatusAnswer  # noqa: PLC0415

    return StatusAnswer(yard=read_status(choose_hubs(hub, tools.yard), tools=tools), queue=tools.gate.queue())


@command()
def health(tools: "Tools", *, hub: str = "all") -> "Answer":
    from hubyard.config.yard import choose_hubs  # noqa: PLC0415
    from hubyard.deploy.health import ask_all  # noqa: PLC0415
    from hubyard.show.tables.health import HealthAnswer  # noqa: PLC0415

    return HealthAnswer(report=ask_all(choose_hubs(hub, tools.yard), tools=tools))
