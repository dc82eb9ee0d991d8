"""`invoke doctor`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def doctor(tools: "Tools", *, hub: str = "all", strict: bool = False) -> "Answer":
    from hubyard.config.yard import choose_hubs  # noqa: PLC0415  only what a task needs is loaded
    from hubyard.doctor.examine import examine  # noqa: PLC0415
    from hubyard.show.tables.doctor import DoctorAnswer  # noqa: PLC0415

    return DoctorAnswer(report=examine(choose_hubs(hub, tools.yard), strict=strict, tools=tools))
