"""`invoke down`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def down(tools: "Tools", *, hub: str = "all", everything: bool = False, volumes: str | None = None) -> "Answer":
    from hubyard.config.yard import choose_hubs  # noqa: PLC0415  only what a task needs is loaded
    from hubyard.deploy.down import take_down  # noqa: PLC0415
    from hubyard.show.tables.removed import RemovedAnswer  # noqa: PLC0415

    if volumes is not None:
        must_be_confirmed(volumes, tools.yard.settings.name)
    hubs = choose_hubs(hub, tools.yard)
    return RemovedAnswer(removed=take_down(hubs, everything=everything, volumes=volumes is not None, tools=tools))


def must_be_confirmed(typed: str, yard: str) -> None:
    """Raises NotConfirmed: data goes only with the yard's name typed."""
    if typed != yard:
        from hubyard.errors import NotConfirmed  # noqa: PLC0415

        raise NotConfirmed(expected=f"invoke down --volumes={yard}")
