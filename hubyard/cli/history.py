"""`invoke history`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from collections.abc import Collection

    from hubyard.history.port import History
    from hubyard.history.values import BuildMeasured
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def history(tools: "Tools", *, hub: str = "all", limit: int = 20) -> "Answer":
    from hubyard.config.yard import choose_hubs  # noqa: PLC0415  only what a task needs is loaded
    from hubyard.show.tables.history import HistoryAnswer  # noqa: PLC0415

    names = {chosen.slug: chosen.name for chosen in choose_hubs(hub, tools.yard)}
    return HistoryAnswer(builds=newest(tools.history, hubs=names, limit=limit), names=names)


def newest(history: "History", *, hubs: "Collection[str]", limit: int) -> "tuple[BuildMeasured, ...]":
    """In the order in which they were recorded, whatever their hub. Raises UnknownOption."""
    from hubyard.errors import UnknownOption  # noqa: PLC0415

    if limit < 1:
        raise UnknownOption(option="--limit", value=str(limit), expected="builds, 1 or more")
    return tuple(build for build in history.builds(limit=None) if build.hub in hubs)[:limit]
