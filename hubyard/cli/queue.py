"""`invoke queue`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def queue(tools: "Tools") -> "Answer":
    from hubyard.show.tables.queue import QueueAnswer  # noqa: PLC0415  only what a task needs is loaded

    return QueueAnswer(queue=tools.gate.queue())
