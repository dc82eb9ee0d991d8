"""`invoke builds.list` and `invoke builds.log`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command("list")
def list_builds(tools: "Tools", *, hub: str = "all") -> "Answer":
    from hubyard.config.yard import choose_hubs  # noqa: PLC0415  only what a task needs is loaded
    from hubyard.show.tables.builds import BuildsAnswer  # noqa: PLC0415

    records = [record for chosen in choose_hubs(hub, tools.yard) for record in tools.build_logs.records(chosen.slug)]
    return BuildsAnswer(records=tuple(sorted(records, key=lambda record: record.started, reverse=True)))


@command("log")
def show_log(tools: "Tools", *, hub: str = "all", build: str = "") -> "Answer":
    from hubyard.config.yard import choose_hubs  # noqa: PLC0415
    from hubyard.errors import BuildUnknown  # noqa: PLC0415
    from hubyard.show.tables.builds import BuildLogAnswer  # noqa: PLC0415

    records = [record for chosen in choose_hubs(hub, tools.yard) for record in tools.build_logs.records(chosen.slug)]
    fitting = [record for record in records if record.log.stem.startswith(build)]
    if not fitting:
        raise BuildUnknown(hub=hub, build=build)
    newest = max(fitting, key=lambda record: record.started)
    return BuildLogAnswer(record=newest, text=tools.files.read(newest.log) or "")
