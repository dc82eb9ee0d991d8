"""`invoke engine.status`, `engine.ensure`, `engine.stop`."""

from typing import TYPE_CHECKING

from hubyard.cli.command import command

if TYPE_CHECKING:
    from hubyard.show.answer import Answer
    from hubyard.tools import Tools


@command()
def status(tools: "Tools") -> "Answer":
    from hubyard.show.tables.engine import EngineAnswer  # noqa: PLC0415  only what a task needs is loaded

    return EngineAnswer(engine=tools.engine_host.status())


@command()
def ensure(tools: "Tools") -> "Answer":
    from hubyard.bootstrap.ensure import ensure_engine  # noqa: PLC0415
    from hubyard.show.tables.engine import EngineAnswer  # noqa: PLC0415
    from hubyard.tools import environment  # noqa: PLC0415

    may_install = environment().get("HUBYARD_ENGINE") != "none"
    return EngineAnswer(engine=ensure_engine(tools.engine_host, may_install=may_install), ensured=True)


@command()
def stop(tools: "Tools") -> "Answer":
    from hubyard.show.tables.engine import EngineAnswer  # noqa: PLC0415

    tools.engine_host.stop()
    return EngineAnswer(engine=tools.engine_host.status(), ensured=True)
