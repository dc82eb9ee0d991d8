"""`invoke logs`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hubyard.config.hub import Hub
    from hubyard.deploy.values import DeployTools
    from hubyard.errors import Status
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def logs(tools: "Tools", *, hub: str = "all", tail: int = 50, follow: bool = False, json: bool = False) -> "Answer | Status":
    return show_logs(tools, hub=hub, tail=tail, follow=follow, as_json=json)


def show_logs(tools: "DeployTools", *, hub: str, tail: int, follow: bool, as_json: bool) -> "Answer | Status":
    """Lines are told as they come; for a document they are gathered."""
    from hubyard.config.yard import choose_hubs  # noqa: PLC0415  only what a task needs is loaded
    from hubyard.deploy.events import LogLine  # noqa: PLC0415
    from hubyard.errors import Interrupted, Status  # noqa: PLC0415
    from hubyard.show.tables.logs import LogsAnswer  # noqa: PLC0415

    hubs = choose_hubs(hub, tools.yard)
    must_be_possible(hubs, tail=tail, follow=follow, as_json=as_json)
    if as_json:
        return LogsAnswer(lines={name: tuple(tools.engine.log_tail(container, lines=tail)) for name, container in containers(hubs, tools)})
    for name, container in containers(hubs, tools):
        read = tools.engine.follow_logs if follow else tools.engine.log_tail
        try:
            for line in read(container, lines=tail):
                tools.tell(LogLine(hub=name, text=line))
        except Interrupted as end:
            if not follow or end.exit_status is not Status.INTERRUPTED:
                raise  # with --follow Ctrl-C is how one stops
    return Status.DONE


def containers(hubs: "Sequence[Hub]", tools: "DeployTools") -> "Iterator[tuple[str, str]]":
    """Names of hub and container. Raises HubNotThere at the first that has none."""
    from hubyard.deploy.status import read_status  # noqa: PLC0415
    from hubyard.errors import HubNotThere  # noqa: PLC0415

    for found in read_status(hubs, tools=tools).hubs:
        if not found.container:
            raise HubNotThere(hub=found.hub)
        yield found.hub, found.container


def must_be_possible(hubs: "Sequence[Hub]", *, tail: int, follow: bool, as_json: bool = False) -> None:
    """Raises UnknownOption."""
    from hubyard.errors import UnknownOption  # noqa: PLC0415

    if tail < 0:
        raise UnknownOption(option="--tail", value=str(tail), expected="lines")
    if follow and as_json:
        raise UnknownOption(option="--json", value="--follow", expected="not_with_follow")
    if follow and len(hubs) != 1:
        raise UnknownOption(option="--follow", value=", ".join(hub.name for hub in hubs), expected="one_hub")
