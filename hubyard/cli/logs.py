"""`invoke logs`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hubyard.config.hub import Hub
    from hubyard.errors import Status
    from hubyard.tools import Tools


@command()
def logs(tools: "Tools", *, hub: str = "all", tail: int = 50, follow: bool = False) -> "Status":
    from hubyard.config.yard import choose_hubs  # noqa: PLC0415  only what a task needs is loaded
    from hubyard.deploy.events import LogLine  # noqa: PLC0415
    from hubyard.deploy.status import read_status  # noqa: PLC0415
    from hubyard.errors import HubNotThere, Interrupted, Status  # noqa: PLC0415

    hubs = choose_hubs(hub, tools.yard)
    must_be_possible(hubs, tail=tail, follow=follow)
    for found in read_status(hubs, tools=tools).hubs:
        if not found.container:
            raise HubNotThere(hub=found.hub)
        read = tools.engine.follow_logs if follow else tools.engine.log_tail
        try:
            for line in read(found.container, lines=tail):
                tools.tell(LogLine(hub=found.hub, text=line))
        except Interrupted as end:
            if not follow or end.exit_status is not Status.INTERRUPTED:
                raise  # with --follow Ctrl-C is how one stops
    return Status.DONE


def must_be_possible(hubs: "Sequence[Hub]", *, tail: int, follow: bool) -> None:
    """Raises UnknownOption."""
    from hubyard.errors import UnknownOption  # noqa: PLC0415

    if tail < 0:
        raise UnknownOption(option="--tail", value=str(tail), expected="lines")
    if follow and len(hubs) != 1:
        raise UnknownOption(option="--follow", value=", ".join(hub.name for hub in hubs), expected="one_hub")
