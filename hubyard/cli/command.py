"""From a typed body to an Invoke task: options and help, signals, and every error to a sentence and a status.

A body is `def deploy(tools: Tools, *, hub: str = "all") -> Answer | Status | None`; what stands before the star is positional.
The frame gives each `--yard`, `--lang` and `--json`, so a body just returns its answer. Nothing heavy is imported here, nor by the
families at their top: `invoke --list` imports them all.
"""

import sys
from collections.abc import Callable, Mapping
from inspect import signature
from typing import TYPE_CHECKING, Any

from invoke.exceptions import Exit
from invoke.main import program
from invoke.tasks import Task

from hubyard.cli.arguments import HELP, arguments_of, framed_signature
from hubyard.show.help import help_of
from hubyard.show.language import choose_language, language_typed
from hubyard.tools import Tools, environment

if TYPE_CHECKING:
    from invoke.parser.argument import Argument

    from hubyard.errors import Status
    from hubyard.show.answer import Answer

    Body = Callable[..., "Answer | Status | None"]

LANGUAGE = choose_language(language_typed(sys.argv), environment())
"""Of the help texts, which Invoke wants when the tasks are loaded."""

INTERRUPTED = 130
"""`errors.Status.INTERRUPTED`, for the moments in which that is not loaded yet."""


class Command(Task[Any]):
    """An Invoke task whose options are long only, and whose wrong values are told instead of traced back."""

    options_help: Mapping[str, str] = {}

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> "list[Argument]":  # noqa: ARG002, FBT001  Invoke's signature
        return list(arguments_of(signature(self.body), self.options_help))


def command(name: str | None = None) -> "Callable[[Body], Command]":
    """Make the body an Invoke task called `name`, or as the body is. Its help is the table `[<family>.<name>]` of help.toml."""

    def make(body: "Body") -> Command:
        def run(_context: object, **options: Any) -> None:  # noqa: ANN401  whatever the body declares
            if any(value in HELP for value in options.values()):
                program.print_task_help(task_name)
            else:
                _run(body, options)

        task_name = name or body.__name__
        texts = help_of(body.__module__.rpartition(".")[2], task_name, LANGUAGE)
        run.__name__, run.__module__, run.__doc__ = task_name, body.__module__, texts.text or body.__doc__
        run.__signature__ = framed_signature(body)  # type: ignore[attr-defined]  # inspect.signature reads it of any callable
        task = Command(run, name=task_name, auto_shortflags=False)
        task.options_help = texts.options
        return task

    return make


def _run(body: "Body", options: dict[str, Any]) -> None:
    """Run the body and end with its status. Of a Ctrl-C while it is loaded or its answer is told, Invoke would make a 1."""
    try:
        status = _status(body, options)
    except KeyboardInterrupt:
        raise Exit(code=INTERRUPTED) from None
    if status:
        raise Exit(code=status)


def _status(body: "Body", options: dict[str, Any]) -> int:
    from hubyard.cli.frame import Frame  # noqa: PLC0415  the errors alone are 20 ms of dataclasses

    frame = Frame(
        environment=environment(),
        make_tools=lambda yard, tell: Tools.make(yard=yard, tell=tell),
        yard=options["yard"],
        lang=options["lang"],
        as_json=options["json"],
        out=sys.stdout,
        err=sys.stderr,
    )
    declared = signature(body).parameters
    return frame.run(body, {name: value for name, value in options.items() if name in declared})
